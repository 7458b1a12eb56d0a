"""From the catalogue's frozen values to the shapes programs get. Pure."""

from __future__ import annotations

from django.conf import settings

from troth.catalog import shown
from troth.catalog.addresses import category_path
from troth.catalog.money import Money
from troth.comments.shelf import Rating

from . import shapes


def whole(path: str) -> str:
    """A path of the shop as an address of the web; what is one already stays."""
    return f"{settings.TROTH.base_url}{path}" if path.startswith("/") else path


def amount(money: Money) -> shapes.Amount:
    return shapes.Amount(amount=money.amount, currency=money.currency, decimal=money.plain)


def in_list(card: shown.Card) -> shapes.ProductInList:
    return shapes.ProductInList(
        slug=card.slug,
        url=whole(card.path),
        title=card.title,
        summary=card.blurb,
        price_from=amount(card.price),
        price_varies=card.from_price,
        compare_at=_maybe(card.compare_at),
        available=card.in_stock,
        image=image(card.picture),
    )


def product(told: shown.ProductShown, stars: Rating | None) -> shapes.Product:
    return shapes.Product(
        slug=told.slug,
        url=whole(told.path),
        title=told.title,
        summary=told.blurb,
        description_html=str(told.description),
        maker=told.vendor,
        category=_category_of(told),
        options=[shapes.Option(name=option.name, values=list(option.values)) for option in told.options],
        variants=[variant(each) for each in told.variants],
        specifications=[shapes.Specification(name=each.name, value=each.value) for each in told.specifications],
        images=[image(picture) for picture in told.pictures],
        related=[card.slug for card in told.related],
        accessories=[card.slug for card in told.accessories],
        spare_parts=[card.slug for card in told.spare_parts],
        rating=shapes.Rating(count=stars.count, average=stars.average) if stars else None,
        changed_at=told.changed_at,
    )


def variant(told: shown.VariantShown) -> shapes.Variant:
    return shapes.Variant(
        ref=told.ref,
        sku=told.sku,
        choices=list(told.values),
        price=amount(told.price),
        compare_at=_maybe(told.compare_at),
        availability=told.availability.value,
        can_buy=told.can_buy,
        weight_grams=told.weight_grams,
        gtin=told.gtin,
        image=told.picture,
    )


def category(told: shown.CategoryShown, products: int) -> shapes.Category:
    return shapes.Category(
        slug=told.slug,
        url=whole(told.path),
        name=told.name,
        summary=told.blurb,
        products=products,
        image=image(told.picture),
    )


def image(picture: shown.Picture) -> shapes.Image:
    return shapes.Image(url=whole(picture.src), alt=picture.alt, width=picture.width, height=picture.height)


def _maybe(money: Money | None) -> shapes.Amount | None:
    return amount(money) if money is not None else None


def _category_of(told: shown.ProductShown) -> shapes.CategoryLink | None:
    """The last step of the way to the product, if it is a category and not the home page."""
    last = told.crumbs[-1] if told.crumbs else None
    slug = last.path.strip("/").rpartition("/")[2] if last else ""
    if last is None or last.path != category_path(slug):
        return None
    return shapes.CategoryLink(slug=slug, name=last.name)
