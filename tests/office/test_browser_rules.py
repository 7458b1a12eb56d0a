"""What browsers are told, and that the pages keep to it: no inline script, no style attribute, no handler."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.catalog import goods
from tests.office.conftest import Comes, order_of

pytestmark = pytest.mark.django_db
STRICT = "default-src 'none'; script-src 'self'; style-src 'self'"


def inline(html: bytes) -> list[str]:
    """Whatever a strict policy would not run or apply, templates for later included."""
    page = BeautifulSoup(html, "html.parser")
    scripts = [
        str(each)[:90] for each in page.find_all("script") if not each.get("src") and "json" not in each.get("type", "")
    ]
    styled = [str(each)[:90] for each in page.find_all(attrs={"style": True})]
    handlers = [str(each)[:90] for each in page.find_all(True) if any(name.startswith("on") for name in each.attrs)]
    return [*scripts, *styled, *handlers, *map(str, page.find_all("style"))]


@pytest.mark.parametrize(
    "path", ["", "orders/", "orders/{number}/", "orders/{number}/slip/", "orders/{number}/cancel/"]
)
def test_our_screens_keep_the_shops_own_rules(comes: Comes, path: str) -> None:
    page = comes("order_desk").get(f"/office/{path.format(number=order_of().number)}")
    assert page["Content-Security-Policy"].startswith(STRICT)
    assert "unsafe" not in page["Content-Security-Policy"]
    assert inline(page.content) == []


@pytest.mark.parametrize("path", ["people/", "staff/", "staff/invite/"])
def test_the_screens_about_people_too(comes: Comes, path: str) -> None:
    page = comes("privacy_officer").get(f"/office/{path}")
    assert "unsafe" not in page["Content-Security-Policy"]
    assert inline(page.content) == []


@pytest.mark.parametrize("path", ["", "add/", "edit/{pk}/", "history/{pk}/"])
def test_the_catalogues_screens_run_no_inline_script(comes: Comes, path: str) -> None:
    made = goods.product("Flask", *goods.sizes(("50 mL", 905, 3), ("1 L", 1500, 7)), option1_name="Volume")
    page = comes("marketing").get(f"/office/snippets/catalog/product/{path.format(pk=made.pk)}")

    assert page.status_code == 200
    assert "script-src 'self';" in page["Content-Security-Policy"]
    assert [found for found in inline(page.content) if "<script" in found] == []


def test_what_needs_starting_is_marked(comes: Comes) -> None:
    made = goods.product("Flask", *goods.sizes(("50 mL", 905, 3)), option1_name="Volume")
    page = BeautifulSoup(
        comes("marketing").get(f"/office/snippets/catalog/product/edit/{made.pk}/").content, "html.parser"
    )
    marks = {mark["data-office-start"] for mark in page.select("template[data-office-start]")}
    assert marks >= {"InlinePanel", "MultipleChooserPanel"}


def test_refusals_and_missing_pages_are_under_the_same_rules(comes: Comes) -> None:
    browser = comes("marketing")
    for path in ("people/", "groups/", "nowhere/"):
        assert browser.get(f"/office/{path}")["Content-Security-Policy"].startswith(STRICT)
