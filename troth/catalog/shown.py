"""What the pages of the shop show, as frozen values. `browse` and `search` make them; templates read them.

Nothing here can fetch: a template that walks these values makes no query. Texts are in the language that
was active when the value was made, so a cache of pages keys on language as well as on
`catalog.revision.current()`.

    home()              -> HomeShown          featured cards, categories
    category(slug, …)   -> CategoryPage       one category, a CardPage, and the ways to narrow it (`facets`)
    products(…)         -> ProductsPage       everything, paged, sorted and narrowed
    product(slug)       -> ProductShown       one product with its variants
    search.search(text) -> SearchResults      a CardPage and what else might have been meant

Prices are `money.Money`: `{{ card.price.text }}` ("$24.90"), `.amount` (minor units), `.currency`, `.plain`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.safestring import SafeString

from .facets.shown import NO_FACETS, Facets
from .money import Money


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture in the sizes there are.

    `src` always works (a drawn SVG, or a WebP or original raster). `avif` and `webp` are srcset attributes
    ("/media/a.400.avif 400w, …") and empty for drawings. `width` and `height` are in pixels (of the largest
    size), so that pages do not jump. `alt` may be empty: then the picture only repeats what the text says.

        <picture>{% if p.avif %}<source type="image/avif" srcset="{{ p.avif }}" sizes="…">{% endif %}
        {% if p.webp %}<source type="image/webp" srcset="{{ p.webp }}" sizes="…">{% endif %}
        <img src="{{ p.src }}" alt="{{ p.alt }}" width="{{ p.width }}" height="{{ p.height }}"></picture>
    """

    src: str
    alt: str
    width: int
    height: int
    avif: str = ""
    webp: str = ""
    drawn: bool = False


class Availability(StrEnum):
    """Whether a variant can be bought now. The value is fit for a CSS class."""

    IN_STOCK = "in-stock"
    FEW_LEFT = "few-left"  # tracked, and `stock.FEW` or fewer remain
    ON_ORDER = "on-order"  # none here, but sold all the same
    SOLD_OUT = "sold-out"

    @property
    def can_buy(self) -> bool:
        return self is not Availability.SOLD_OUT


class Badge(StrEnum):
    """The one thing worth saying on a card's corner. The value is fit for a CSS class."""

    NONE = ""
    NEW = "new"
    REDUCED = "reduced"
    SOLD_OUT = "sold-out"


@dataclass(frozen=True, slots=True)
class Card:
    """A product in a list. `path` is its address ("/products/<slug>/").

    `from_price`: variants differ in price and `price` is the lowest ("from $9.99").
    `compare_at`: the former price of the cheapest variant, or None. `badge_text` is "" without a badge.
    """

    slug: str
    path: str
    title: str
    blurb: str
    price: Money
    from_price: bool
    compare_at: Money | None
    picture: Picture
    in_stock: bool
    badge: Badge
    badge_text: str


class Sort(StrEnum):
    """How a list is ordered: the value of `?sort=`. FEATURED is the default and needs no parameter."""

    FEATURED = "featured"
    NEWEST = "newest"
    CHEAPEST = "price"
    DEAREST = "-price"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class SortChoice:
    sort: Sort
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class CardPage:
    """One page of cards. Pages count from 1; `total` counts all cards of the list, `pages` is at least 1.

    `number` is the page shown: asking for a page beyond the last one shows the last.
    """

    cards: tuple[Card, ...]
    number: int
    pages: int
    total: int
    sorts: tuple[SortChoice, ...] = ()

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


@dataclass(frozen=True, slots=True)
class CategoryShown:
    """A category as a link: `path` is "/categories/<slug>/", `picture` that of its first product."""

    slug: str
    path: str
    name: str
    blurb: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class HomeShown:
    featured: tuple[Card, ...]
    categories: tuple[CategoryShown, ...]
    newest: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class CategoryPage:
    slug: str
    path: str
    name: str
    blurb: str
    seo_title: str
    seo_description: str
    page: CardPage
    facets: Facets = NO_FACETS


@dataclass(frozen=True, slots=True)
class ProductsPage:
    """Everything the shop shows: one page of what fits, and the ways to narrow it."""

    page: CardPage
    facets: Facets = NO_FACETS


@dataclass(frozen=True, slots=True)
class OptionShown:
    """A question to answer before buying: name "Volume", values ("50 mL", "250 mL") in their order."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariantShown:
    """One thing that can be put into the basket.

    `ref` goes into forms and pages (random); `id` is the key for `stock` and `offers` inside the program.
    `values` answer the product's options in order; `title` is them joined ("50 mL / Amber"), "" without options.
    `gtin`: the barcode, "" if there is none. `most`: the largest quantity that may be asked for now (0 when sold out).
    `stock_words`: a short sentence ("In stock", "Only 3 left", "Sold out").
    """

    id: int
    ref: UUID
    sku: str
    title: str
    values: tuple[str, ...]
    price: Money
    compare_at: Money | None
    availability: Availability
    stock_words: str
    most: int
    weight_grams: int
    gtin: str
    picture: int | None  # index into ProductShown.pictures

    @property
    def can_buy(self) -> bool:
        return self.availability.can_buy


@dataclass(frozen=True, slots=True)
class Specification:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Crumb:
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class ProductShown:
    """A product page. `description` is clean HTML, safe to print as it is. `id`: the key for what hangs on it inside the program.

    `chosen` is the variant to offer first (the first one that can be bought, else the first); `pictures` has
    at least one element. `crumbs` lead from the home page to the product's first category, without the product.
    `accessories` and `spare_parts` were named by hand; `made_for` are products that name this one as such a part.
    """

    id: int
    slug: str
    path: str
    title: str
    blurb: str
    description: SafeString
    vendor: str
    price: Money
    from_price: bool
    compare_at: Money | None
    badge: Badge
    badge_text: str
    in_stock: bool
    pictures: tuple[Picture, ...]
    options: tuple[OptionShown, ...]
    variants: tuple[VariantShown, ...]
    chosen: VariantShown
    specifications: tuple[Specification, ...]
    crumbs: tuple[Crumb, ...]
    related: tuple[Card, ...]
    accessories: tuple[Card, ...]
    spare_parts: tuple[Card, ...]
    made_for: tuple[Card, ...]
    seo_title: str
    seo_description: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What a search found. `text` is the query as understood.

    `instead`: nothing fits `text` as it is spelt, and this is the spelling the page shows results for; else "".
    `loosely`: nothing fits all the words; the page shows what fits any of them.
    When nothing was found, `page` is empty and `suggestions` holds featured cards. `facets.before` counts what was
    found before it was narrowed.
    """

    text: str
    page: CardPage
    instead: str
    suggestions: tuple[Card, ...]
    loosely: bool = False
    facets: Facets = NO_FACETS


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    path: str
    changed_at: datetime | None
