"""Somebody types on while the lines of another country are under way: nothing of it is lost, nor the place they type in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser import shopping
from tests.browser.conftest import Visits
from tests.browser.visitor import Visitor
from tests.cast import ADA

pytestmark = pytest.mark.browser
KEEPS = "remember(old);"


class SlowLines:
    """The answer to a change of country comes when the test lets it."""

    def __init__(self, who: Visitor) -> None:
        self.who, self.held = who, list[Route]()
        who.page.route("**/checkout/", self._meets)

    def _meets(self, route: Route) -> None:
        if route.request.resource_type == "fetch":
            self.held.append(route)
        else:
            route.continue_()

    def come(self) -> None:
        while not self.held:
            self.who.page.wait_for_timeout(20)
        with self.who.page.expect_response("**/checkout/"):
            self.held.pop().continue_()
        expect(self.who.page.locator('main [name="delivery-region"]')).to_have_count(0)  # Germany writes none


def types_on(who: Visitor) -> None:
    shopping.fills_the_basket(who)
    shopping.goes_to_the_checkout(who)
    shopping.delivers_to(who, ADA)
    lines = SlowLines(who)
    who.chooses("delivery-country", "DE")
    who.named("delivery-locality").fill("")
    who.named("delivery-locality").focus()
    who.page.keyboard.type("Ber")
    lines.come()


def test_what_is_typed_meanwhile_stays_and_so_does_the_place(visits: Visits) -> None:
    ada = visits()
    types_on(ada)
    ada.page.keyboard.type("lin")
    assert ada.named("delivery-locality").input_value() == "Berlin"
    assert ada.named("delivery-street_address").input_value() == ADA.street_address
    assert ada.named("delivery-country").input_value() == "DE"


def test_a_script_that_forgets_would_lose_it(visits: Visits) -> None:
    """The control."""
    ada = visits()

    def forgetful(route: Route) -> None:
        script = route.fetch().text()
        assert KEEPS in script
        route.fulfill(body=script.replace(KEEPS, ""), content_type="text/javascript")

    ada.page.route("**/js/checkout*.js*", forgetful)
    types_on(ada)
    assert ada.named("delivery-locality").input_value() != "Ber"
