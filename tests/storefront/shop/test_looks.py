"""What holds for every template and every page: nothing inline, nothing from elsewhere, and light."""

from __future__ import annotations

import io
import logging
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.storefront.shop.conftest import Shelves
from troth.storefront import stylesheet

TROTH = Path(stylesheet.__file__).resolve().parent.parent
STOREFRONT = TROTH / "storefront" / "templates"
TEMPLATES = sorted(STOREFRONT.rglob("*.html"))
PAGES = ["/", "/products/", "/products/filter-tips/", "/categories/glassware/", "/search/?q=flask", "/search/?q=zzzz"]
LIGHT = 60_000  # bytes of a page with its stylesheets and scripts, uncompressed, pictures apart

INLINE = re.compile(
    r"<style\b"
    r"|\sstyle\s*="
    r"|<script\b(?![^>]*\ssrc=)(?![^>]*type=\"application/ld\+json\")"
    r"|\son[a-z]+\s*=\s*[\"'{]"
    r"|javascript:",
    re.IGNORECASE,
)


def test_the_rule_against_inline_code_knows_what_it_looks_for() -> None:
    bad = [
        "<style>",
        '<p style="x">',
        "<script>1</script>",
        '<a onclick="x">',
        "<body onload='x'>",
        'href="javascript:1"',
    ]
    good = ['<script src="/a.js" defer></script>', '<script type="application/ld+json">{}</script>', "<p>one = two</p>"]
    assert all(INLINE.search(line) for line in bad)
    assert not any(INLINE.search(line) for line in good)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(STOREFRONT)))
def test_no_template_holds_style_or_script(path: Path) -> None:
    assert not INLINE.search(path.read_text(encoding="utf-8"))


def test_the_stylesheets_are_made_from_their_sources() -> None:
    assert stylesheet.outdated() == []


def test_squeezing_changes_no_meaning() -> None:
    css = '/* note */ .a > .b ,\n.c { color : red; margin: 0 auto ; }\n.d :hover::after { content: "  { a;  b }  "; }'
    assert stylesheet.squeezed(css) == '.a>.b,.c{color : red;margin:0 auto}.d :hover::after{content:"  { a;  b }  "}'


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_only_from_here_and_only_what_exists(client: Client, shelves: Shelves, path: str) -> None:
    page = client.get(path).content.decode()
    loaded = re.findall(r'<(?:img|script|source|iframe)\b[^>]*\ssrc="([^"]+)"', page)
    loaded += re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', page)
    assert len(loaded) > 3
    beacons = [address for address in loaded if address.startswith("/seen/")]
    assert len(beacons) == path.startswith("/products/f")  # one on each product's page; banners have their own
    assert all(client.get(address)["Content-Type"] == "image/gif" for address in beacons)
    for address in loaded:
        if address in beacons:
            continue
        assert address.startswith("/static/"), address
        assert finders.find(address.removeprefix("/static/").partition("?")[0]), address


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light(client: Client, shelves: Shelves, path: str) -> None:
    page = client.get(path).content
    linked = re.findall(rb'(?:<link rel="stylesheet" href|<script src)="/static/([^"?]+)', page)
    weights = [len(page), *(Path(str(finders.find(name.decode()))).stat().st_size for name in linked)]
    assert len(weights) >= 3
    assert sum(weights) < LIGHT


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PAGES, "/nowhere/", "/healthz"])
def test_a_page_tells_the_browser_to_be_strict(client: Client, shelves: Shelves, path: str) -> None:
    for _ in range(2):  # made, and kept
        response = client.get(path)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_a_refusal_says_why_and_shows_nothing_else(rf: object) -> None:
    from django.template.loader import render_to_string

    page = render_to_string(
        "storefront/error/refused.html", {"clause": "3c.i", "code": "x", "reason": "Only with a <job>."}
    )
    assert "Only with a &lt;job&gt;." in page
    assert 'href="/privacy/#clause-3c-i"' in page


def test_the_page_for_a_fault_needs_nothing_that_may_be_broken() -> None:
    from django.template.loader import render_to_string

    page = render_to_string("storefront/error/500.html")
    assert "Something broke on our side." in page
    assert "{%" not in page


def test_a_made_up_host_is_refused_and_its_words_are_not_logged(client) -> None:
    heard = io.StringIO()
    ear = logging.StreamHandler(heard)
    listeners = [logging.getLogger(name) for name in ("", "django")]
    for listener in listeners:
        listener.addHandler(ear)
    try:
        assert client.get("/", headers={"host": "ada.marlowe.example"}).status_code == 400
    finally:
        for listener in listeners:
            listener.removeHandler(ear)
    assert "ada.marlowe" not in heard.getvalue()
