"""What the two catalogues of Wix have in common: kinds of rows, words for stock, media ids, lists in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.utils.text import slugify
from django.utils.translation import gettext as _

from troth.catalog.models import Status

from .cells import LARGEST_STOCK, Cells
from .grouping import Group, made_handle
from .imported import ImportedImage, Value
from .layout import WIX_OPTIONS
from .offers import combined, folded, grams, shared_out, without_colour
from .report import Report, Weight
from .shopify import is_address
from .source import Source

MEDIA: Final = "https://static.wixstatic.com/media/"
_BARE_ID: Final = re.compile(r"^[\w-]+(?:~mv2)?[\w~.-]*\.(?:jpe?g|png|gif|webp|avif|svg|bmp|heic)$", re.IGNORECASE)
_WIX_URI: Final = re.compile(r"^wix:image://v1/(?P<id>[^/#]+)")
_LONGEST: Final = 400  # characters that patterns look at: some of them take the square of the time
_IN_STOCK: Final = frozenset(("instock", "in_stock", "in stock"))
_OUT_OF_STOCK: Final = frozenset(("outofstock", "out_of_stock", "out of stock"))
_KINDS: Final = ("product", "variant", "media")


def group(source: Source) -> list[Group]:
    """A PRODUCT row and the rows with its handle. A row of another kind, or without its product, is named as lost."""
    groups: dict[str, Group] = {}
    latest: Group | None = None
    for cells in source.rows():
        kind, handle = cells.text("row_kind").casefold(), cells.text("handle", 255)
        if kind == "product":
            latest = _begun(cells, handle, groups)
        elif kind in _KINDS:
            latest = _joined(cells, handle, groups, latest)
        else:
            cells.lose(_("Neither a product nor a variant; the row was left out."), "row_kind")
    if groups:
        words = _(
            "Wix does not write down how goods are taxed. New ones are in the class “standard”; give others theirs by hand."
        )
        source.report.note(words)
    return list(groups.values())


def _begun(cells: Cells, handle: str, groups: dict[str, Group]) -> Group | None:
    title = cells.text("title")
    if not (handle or title):
        cells.lose(_("Neither a handle nor a title; the row was left out."), "handle")
        return None
    key = handle or made_handle(cells, title, groups)
    if key in groups:
        cells.lose(_("A second product with the same handle; the row was left out."), "handle")
        return groups[key]
    groups[key] = Group(key, [cells])
    return groups[key]


def _joined(cells: Cells, handle: str, groups: dict[str, Group], latest: Group | None) -> Group | None:
    found = groups.get(handle) if handle else latest
    if found is None:
        cells.lose(_("No product before it has this handle; the row was left out."), "handle")
        return latest
    if not handle:
        cells.say("handle", _("No handle; the row was taken as part of “%(handle)s”.") % {"handle": found.handle})
    found.rows.append(cells)
    return found


def of_kind(found: Group, kind: str) -> list[Cells]:
    return [cells for cells in found.rows[1:] if cells.text("row_kind").casefold() == kind]


def listed(cell: str) -> list[str]:
    """Parts of a cell with semicolons between them. Commas belong to the names."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def title_fields(first: Cells) -> dict[str, Value]:
    """Title, maker and status: what both catalogues write alike."""
    fields: dict[str, Value] = {"title": first.text("title", 255)}
    if first.has("vendor"):
        fields["vendor"] = first.text("vendor", 255)
    if first.has("published"):
        shown = first.yes("published") is True
        fields["status"] = Status.PUBLISHED.value if shown else Status.DRAFT.value
    return fields


def old_addresses(title: str) -> tuple[str, ...]:
    """How Wix writes a title into an address: every sign that is no letter or number becomes a dash."""
    dashed = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:100]
    return tuple(dict.fromkeys(slug for slug in (dashed, slugify(title)[:100]) if slug))


def pictures(cells: Cells, word: str, alt: str, report: Report) -> Iterator[tuple[str, str]]:
    """(address, what it shows) of each picture in a cell: whole addresses, or ids of Wix's media store."""
    for part in listed(cells.text(word)):
        if url := _picture(part):
            yield url, alt
        else:
            report.note(
                _("“%(part)s” is not the address of a picture; left out.") % {"part": part[:60]},
                row=cells.number,
                column=cells.columns.get(word, ""),
                weight=Weight.CHANGED,
            )


def _picture(part: str) -> str:
    if found := _WIX_URI.match(part):
        return MEDIA + found["id"]
    if is_address(part):
        return part
    return MEDIA + part if len(part) <= _LONGEST and _BARE_ID.match(part) else ""


def images(found: Group) -> tuple[ImportedImage, ...] | None:
    """All pictures of a product: of its own row, of MEDIA rows, then those of variants; each address once."""
    first = found.rows[0]
    if not first.has("image"):
        return None
    seen: dict[str, ImportedImage] = {}
    for cells in (first, *of_kind(found, "media"), *of_kind(found, "variant")):
        for url, alt in pictures(cells, "image", cells.text("image_alt", 512), cells.report):
            seen.setdefault(url, ImportedImage(url, alt, len(seen) + 1, cells.number))
    return tuple(seen.values())


def stock(cells: Cells) -> dict[str, Value]:
    """A number is counted; "in stock" and blank are not."""
    told = cells.text("quantity")
    word = told.casefold()
    if not told or word in _IN_STOCK:
        return {"tracked": False, "stock": 0}
    if word in _OUT_OF_STOCK:
        return {"tracked": True, "stock": 0}
    quantity = cells.whole("quantity", LARGEST_STOCK)
    if quantity is not None and quantity < 0:
        cells.say("quantity", _("Less than nothing in stock; taken as 0."))
    return {"tracked": True, "stock": max(0, quantity or 0)}


def weight(cells: Cells) -> int:
    cells.report.note(
        _("The file does not say in which unit the weights are; they were read as kilograms."),
        column=cells.columns["weight"],
    )
    return grams(cells, "weight", "kg")


def option_names(found: Group) -> list[tuple[int, str]]:
    """(place in the file, name) of the options. One that variants answer though it has no name gets one."""
    first, variants = found.rows[0], of_kind(found, "variant")
    names = []
    for place in WIX_OPTIONS:
        name = first.text(f"option{place}_name", 255)
        if not name and any(cells.raw(f"option{place}_choices") for cells in variants):
            name = next((cells.text(f"option{place}_name", 255) for cells in variants), "")
            if not name:
                name = _("Option %(place)d") % {"place": place}
                first.say(
                    f"option{place}_name", _("The option has no name; it was called “%(name)s”.") % {"name": name}
                )
        if name:
            names.append((place, name))
    return names


def choices(first: Cells, place: int) -> list[str]:
    return list(
        dict.fromkeys(without_colour(part[:_LONGEST])[:255] for part in listed(first.text(f"option{place}_choices")))
    )


def answers(cells: Cells, names: list[tuple[int, str]]) -> tuple[str, ...]:
    """The values of a variant row. A value may have semicolons in it: here the cell is one value."""
    values = []
    for place, name in names:
        value = without_colour(cells.text(f"option{place}_choices", 255))
        if not value:
            cells.say(f"option{place}_choices", _("No value for “%(name)s”; it was set to a dash.") % {"name": name})
        values.append(value or "\u2013")
    return folded(values)


def made_from_options(found: Group, names: list[tuple[int, str]]) -> list[tuple[tuple[str, ...], dict[str, Value]]]:
    """(values, stock) of each variant of a product that has options and no variant rows; one without values if it has none.

    At the former shop such choices share one stock. Here each has its own, so it is divided.
    """
    first = found.rows[0]
    offered = [(name, choices(first, place)) for place, name in names]
    made = (
        combined([each for _name, each in offered], first) if offered and all(each for _name, each in offered) else []
    )
    counted = stock(first) if first.has("quantity") else {}
    if not made:
        return [((), counted)]
    if counted.get("tracked") and len(made) > 1 and counted["stock"]:
        first.say(
            "quantity",
            _("The file has one stock for %(count)d choices; it was divided among them. Count and correct it.")
            % {"count": len(made)},
        )
    parts = shared_out(int(counted.get("stock") or 0), len(made))
    return [
        (folded(values), {**counted, "stock": part} if counted else {})
        for values, part in zip(made, parts, strict=True)
    ]
