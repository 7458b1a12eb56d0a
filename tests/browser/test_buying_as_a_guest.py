"""A stranger buys without an account, and then has everything their own way."""

import re
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.browser import my_privacy, shopping
from tests.browser.conftest import Visits
from tests.browser.inquiry import Inquiry
from tests.browser.mailbox import Mailbox
from tests.cast import ADA

pytestmark = pytest.mark.browser


def test_a_stranger_buys_within_a_minute_and_then_has_the_last_word(
    visits: Visits, mailbox_of: Callable[[str], Mailbox], inquiry: Inquiry
) -> None:
    mailbox, ada = mailbox_of(ADA.email), visits()

    began = time.monotonic()
    ada.goes_to("/").shows("home").follows("See all products").shows("products")
    ada.follows("Microtubes, 1.5 mL").shows("product").presses("Add to basket").is_at("/basket/").shows("basket")
    ada.follows("To the checkout").is_at("/checkout/")
    shopping.says_who_and_where(ada, ADA, carrier="UPS", news=True)
    ada.shows("checkout")
    shopping.orders(ada)
    ada.shows("till")
    number = shopping.pays(ada)
    ada.sees("Thank you. It is paid", number).does_not_see(*ADA.marks).shows("order-covered")
    assert time.monotonic() - began < 60

    letter = mailbox.waits_for(f"Your order {number}")  # the one that confirms it, and carries her wish for news
    assert mailbox.waits_for("payment received").to == ADA.email
    another = visits("elsewhere")
    another.goes_to(f"/orders/{number}/").sees("This shelf is empty")
    another.goes_to(letter.link("/orders/")).shows("link").presses("Open my order")
    another.sees(number, ADA.name, ADA.street_address).shows("order-open")
    visits("too-late").goes_to(letter.link("/orders/")).sees("This link is closed").shows("link-used")

    shopping.enters_by_link(ada, mailbox)
    ada.shows("my-privacy")
    sees_everything_with_proof(ada)
    says_no_to_the_newsletter(ada, inquiry)
    stops_processing(ada, inquiry)

    my_privacy.is_erased(ada)
    assert not inquiry.knows(ADA.email)
    ada.goes_to("/my/privacy/data/").is_at("/my/privacy/").does_not_see(*ADA.marks)
    assert mailbox.waits_for("erased")


def sees_everything_with_proof(ada) -> None:
    ada.goes_to("/my/privacy/data/").sees(ADA.name, ADA.email, ADA.street_address, "+1 617-555-0143").shows("my-data")
    told = " ".join(said for _at, said in my_privacy.entries(ada))
    ada.shows("timeline")
    assert "You gave us" in told
    assert "We wrote to you by e-mail" in told
    proof = my_privacy.downloads_a_proof(ada)
    assert my_privacy.proof_holds(ada, proof)
    bent = {**proof, "entry": {**proof["entry"], "body": proof["entry"]["body"].replace("a", "b", 1)}}
    assert not my_privacy.proof_holds(ada, bent)


def says_no_to_the_newsletter(ada, inquiry: Inquiry) -> None:
    assert inquiry.may_reach(ADA.email, "newsletter")
    assert inquiry.is_counted(ADA.email, "newsletter")
    pressed = my_privacy.says(ada, "newsletter", "No")
    assert not inquiry.may_reach(ADA.email, "newsletter")
    assert not inquiry.is_counted(ADA.email, "newsletter")
    ada.shows("choices")
    my_privacy.binds_in_the_same_second(ada, pressed, "You said no: ")


def stops_processing(ada, inquiry: Inquiry) -> None:
    my_privacy.says(ada, "newsletter", "Yes")
    assert inquiry.may_reach(ADA.email, "newsletter")
    pressed = my_privacy.press(ada, "/my/privacy/processing/", "Stop processing my data")
    ada.sees("Stopped since").shows("stopped")
    assert not inquiry.may_reach(ADA.email, "newsletter")
    my_privacy.binds_in_the_same_second(ada, pressed, "You told us to stop")


def test_a_guest_corrects_what_they_said_about_where_they_live(
    visits: Visits, mailbox_of: Callable[[str], Mailbox]
) -> None:
    moved = replace(ADA, email="ada.marlowe+moved@example.com")
    ada = visits()
    shopping.buys_as_a_guest(ada, moved)
    shopping.enters_by_link(ada, mailbox_of(moved.email))
    ada.sees("United States").goes_to("/my/privacy/data/").follows(re.compile("^Correct"))
    ada.shows("correct").chooses("country", "CH").presses("Save")
    ada.sees("Corrected").goes_to("/my/privacy/").sees("Switzerland").shows("corrected")


def test_nobody_is_told_whether_an_address_is_known(visits: Visits, mailbox_of: Callable[[str], Mailbox]) -> None:
    stranger = visits()
    stranger.goes_to("/my/privacy/").writes(email="nobody.at.all@example.com").presses("Send me the link")
    stranger.sees("Look into your mailbox", "We say the same for every address")
    assert mailbox_of("nobody.at.all@example.com").letters() == []
