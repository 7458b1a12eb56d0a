"""Wagtail's own screens work under the shop's strict Content-Security-Policy: forms grow, choosers choose, nothing is refused.

`visits` fails the test for every script or style a browser would not run or apply.
"""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visits
from tests.browser.practice_shop import PracticeShop
from tests.browser.test_staff_at_work import comes_to_work

pytestmark = pytest.mark.browser
PRODUCTS = "/office/snippets/catalog/product/"
SCREENS = {
    "Order desk": ["/office/", "/office/orders/?shelf=all", "/office/snippets/catalog/variant/"],
    "Customer service": ["/office/", "/office/orders/", "/office/people/"],
    "Privacy officer": ["/office/", "/office/people/", "/office/staff/", "/office/staff/invite/"],
    "Marketing": [
        "/office/",
        "/office/images/",
        "/office/images/multiple/add/",
        "/office/pages/",
        PRODUCTS,
        f"{PRODUCTS}add/",
        "/office/snippets/catalog/category/add/",
    ],
}


@pytest.mark.parametrize("job", SCREENS)
def test_every_screen_keeps_the_browsers_rules(shop: PracticeShop, visits: Visits, job: str) -> None:
    who = comes_to_work(visits(job), shop, job, "/office/")
    for path in SCREENS[job]:
        who.goes_to(path).page.wait_for_load_state("networkidle")
        who.shows(path.strip("/").replace("/", "-").partition("?")[0])


def test_a_product_grows_a_variant_and_gets_related_products(shop: PracticeShop, visits: Visits) -> None:
    page = comes_to_work(visits(), shop, "Marketing", "/office/").page
    page.goto(f"{shop.url}{PRODUCTS}")
    page.locator("table a[href*='/edit/']").first.click()
    page.get_by_role("tab", name="Variants").click()
    before = page.locator("#id_variants-FORMS > div").count()
    page.locator("#id_variants-ADD").click()
    assert page.locator("#id_variants-FORMS > div").count() == before + 1

    page.get_by_role("tab", name="Pictures").click()
    page.locator("#id_images-ADD").click()
    page.locator("[id$=image-chooser] button:visible").last.click()
    page.get_by_role("dialog").get_by_text("Choose an image").first.wait_for()
    page.locator(".modal button.close").first.click()
    page.locator(".modal").first.wait_for(state="hidden")

    page.get_by_role("tab", name="Address").click()
    before = page.locator("#id_chosen_related-FORMS > div").count()
    page.locator("#id_chosen_related-OPEN_MODAL").click()
    boxes = page.locator(".modal input[type=checkbox]")
    boxes.nth(3).check()
    boxes.nth(4).check()
    page.locator(".modal [type=submit]:visible").last.click()
    page.locator(".modal").first.wait_for(state="hidden")
    assert page.locator("#id_chosen_related-FORMS > div").count() == before + 2
