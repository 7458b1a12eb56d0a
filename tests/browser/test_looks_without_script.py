"""What one looks at and what banners count, in a browser that runs no script: pictures and links are all there is."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Response

from tests.browser import shopping
from tests.browser.conftest import Visits
from tests.browser.practice_shop import ROOT, PracticeShop
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
HERE = "/my/privacy/looked-at/"

PLANS = """
import django; django.setup()
from django.utils import timezone
from troth.catalog.models import Product
from troth.visits.models import Banner, BannerWords
banner = Banner(name="Racks", product=Product.objects.get(slug="microtube-rack"), home=True, first_day=timezone.localdate())
banner.words.add(BannerWords(language="en", title="Racks that stay put"))
banner.save()
"""
COUNTED = """
import django; django.setup()
from troth.visits.models import BannerDay
print(*BannerDay.objects.values_list("views", "presses"))
"""


def run(shop: PracticeShop, program: str) -> str:
    """A few lines in the shop's own surroundings."""
    ran = subprocess.run(
        [sys.executable, "-c", program], env=shop.env, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    return ran.stdout.strip()


def looks_at(who: Visitor, product: str) -> Response:
    """Opens a product's page; the answer of its beacon."""
    with who.page.expect_response(re.compile("/seen/product/")) as answer:
        who.goes_to(f"/products/{product}/")
    answer.value.finished()
    return answer.value


def test_what_one_looks_at_is_noted_read_and_deleted_again(visits: Visits, shop: PracticeShop) -> None:
    ben, (_address, passphrase) = visits(java_script_enabled=False), shop.people["Customer"]
    shopping.signs_in(ben, "ben@example.com", passphrase)
    before = {cookie["name"] for cookie in ben.context.cookies()}
    picture = looks_at(ben, "conical-tubes")
    assert (picture.status, picture.headers["cache-control"]) == (200, "no-store")
    ben.goes_to(HERE).does_not_see("Conical tubes").sees("off until you say yes").shows("waits-for-a-yes")

    ben.presses(re.compile("^Yes$")).sees("You said yes on")
    looks_at(ben, "microtubes")
    assert {cookie["name"] for cookie in ben.context.cookies()} == before
    ben.goes_to(HERE).sees("Microtubes").does_not_see("Conical tubes").shows("noted")

    ben.presses(re.compile("^No$")).sees("Nothing more is noted, but this is still here").shows("said-no")
    looks_at(ben, "microtube-rack")
    ben.goes_to(HERE).does_not_see("Microtube rack")
    ben.follows("Delete all of it").presses("Delete all of it").sees("Deleted, with its keys.")
    ben.sees("Nothing you look at is noted.").does_not_see('href="/products/microtubes/"')


def test_a_banner_is_counted_and_leads_to_its_product(visits: Visits, shop: PracticeShop) -> None:
    run(shop, PLANS)
    somebody = visits(java_script_enabled=False)
    with somebody.page.expect_response(re.compile("/seen/banner/")):
        somebody.goes_to("/").sees("Racks that stay put")
    somebody.follows(re.compile("Have a look")).is_at("/products/microtube-rack/")
    assert somebody.context.cookies() == []
    for _each in range(20):
        if run(shop, COUNTED) == "(1, 1)":
            break
    assert run(shop, COUNTED) == "(1, 1)"
