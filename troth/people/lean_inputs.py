"""Inputs drawn without a template for each: a page with twenty of them took 6 ms for the inputs alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.forms.renderers import BaseRenderer, get_default_renderer
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe


def _input(widget: Mapping[str, Any]) -> SafeString:
    told = {"type": widget["type"], "name": widget["name"], "value": widget["value"], **widget["attrs"]}
    return mark_safe(f"<input{_attributes(told)}>")  # noqa: S308  (escaped in `_attributes`)


def _text_area(widget: Mapping[str, Any]) -> SafeString:
    """The line break after the tag belongs to it: HTML drops the first one."""
    attributes = mark_safe(_attributes({"name": widget["name"], **widget["attrs"]}))  # noqa: S308  (likewise)
    return format_html("<textarea{}>\n{}</textarea>", attributes, widget["value"] or "")


def _attributes(told: Mapping[str, Any]) -> str:
    """In the order told, as the templates do; True is an attribute without a value, False and None are none."""
    said = ((name, value) for name, value in told.items() if value is not None and value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{conditional_escape(value)}"' for name, value in said)


_DRAWN: Final[dict[str, Callable[[Mapping[str, Any]], SafeString]]] = {
    "django/forms/widgets/textarea.html": _text_area,
    **{f"django/forms/widgets/{kind}.html": _input for kind in ("text", "email", "tel", "input", "checkbox", "hidden")},
}


class LeanRenderer(BaseRenderer):
    """Draws what Django's templates draw; what it does not know, they still do."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        drawn = _DRAWN.get(template_name)
        if drawn is not None:
            return drawn(context["widget"])
        return mark_safe(get_default_renderer().render(template_name, context, request))  # noqa: S308  (a template's)

    def get_template(self, template_name: str) -> Any:
        return get_default_renderer().get_template(template_name)


LEAN: Final = LeanRenderer()
