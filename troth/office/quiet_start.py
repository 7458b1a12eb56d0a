"""Marks in the place of Wagtail's inline scripts, so that the office needs no 'unsafe-inline' to run them.

A mark names a constructor and its arguments as JSON; `static/office/start.js` starts what is marked. Wagtail's panels and
date fields get theirs through templates of ours (`templates/wagtailadmin/panels`, `…/widgets`); choosers are written in
Python (wagtail/admin/widgets/chooser.py, `BaseChooser.render`, Wagtail 8.0) and offer no other way in than this.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets import BaseChooser


def mark(constructor: str, *told: Any) -> SafeString:
    return format_html(
        '<template data-office-start="{}" data-office-with="{}"></template>', constructor, json.dumps(told)
    )


def _render(self: Any, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
    """As Wagtail's own, with a mark for the script."""
    told, id_ = self.get_value_data(value), (attrs or {})["id"]
    widget = mark_safe(self.render_html(name, told, attrs))  # noqa: S308  (Wagtail's own template, escaped there)
    return widget + mark(self.js_constructor, id_, self.get_js_init_options(id_, name, told))


def choosers() -> None:
    """From here on every chooser leaves a mark."""
    BaseChooser.render = _render
