"""Each job in the office opens what it needs and no more, and the customer sees every look."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.browser import my_privacy, shopping
from tests.browser.conftest import Visits
from tests.browser.mailbox import Mailbox
from tests.browser.practice_shop import PracticeShop
from tests.browser.visitor import Visitor
from tests.cast import CHIARA

pytestmark = pytest.mark.browser

CUSTOMER = replace(CHIARA, email="chiara.venn+desk@example.co.uk")


def comes_to_work(who: Visitor, shop: PracticeShop, job: str, then: str = "/office/orders/") -> Visitor:
    address, passphrase = shop.people[job]
    shopping.tries_to_sign_in(who, address, passphrase, then)
    who.is_at(re.escape(then))
    return who


def test_an_order_is_packed_and_sent_and_the_customer_sees_who_looked(
    shop: PracticeShop, visits: Visits, mailbox_of: Callable[[str], Mailbox]
) -> None:
    chiara, mailbox = visits("customer"), mailbox_of(CUSTOMER.email)
    number = shopping.buys_as_a_guest(chiara, CUSTOMER, carrier="UPS")

    olga = comes_to_work(visits("order-desk"), shop, "Order desk")
    olga.sees(number, CUSTOMER.name).shows("list").follows(number)
    olga.sees(CUSTOMER.street_address, "+44 20 7946 0018").shows("order")
    invoice = olga.page.locator("[aria-labelledby=billing]")
    assert CUSTOMER.street_address not in invoice.inner_text()
    olga.presses("It is packed").sees("Packed").shows("packed")
    olga.follows("Packing slip").sees(CUSTOMER.street_address).shows("packing-slip")
    olga.goes_to(f"/office/orders/{number}/").presses(re.compile("Book with")).sees("Booked").shows("label")
    assert olga.page.locator(".office-label img").get_attribute("src").startswith("data:image/")

    marketing_sees_nothing(comes_to_work(visits("marketing"), shop, "Marketing"), number)
    customer_service_says_why(comes_to_work(visits("customer-service"), shop, "Customer service"), number)

    assert mailbox.waits_for("on its way")
    shopping.enters_by_link(chiara, mailbox)
    told = [said for _at, said in my_privacy.entries(chiara)]
    chiara.shows("who-looked").sees("Order desk", "Customer service", "The box came back dented")
    assert any("We told UPS" in said for said in told)
    assert any("What we told UPS was received" in said for said in told)
    assert not any("FedEx" in said or "USPS" in said for said in told)
    seen_by_marketing = chiara.page.locator(".timeline__item", has_text="Marketing").filter(has_text="We opened")
    assert seen_by_marketing.count() == 0


def marketing_sees_nothing(mia: Visitor, number: str) -> None:
    mia.goes_to(f"/office/orders/{number}/").shows("sealed").does_not_see(*CUSTOMER.marks, "+44 20 7946 0018")
    assert mia.page.locator("main .office-seal, main .chip--sealed").count() >= 1
    mia.goes_to("/office/orders/?shelf=all").sees(number).does_not_see(*CUSTOMER.marks).shows("sealed-list")
    mia.goes_to("/office/people/").does_not_see("Their e-mail address").shows("people-refused")


def customer_service_says_why(sam: Visitor, number: str) -> None:
    sam.goes_to(f"/office/orders/{number}/").shows("before-a-reason").does_not_see(CUSTOMER.street_address)
    sam.writes(reason="The box came back dented; asking where it stood.").shows("a-reason")
    sam.page.locator('main form:has([name="reason"]) button').click()
    sam.sees(CUSTOMER.street_address).shows("after-a-reason")
