"""WooCommerce's product table: variations name their parent by SKU or `id:44`, a type may be a list, units are in headers."""

from __future__ import annotations

from typing import Final

from django.utils.text import slugify
from django.utils.translation import gettext as _

from troth.catalog import specifications
from troth.catalog.description import first_words
from troth.catalog.models import Status

from .cells import Cells
from .grouping import Group, made_handle
from .imported import ImportedImage, ImportedProduct, Value
from .layout import WOO_ATTRIBUTES, Layout
from .offers import Offer, folded, option_columns, told_apart
from .product_cells import described, specification_lines
from .shopify import is_address
from .source import Source
from .woocommerce_categories import categories, say_which_meet
from .woocommerce_columns import PATTERNS, WORDS, attributes, unit_in
from .woocommerce_variants import kinds, listed, variant

_BLURB: Final = 300
_SOLD_ELSEWHERE: Final = frozenset(("external", "grouped"))

LAYOUT = Layout(
    name="WooCommerce",
    needs=frozenset(),
    words={**WORDS, **attributes(WOO_ATTRIBUTES)},
    patterns=PATTERNS,
    metafield="",
)


def marked(present: set[str]) -> bool:
    """Whether these headers (casefolded) are WooCommerce's in one of the languages: a type, a name and a regular price."""
    words = {LAYOUT.word(column) for column in present}
    return {"row_kind", "title", "price"} <= words and bool(words & {"id", "sku"} and words & {"published", "parent"})


def group(source: Source) -> list[Group]:
    """A product and its variations, which may stand before it in the file."""
    groups: dict[str, Group] = {}
    by_reference: dict[str, Group] = {}
    variations: list[Cells] = []
    for cells in source.rows():
        if "variation" in kinds(cells):
            variations.append(cells)
            continue
        found = _begun(cells, groups)
        if found is not None:
            for reference in (f"id:{cells.text('id')}" if cells.text("id") else "", cells.text("sku").casefold()):
                by_reference.setdefault(reference, found)
    by_reference.pop("", None)
    for cells in variations:
        parent = cells.text("parent").casefold().replace("id: ", "id:")
        if parent in by_reference:
            by_reference[parent].rows.append(cells)
        else:
            cells.lose(_("No product in the file is the parent of this variation; the row was left out."), "parent")
    say_which_meet(found.rows[0] for found in groups.values())
    return list(groups.values())


def _begun(cells: Cells, groups: dict[str, Group]) -> Group | None:
    number, sku, title = cells.text("id"), cells.text("sku"), cells.text("title")
    if not (number or sku or title):
        cells.lose(_("Neither a number nor a name; the row was left out."), "title")
        return None
    handle = (
        f"woocommerce-{number}" if number else f"woocommerce-sku-{sku}" if sku else made_handle(cells, title, groups)
    )
    if handle[:255] in groups:
        cells.lose(_("A second product with the same number; the row was left out."), "id" if number else "sku")
        return None
    groups[handle[:255]] = found = Group(handle[:255], [cells])
    return found


def product(found: Group, source: Source) -> ImportedProduct:
    first, variations = found.rows[0], found.rows[1:]
    places = _options(variations)
    names = [
        next((first.text(f"attribute{place}_name") or c.text(f"attribute{place}_name") for c in variations), "")
        for place in places
    ]
    fields = _fields(first, source) | option_columns(
        [name or str(place) for name, place in zip(names, places, strict=True)], first
    )
    if table := _table(first, places) | specification_lines(first, source.understood.specifications):
        fields["specifications"] = specifications.write(table)
    rows = variations or [first]
    offers = [
        Offer(_values(cells, first, places), cells, variant(cells, first, source), _own_image(cells, first))
        for cells in rows
    ]
    title = str(fields["title"])
    return ImportedProduct(
        handle=found.handle,
        fields=fields,
        categories=categories(first),
        variants=told_apart(offers),
        images=_images(found),
        rows=tuple(cells.number for cells in found.rows),
        address=slugify(title)[:100],
        former=tuple(slug for slug in (slugify(title)[:100],) if slug),
    )


def _options(variations: list[Cells]) -> list[int]:
    """Places of the attributes that variations answer."""
    return [
        place
        for place in range(1, WOO_ATTRIBUTES + 1)
        if any(cells.raw(f"attribute{place}_name") or cells.raw(f"attribute{place}_values") for cells in variations)
    ]


def _values(cells: Cells, first: Cells, places: list[int]) -> tuple[str, ...]:
    values = []
    for place in places:
        value = cells.text(f"attribute{place}_values", 255).replace("\\,", ",")
        if not value:
            words = _("The variation is for any “%(name)s”; it was set to a dash.")
            cells.say(f"attribute{place}_values", words % {"name": first.text(f"attribute{place}_name")})
        values.append(value or "\u2013")
    return folded(values)


def _table(first: Cells, options: list[int]) -> dict[str, object]:
    """Attributes that are no options, and measures, as lines of specifications."""
    table: dict[str, object] = {}
    for place in range(1, WOO_ATTRIBUTES + 1):
        name, values = first.text(f"attribute{place}_name"), listed(first.text(f"attribute{place}_values"))
        if place not in options and name and values:
            table[name] = ", ".join(values)
    labels = {"length": _("Length"), "width": _("Width"), "height": _("Height")}
    for word, label in labels.items():
        if measure := first.text(word):
            table[label] = f"{measure} {unit_in(first.columns[word])}".strip()
    return table


def _fields(first: Cells, source: Source) -> dict[str, Value]:
    fields: dict[str, Value] = {"title": first.text("title", 255) or first.text("sku", 255) or _("Without a name")}
    if not first.text("title"):
        first.say("title", _("No name; it was called “%(title)s”.") % {"title": fields["title"]})
    if first.has("body"):
        # The exporter writes line breaks as the two signs "\" and "n".
        fields["description"] = described(first, "body", first.text("body").replace("\\n", "\n"))
    if first.has("short"):
        fields["blurb"] = _blurb(first)
    if first.has("tags"):
        fields["keywords"] = ", ".join(listed(first.text("tags")))
    if first.has("vendor"):
        fields["vendor"] = first.text("vendor", 255)
    if first.has("featured"):
        fields["featured"] = first.yes("featured") is True
    if first.has("position"):
        fields["position"] = max(0, first.whole("position", 1_000_000) or 0)
    if first.has("published"):
        fields["status"] = _status(first)
    return fields


def _blurb(first: Cells) -> str:
    whole = first_words(described(first, "short", first.text("short").replace("\\n", "\n")), 100_000)
    short = first_words(whole, _BLURB) if len(whole) > _BLURB else whole
    if short != whole:
        first.say("short", _("Longer than %(most)d characters; the rest was cut off.") % {"most": _BLURB})
    return short


def _status(first: Cells) -> str:
    shown = first.text("published") == "1" or first.text("published").casefold() in ("true", "yes")
    elsewhere = kinds(first) & _SOLD_ELSEWHERE
    if elsewhere:
        first.say("row_kind", _("Sold elsewhere, or made of other products; taken as a draft."))
    hidden = first.text("visibility").casefold() == "hidden"
    if hidden:
        first.say("visibility", _("Hidden from the catalogue; taken as a draft."))
    return Status.PUBLISHED.value if shown and not hidden and not elsewhere else Status.DRAFT.value


def _addresses(cells: Cells) -> list[str]:
    found = []
    for part in listed(cells.text("image")):
        if is_address(part):
            found.append(part)
        else:
            cells.say("image", _("“%(part)s” is not the address of a picture; left out.") % {"part": part[:60]})
    return found


def _own_image(cells: Cells, first: Cells) -> str:
    return next(iter(_addresses(cells)), "") if cells is not first else ""


def _images(found: Group) -> tuple[ImportedImage, ...] | None:
    if not found.rows[0].has("image"):
        return None
    seen: dict[str, ImportedImage] = {}
    for cells in found.rows:
        for url in _addresses(cells):
            seen.setdefault(url, ImportedImage(url, "", len(seen) + 1, cells.number))
    return tuple(seen.values())
