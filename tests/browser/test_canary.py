"""After people with marked names have used every room, no trace of them is anywhere outside the vault's seals.

Their letters (in practice) and the exports they took along are the declared exceptions.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.browser import my_privacy, shopping, stores
from tests.browser.conftest import Visits
from tests.browser.mailbox import Mailbox
from tests.browser.practice_shop import PracticeShop
from tests.browser.test_staff_at_work import comes_to_work
from tests.cast import ADA, BEN, CHIARA
from tests.finder import found, marks_of

pytestmark = pytest.mark.browser

GUEST = replace(
    ADA, name="Ada Canary-Guestwood", email="ada.canary-guestwood@example.com", street_address="9 Canarybird Close"
)
MEMBER = replace(
    BEN, name="Ben Canary-Memberley", email="ben.canary-memberley@example.de", street_address="Kanarienweg 7"
)
WORDS = "Canary words of a reason nobody else writes"
MARKS = [*marks_of(ADA, BEN, CHIARA, GUEST, MEMBER), WORDS]


@pytest.fixture(scope="module")
def walked() -> dict[str, bool]:
    return {}


@pytest.fixture
def used(
    walked: dict[str, bool], shop: PracticeShop, visits: Visits, mailbox_of: Callable[[str], Mailbox]
) -> PracticeShop:
    """The shop, once somebody bought, signed up, corrected, exported, and staff looked and shipped."""
    if not walked:
        _as_a_guest(shop, visits, mailbox_of)
        _as_a_member(visits, mailbox_of)
        walked["all"] = True
    return shop


def _as_a_guest(shop: PracticeShop, visits: Visits, mailbox_of: Callable[[str], Mailbox]) -> None:
    ada, mailbox = visits("guest"), mailbox_of(GUEST.email)
    ada.goes_to(f"/search/?q={GUEST.name}")
    number = shopping.buys_as_a_guest(ada, GUEST, news=True)
    ada.goes_to(mailbox.waits_for(number).link("/orders/")).presses("Open my order").sees(GUEST.name)
    sam = comes_to_work(visits("customer-service"), shop, "Customer service", f"/office/orders/{number}/")
    sam.writes(reason=f"{WORDS}.").page.locator('main form:has([name="reason"]) button').click()
    sam.sees(GUEST.street_address)
    olga = comes_to_work(visits("order-desk"), shop, "Order desk", f"/office/orders/{number}/")
    olga.presses("It is packed").presses("Book with UPS").sees("Booked")
    paul = comes_to_work(visits("privacy-officer"), shop, "Privacy officer", "/office/people/")
    paul.writes(email=GUEST.email).presses("Find").sees(GUEST.name)
    shopping.enters_by_link(ada, mailbox)
    ada.goes_to("/my/privacy/uses/").sees(WORDS)
    my_privacy.takes_a_copy(ada)


def _as_a_member(visits: Visits, mailbox_of: Callable[[str], Mailbox]) -> None:
    ben = visits("member")
    shopping.tries_to_sign_in(ben, MEMBER.email, "a password that is wrong")
    shopping.signs_up(ben, MEMBER, mailbox_of(MEMBER.email))
    ben.goes_to("/account/addresses/add/")
    shopping.fills_in_the_address(ben, MEMBER)
    ben.writes(name=MEMBER.name).presses("Save").sees(MEMBER.street_address)
    ben.goes_to("/my/privacy/data/").sees(MEMBER.street_address)
    ben.goes_to(f"/{MEMBER.name}/")


def test_neither_store_holds_anything_in_the_open(used: PracticeShop) -> None:
    assert found(MARKS, stores.cells(used, stores.SHOP)) == []
    assert found(MARKS, stores.cells(used, stores.VAULT)) == []


def test_no_file_and_no_log_does(used: PracticeShop) -> None:
    """The databases' own files and journals included, with what was deleted from them."""
    assert found(MARKS, stores.files(used)) == []


def test_the_shop_store_holds_nobody_even_sealed(used: PracticeShop) -> None:
    """No sealed record, no key, and no person's id of the vault stands anywhere in the shop store."""
    vault = {
        where: [value.replace(b"-", b"") for place, value in stores.cells(used, stores.VAULT) if place == where]
        for where in ("vault_record.sealed", "vault_key.wrapped", "vault_person.id")
    }
    assert all(len(values) > 3 for values in vault.values()), {where: len(values) for where, values in vault.items()}
    cells = dict.fromkeys(value.replace(b"-", b"") for _where, value in stores.cells(used, stores.SHOP))
    shop = b"\n".join(cells)
    for where, values in vault.items():
        for value in values:
            assert value not in shop, where
            assert value.hex().encode() not in shop, where


def test_the_same_finder_finds_them_where_they_are_declared_to_be(used: PracticeShop) -> None:
    """A control: the letters."""
    letters = [("outbox", stores.outbox(used))]
    assert any(GUEST.email in line for line in found([GUEST.email], letters))
    assert any(MEMBER.email in line for line in found([MEMBER.email], letters))
