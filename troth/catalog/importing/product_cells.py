"""What the first row of a product says about the product itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from troth.catalog import description, specifications
from troth.catalog.models import Product, Status

from .cells import Cells, unguarded
from .imported import Value
from .report import Weight

_PLAIN = {"vendor": ("vendor", 255), "seo_title": ("seo_title", 255), "seo_description": ("seo_description", 400)}
_AT_A_BORDER = {"own_customs_code": "customs_code", "own_origin": "origin"}
_LONGEST_SPECIFICATION = 300
_MOST_TAGS = 5000  # parsers of HTML, nh3's too, take the square of their depth: 100,000 nested ones a minute
_TAG = re.compile(r"<[^<>]*>")
_SHOWN = ("active", "published")
_NOT_SHOWN = ("draft", "archived", "unlisted", "proposed", "rejected")


def product_fields(first: Cells, metafields: Sequence[str]) -> dict[str, Value]:
    """Columns of catalog.Product, as far as the file has them."""
    fields: dict[str, Value] = {"title": first.text("title", 255)}
    for word, (field, longest) in _PLAIN.items():
        if first.has(word):
            fields[field] = first.text(word, longest)
    if first.has("body"):
        fields["description"] = described(first, "body", first.text("body"))
    if first.has("tags"):
        fields["keywords"] = ", ".join(tag.strip() for tag in first.text("tags").split(",") if tag.strip())
    if first.has("published") or first.has("status"):
        fields["status"] = _status(first)
    table = specification_lines(first, metafields)
    if table:
        fields["specifications"] = specifications.write(table)
    return fields | _own(first)


def _own(first: Cells) -> dict[str, Value]:
    """What only our own export tells (see export_columns)."""
    fields: dict[str, Value] = {}
    if first.has("own_blurb"):
        fields["blurb"] = first.text("own_blurb", 300)
    if first.has("own_specifications"):
        fields["specifications"] = first.text("own_specifications")
    for word, column in _AT_A_BORDER.items():
        if first.has(word) and (told := _valid(first, word, column)) is not None:
            fields[column] = told
    if first.has("featured"):
        fields["featured"] = first.yes("featured") is True
    if first.has("position"):
        fields["position"] = max(0, first.whole("position", 1_000_000) or 0)
    return fields


def _valid(first: Cells, word: str, column: str) -> str | None:
    """The cell, if the shop's own form would take it; "" empties the shop's value."""
    told = first.text(word)
    try:
        Product._meta.get_field(column).run_validators(told)
    except ValidationError as error:
        words = _("“%(cell)s” was left out. %(why)s") % {"cell": told[:40], "why": " ".join(error.messages)}
        first.say(word, words)
        return None
    return told


def product_categories(first: Cells) -> tuple[str, ...] | None:
    """The type is the category; where there is none, the last part of the taxonomy's path."""
    if first.has("own_categories"):
        names = (name.strip()[:120] for name in first.text("own_categories").split("\n"))
        return tuple(dict.fromkeys(name for name in names if name))
    if not (first.has("type") or first.has("product_category")):
        return None
    named = first.text("type", 120) or first.text("product_category").rpartition(">")[2].strip()[:120]
    return (named,) if named else ()


def described(first: Cells, word: str, html: str) -> str:
    """The description that this HTML becomes; what was left out of it is noted under the column of `word`."""
    if html.count("<") > _MOST_TAGS:
        first.say(word, _("More than %(most)d tags; only the words were taken.") % {"most": _MOST_TAGS})
        html = _TAG.sub(" ", html).replace("<", " ")
    cleaned = description.clean(html)
    if cleaned.removed:
        what = ", ".join(f"{name} ({count})" for name, count in sorted(cleaned.removed.items()))
        first.say(word, _("Taken out of the description: %(what)s.") % {"what": what})
    if cleaned.links:
        first.say(
            word,
            _("The description links to: %(links)s. Check that they still lead somewhere.")
            % {"links": ", ".join(dict.fromkeys(cleaned.links))[:300]},
            Weight.NOTED,
        )
    return cleaned.html


def _status(first: Cells) -> str:
    """Published only if every column that has a word in it says so."""
    told = first.text("status").casefold()
    if told not in ("", *_SHOWN, *_NOT_SHOWN):
        first.say("status", _("“%(status)s” is unknown; taken as a draft.") % {"status": told[:40]})
    shown = not first.has("status") or told in _SHOWN
    if first.has("published"):
        shown = shown and first.yes("published") is True
    if first.yes("gift_card"):
        first.say("gift_card", _("Gift cards cannot be sold here yet; taken as a draft."))
        shown = False
    return Status.PUBLISHED.value if shown else Status.DRAFT.value


def specification_lines(first: Cells, columns: Sequence[str]) -> dict[str, object]:
    """Metafields become the table of specifications: "Color (product.metafields.…)" → "Color: red"."""
    table: dict[str, object] = {}
    for column in columns:
        cell = unguarded(first.row.get(column))
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
    return table
