"""Choosing several products in a form of the office: a box each, those chosen first, and a field that narrows them."""

from __future__ import annotations

from typing import Any

from django import forms


class ProductTicks(forms.CheckboxSelectMultiple):
    """Without a script the boxes are there all the same, and only the field that narrows them is not."""

    template_name = "office/part/ticks.html"

    class Media:
        js = (forms.Script("office/ticks.js", defer=True),)

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return sorted(super().optgroups(name, value, attrs), key=lambda group: not group[1][0]["selected"])
