"""Where Wagtail asks the office for its addresses, menu, looks and first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html, format_html_join
from wagtail import hooks

from . import home, menu, quiet_start
from .banners import hooks as banner_hooks  # noqa: F401  (registers the banners' screens)
from .catalog import hooks as catalog_hooks  # noqa: F401  (registers the catalogue's screens)
from .phone import hooks as phone_hooks  # noqa: F401  (registers the orders by telephone)
from .prices import hooks as prices_hooks  # noqa: F401  (registers the prices' screens)
from .reports import hooks as reports_hooks  # noqa: F401  (the looks of the figures)

quiet_start.choosers()


@hooks.register("register_admin_urls")
def rooms() -> list[Any]:
    return [path("", include("troth.office.rooms"))]


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    return [*known, *(f"office/icons/{name}.svg" for name in ("parcel", "shield", "scroll", "ticket"))]


@hooks.register("insert_global_admin_css")
def looks() -> str:
    sheets = ((static(f"office/{name}.css"),) for name in ("frame", "office", "paper"))
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def starting() -> str:
    return format_html('<script src="{}"></script>', static("office/start.js"))


@hooks.register("construct_main_menu")
def main_menu(request: HttpRequest, items: list[Any]) -> None:
    items[:] = menu.for_request(request, items)


@hooks.register("construct_homepage_panels", order=1000)
def first_page(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = home.panels(request)


@hooks.register("construct_homepage_summary_items", order=1000)
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    """Numbers of pages, images and documents tell nobody what needs doing."""
    items.clear()
