"""Somebody opens an account, buys, looks, says, takes their data along, closes, opens again and goes for good."""

import json
from collections.abc import Callable

import pytest

from tests.browser import my_privacy, shopping
from tests.browser.conftest import Visits
from tests.browser.inquiry import Inquiry
from tests.browser.mailbox import Mailbox
from tests.browser.visitor import Visitor
from tests.cast import BEN, PASSPHRASE

pytestmark = pytest.mark.browser


def test_from_opening_an_account_to_being_erased(
    visits: Visits, mailbox_of: Callable[[str], Mailbox], inquiry: Inquiry
) -> None:
    mailbox, ben = mailbox_of(BEN.email), visits()
    shopping.signs_up(ben, BEN, mailbox)
    ben.sees(BEN.name).shows("account")
    leaves_and_comes_back(ben)
    number = buys(ben)
    assert mailbox.waits_for(number)
    puts_an_address_into_the_book(ben)

    ben.goes_to("/my/privacy/").sees("European Union").shows("my-privacy")
    says_yes_and_no(ben, inquiry)
    corrects_an_address(ben)
    takes_everything_along(ben)
    stops_and_resumes(ben, inquiry)
    closes_and_reopens(ben)

    my_privacy.is_erased(ben, PASSPHRASE)
    assert not inquiry.knows(BEN.email)
    shopping.tries_to_sign_in(ben, BEN.email)
    ben.is_at("/account/login/").shows("nobody-signs-in-any-more")
    ben.goes_to("/my/privacy/").sees("You have an account")


def leaves_and_comes_back(ben: Visitor) -> None:
    ben.presses("Sign out")
    ben.goes_to("/account/").is_at("/account/login/")
    shopping.signs_in(ben, BEN.email)


def buys(ben: Visitor) -> str:
    shopping.fills_the_basket(ben, "microtubes")
    shopping.goes_to_the_checkout(ben)
    ben.sees("Filled in from your account")
    ben.writes(telephone=BEN.telephone)
    shopping.delivers_to(ben, BEN)
    ben.shows("checkout")
    shopping.orders(ben)
    number = shopping.pays(ben)
    ben.sees(number, BEN.name, BEN.street_address).shows("order")
    ben.goes_to("/orders/").sees(number).shows("orders")
    return number


def puts_an_address_into_the_book(ben: Visitor) -> None:
    ben.goes_to("/account/addresses/add/")
    shopping.fills_in_the_address(ben, BEN)
    ben.writes(name=BEN.name).shows("new-address").presses("Save").is_at("/account/addresses/$").sees(
        BEN.street_address
    ).shows("address-book")


def says_yes_and_no(ben: Visitor, inquiry: Inquiry) -> None:
    """In the European Union nobody is written to who has not said yes."""
    assert not inquiry.may_reach(BEN.email, "newsletter")
    pressed = my_privacy.says(ben, "newsletter", "Yes")
    assert inquiry.may_reach(BEN.email, "newsletter")
    my_privacy.binds_in_the_same_second(ben, pressed, "You said yes: ")
    pressed = my_privacy.press(ben, "/my/privacy/choices/", "Stop the mails")
    ben.sees("All mails you can say no to are stopped")
    assert not inquiry.may_reach(BEN.email, "newsletter")
    assert not inquiry.is_counted(BEN.email, "newsletter")
    my_privacy.binds_in_the_same_second(ben, pressed, "You said no: ")


def corrects_an_address(ben: Visitor) -> None:
    ben.goes_to("/my/privacy/data/").sees(BEN.street_address).shows("my-data")
    ben.page.locator("main article", has_text=BEN.street_address).first.get_by_role("link", name="Correct").click()
    ben.writes(street_address="Neue Gasse 3").shows("correct").presses("Save")
    ben.sees("Corrected", "Neue Gasse 3").shows("corrected")
    ben.goes_to("/account/addresses/").sees("Neue Gasse 3").does_not_see(BEN.street_address)


def takes_everything_along(ben: Visitor) -> None:
    packed = my_privacy.takes_a_copy(ben)
    data, uses = (json.loads(packed.read(name)) for name in ("data.json", "uses.json"))
    held = {record["kind"]: record["fields"] for person in data["people"] for record in person["records"]}
    assert held["name"] == {"name": BEN.name}
    assert held["email"] == {"email": BEN.email}
    assert held["address"]["street_address"] == "Neue Gasse 3"
    assert held["order_delivery"]["street_address"] == BEN.street_address
    assert {"collect", "use", "choose"} <= {line["verb"] for line in uses}
    page = packed.read("index.html").decode()
    assert BEN.name in page
    assert "You gave us" in page
    proofs = [name for name in packed.namelist() if name.startswith("proofs/")]
    assert proofs
    assert my_privacy.proof_holds(ben, json.loads(packed.read(proofs[-1])))


def stops_and_resumes(ben: Visitor, inquiry: Inquiry) -> None:
    my_privacy.says(ben, "newsletter", "Yes")
    pressed = my_privacy.press(ben, "/my/privacy/processing/", "Stop processing my data")
    ben.sees("Stopped since").shows("stopped")
    assert not inquiry.may_reach(BEN.email, "newsletter")
    assert not inquiry.is_counted(BEN.email, "newsletter")
    my_privacy.binds_in_the_same_second(ben, pressed, "You told us to stop")
    ben.goes_to("/my/privacy/").sees("Processing is stopped").shows("overview-stopped")
    my_privacy.press(ben, "/my/privacy/processing/", "Let processing go on")
    assert inquiry.may_reach(BEN.email, "newsletter")


def closes_and_reopens(ben: Visitor) -> None:
    shopping.fills_the_basket(ben, "microtubes")
    pressed = my_privacy.press(ben, "/my/privacy/account/", "Close my account")
    ben.sees("Closed since", "Purchases are refused").shows("closed")
    my_privacy.binds_in_the_same_second(ben, pressed, "You closed your account")
    shopping.goes_to_the_checkout(ben)
    ben.writes(telephone=BEN.telephone)
    shopping.accepts_the_terms(ben)
    ben.presses("Order and pay")
    ben.sees("Refused", "Nothing was ordered").shows("purchase-refused")
    assert ben.page.locator("main .notice--refusal .chip--clause").count() == 1
    my_privacy.press(ben, "/my/privacy/account/", "Open it again")
    shopping.goes_to_the_checkout(ben)
    ben.writes(telephone=BEN.telephone)
    shopping.orders(ben)
    shopping.pays(ben)
    ben.sees("Thank you. It is paid")
