"""A maker comes from another shop: the export is brought in, its pictures are fetched, and the shop shows them. Then all of it
is taken back, so that the shop is as before."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visits
from tests.browser.practice_shop import PracticeShop
from tests.browser.test_staff_at_work import comes_to_work
from tests.browser.visitor import Visitor
from tests.catalog.importing.brought import furnished, mugs_and_bowls
from tests.doubles.former_shop import FormerShop, open_shop

pytestmark = pytest.mark.browser
PATIENCE = 60_000  # milliseconds; the work goes on behind the screen, which shows itself anew


def test_an_export_and_its_pictures_are_brought_in_and_taken_back(shop: PracticeShop, visits: Visits) -> None:
    with open_shop() as former:
        furnished(former)
        mia = comes_to_work(visits("marketing"), shop, "Marketing", "/office/imports/")
        address = brings_in(mia, former)
        mia.sees("3 pictures still lie at the former shop").shows("imported").follows("Fetch the pictures")
        mia.sees("The shop goes to the hosts that you tick", former.host).shows("hosts")
        assert former.asked == []
        mia.presses("Fetch 3 pictures")
        mia.page.get_by_text("3 pictures brought").wait_for(timeout=PATIENCE)
        mia.shows("brought")

    maker = visits("visitor").goes_to("/products/mug/").shows("product")
    maker.page.locator(".gallery__plate img").first.wait_for()
    widths = "[...document.querySelectorAll('.gallery img')].map(each => each.naturalWidth)"
    assert 0 not in maker.page.evaluate(widths)
    assert "placeholder" not in maker.page.locator(".gallery").inner_html()

    mia.goes_to(f"{address}undo/").presses("Take it back")
    mia.page.get_by_text("2 removed again").wait_for(timeout=PATIENCE)
    gone = maker.page.goto(f"{shop.url}/products/mug/")
    assert gone is not None
    assert gone.status == 404


def brings_in(mia: Visitor, former: FormerShop) -> str:
    """The address of the run."""
    content = {"name": "products.csv", "mimeType": "text/csv", "buffer": mugs_and_bowls(former)}
    mia.page.locator("input[type=file]").set_input_files(content)  # type: ignore[arg-type]
    mia.presses("Look it through")
    mia.page.get_by_role("button", name="Import it").wait_for(timeout=PATIENCE)
    mia.presses("Import it")
    mia.page.get_by_role("link", name="Fetch the pictures").wait_for(timeout=PATIENCE)
    return mia.path
