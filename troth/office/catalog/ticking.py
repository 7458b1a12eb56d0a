"""Choosing several products in a form of the office: those chosen first, and beside them what a search finds, a page at a time.

Searching sends the form without saving anything: what was typed and ticked stands there again (see `prices.looking`).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from troth.catalog.models import Product, Variant

A_PAGE = 30
LONGEST = 80
# Behind the field's name: what was typed, what the list was narrowed by, and the buttons, which say which page.
SOUGHT, SHOWN, LOOK = "-sought", "-shown", "-look"


class ProductTicks(forms.CheckboxSelectMultiple):
    """A shop with ten thousand products has thirty boxes here, and those that are ticked. Three queries."""

    template_name = "office/part/ticks.html"
    sought, page, looked = "", 1, False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.sought = str(data.get(name + SOUGHT, "")).replace("\x00", "")[:LONGEST].strip()
        asked = str(data.get(name + LOOK, ""))
        self.looked = looks(data, name)
        self.page = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1
        return super().value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        chosen = {int(each) for each in value or () if str(each).isdecimal() and len(str(each)) < 19}
        found = Paginator(self._found(chosen), A_PAGE).get_page(self.page)
        told = forms.Widget.get_context(self, name, value, attrs)
        told["widget"] |= {
            "chosen": Product.objects.filter(pk__in=chosen).order_by("title", "pk"),
            "found": found,
            "sought": self.sought,
            "looked": self.looked,
            "pages": found.paginator.num_pages,
            "field": name,
            "sought_name": name + SOUGHT,
            "shown_name": name + SHOWN,
            "look_name": name + LOOK,
            "longest": LONGEST,
            **_beside(found),
        }
        return told

    def _found(self, chosen: set[int]) -> QuerySet[Product]:
        """By the words of the title, or the beginning of an article's number; without those that stand there already."""
        every = Product.objects.exclude(pk__in=chosen)
        for word in self.sought.split():
            by_sku = Variant.objects.filter(product=OuterRef("pk"), sku__istartswith=word)
            every = every.filter(Q(title__icontains=word) | Exists(by_sku))
        return every.order_by("title", "pk")


def looks(data: Any, name: str) -> bool:
    """Whether the form was sent to look for something: by a button, or by Enter after other words were typed."""
    sought, shown = (str(data.get(name + each, "")).strip() for each in (SOUGHT, SHOWN))
    return name + LOOK in data or sought != shown


def _beside(found: Page[Any]) -> dict[str, int]:
    earlier = {"earlier": found.previous_page_number()} if found.has_previous() else {}
    return earlier | ({"later": found.next_page_number()} if found.has_next() else {})
