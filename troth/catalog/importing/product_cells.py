"""What the first row of a product says about the product itself."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from troth.catalog import description, specifications
from troth.catalog.models import Status

from .cells import Cells
from .imported import Value
from .report import Weight

_PLAIN = {"vendor": ("vendor", 255), "seo_title": ("seo_title", 255), "seo_description": ("seo_description", 400)}
_LONGEST_SPECIFICATION = 300


def product_fields(first: Cells, metafields: Sequence[str]) -> dict[str, Value]:
    """Columns of catalog.Product, as far as the file has them."""
    fields: dict[str, Value] = {"title": first.text("title", 255)}
    for word, (field, longest) in _PLAIN.items():
        if first.has(word):
            fields[field] = first.text(word, longest)
    if first.has("body"):
        fields["description"] = _description(first)
    if first.has("tags"):
        fields["keywords"] = ", ".join(tag.strip() for tag in first.text("tags").split(",") if tag.strip())
    if first.has("published") or first.has("status"):
        fields["status"] = _status(first)
    table = _specifications(first, metafields)
    if table:
        fields["specifications"] = table
    return fields


def product_categories(first: Cells) -> tuple[str, ...] | None:
    """The type is the category; where there is none, the last part of the taxonomy's path."""
    if not (first.has("type") or first.has("product_category")):
        return None
    named = first.text("type", 120) or first.text("product_category").rpartition(">")[2].strip()[:120]
    return (named,) if named else ()


def _description(first: Cells) -> str:
    cleaned = description.clean(first.text("body"))
    if cleaned.removed:
        what = ", ".join(f"{name} ({count})" for name, count in sorted(cleaned.removed.items()))
        first.say("body", _("Taken out of the description: %(what)s.") % {"what": what})
    if cleaned.links:
        first.say(
            "body",
            _("The description links to: %(links)s. Check that they still lead somewhere.")
            % {"links": ", ".join(dict.fromkeys(cleaned.links))[:300]},
            Weight.NOTED,
        )
    return cleaned.html


def _status(first: Cells) -> str:
    """Published only if every column that has a word in it says so."""
    told = first.text("status").casefold()
    if told not in ("", "active", "draft", "archived", "unlisted"):
        first.say("status", _("“%(status)s” is unknown; taken as a draft.") % {"status": told[:40]})
    shown = not first.has("status") or told == "active"
    if first.has("published"):
        shown = shown and first.yes("published") is True
    if first.yes("gift_card"):
        first.say("gift_card", _("Gift cards cannot be sold here yet; taken as a draft."))
        shown = False
    return Status.PUBLISHED.value if shown else Status.DRAFT.value


def _specifications(first: Cells, metafields: Sequence[str]) -> str:
    """Metafields become the table of specifications: "Color (product.metafields.…)" → "Color: red"."""
    table: dict[str, object] = {}
    for column in metafields:
        cell = first.row.get(column)
        name = column.partition("(product.metafields")[0].strip()
        if not cell:
            continue
        if not name or len(cell) > _LONGEST_SPECIFICATION or cell.startswith(("{", "[")):
            first.report.note(
                _("Too much for a line of specifications; left out."),
                row=first.number,
                column=column,
                weight=Weight.CHANGED,
            )
            continue
        table[name] = cell
    return specifications.write(table)
