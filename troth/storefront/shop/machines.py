"""What machines ask for: the sitemap, robots.txt, and whether the shop is well."""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import escape

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from troth.catalog import browse
from troth.catalog.addresses import product_path
from troth.catalog.shown import SitemapEntry
from troth.comments import shelf

from .. import freshness
from ..language import in_language, versions
from ..pagecache import same_for_everyone
from .structured import whole

PRIVATE = ("/account/", "/my/", "/orders/", "/practice/")
PAGES = ("/privacy/", "/privacy/data/")


@require_safe
@same_for_everyone
def sitemap(request: HttpRequest) -> HttpResponse:
    """Each page once in every language, and each of these names all the others."""
    renewed = _renewed() if freshness.of(request).comments else {}
    entries = [*browse.sitemap(), *(SitemapEntry(path, None) for path in PAGES)]
    lines = [_entry(entry, renewed.get(entry.path), code) for entry in entries for code, _name in settings.LANGUAGES]
    body = "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
            *lines,
            "</urlset>\n",
        )
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


def _renewed() -> dict[str, date]:
    """On which day customers' words, or our answers, last came to the pages of products."""
    return {product_path(slug): day for slug, day in shelf.renewed().items()}


def _entry(entry: SitemapEntry, renewed: date | None, code: str) -> str:
    days = [day for day in (entry.changed_at and entry.changed_at.date(), renewed) if day]
    changed = f"<lastmod>{max(days).isoformat()}</lastmod>" if days else ""
    place = escape(whole(in_language(entry.path, code)))
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{each.code}" href="{escape(whole(each.path))}"/>'
        for each in versions(entry.path)
    )
    return f"<url><loc>{place}</loc>{changed}{others}</url>"


@require_safe
@same_for_everyone
def robots(request: HttpRequest) -> HttpResponse:
    """What belongs to one person is not for search engines; they find no link to it either."""
    private = [in_language(path, code) for code, _name in settings.LANGUAGES for path in PRIVATE]
    lines = ["User-agent: *", "Disallow: /office/", *(f"Disallow: {path}" for path in private)]
    lines.append(f"Sitemap: {whole('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 if both stores answer, else 503 naming the one that does not."""
    stores = {alias: _answers(alias) for alias in settings.DATABASES}
    well = all(stores.values())
    told = {
        "status": "ok" if well else "failing",
        "stores": {name: "ok" if up else "down" for name, up in stores.items()},
    }
    return JsonResponse(told, status=200 if well else 503)


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except DatabaseError:
        return False
