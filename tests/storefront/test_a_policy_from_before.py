"""A shop with a policy of its own, from before exemptions, buying on account and purchase orders: it goes on as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from tests.cast import ADA
from tests.office.conftest import hired, member, signed_in
from tests.orders.account.buying_on_account import sells_on_account
from tests.orders.buying import bought, tube
from tests.storefront.checkout.pages import Shopper
from troth import gate
from troth.gate import inforce
from troth.orders.account import approval, terms
from troth.orders.models import Order
from troth.orders.models.account import Whom
from troth.orders.models.exemption import Exemption, Ground, Standing
from troth.people.persons import person_behind
from troth.rights import for_staff
from troth.rights.at_work import at_work
from troth.storefront.templatetags import fieldgroups

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
NEW_KINDS, NEW_FIELDS = {"on_account", "tax_exemption", "tax_exemption_filed"}, {"purchase_order", "exemption"}
PAPERS = ("order_delivery", "order_billing")


def _known(told: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(
        {
            name: frozenset(given) - NEW_FIELDS if name in PAPERS else given
            for name, given in told.items()
            if name not in NEW_KINDS
        }
    )


@pytest.fixture(autouse=True)
def _before(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    fieldgroups._drawn.cache_clear()  # a process has one policy
    now = gate.policy()
    kinds = {name: kind for name, kind in now.kinds.items() if name not in NEW_KINDS}
    for name in PAPERS:
        fields = {field: told for field, told in kinds[name].fields.items() if field not in NEW_FIELDS}
        kinds[name] = replace(kinds[name], fields=MappingProxyType(fields))
    purposes = {
        name: replace(
            each,
            uses=_known(each.uses),
            collects=MappingProxyType({kind: doors for kind, doors in each.collects.items() if kind not in NEW_KINDS}),
        )
        for name, each in now.purposes.items()
        if name != "tax_exemption"
    }
    before = replace(now, kinds=MappingProxyType(kinds), purposes=MappingProxyType(purposes))
    monkeypatch.setattr(inforce, "_told_in", lambda _language: before)
    yield
    fieldgroups._drawn.cache_clear()


def test_everybody_still_sees_what_is_held_of_them() -> None:
    page = signed_in(member(ADA)).get("/my/privacy/data/")
    assert page.status_code == 200
    assert ADA.name in page.content.decode()


def test_the_privacy_officer_still_opens_somebody_who_filed_a_certificate_when_the_shop_knew_of_them() -> None:
    account = member(ADA)
    ada = person_behind(account)
    assert ada is not None
    bought(ADA, (tube(), 1), person=ada)
    party, until = next(iter(gate.parties_of(ada))), date(2030, 12, 31)
    Exemption.objects.create(
        party=party, ground=Ground.RESALE, country="US", region="MA", valid_until=until, state=Standing.ASKED
    )
    seen = for_staff.look(ada, at_work(hired("privacy_officer").pk))
    assert seen is not None


def test_the_account_leads_to_no_page_that_is_not_there() -> None:
    browser = signed_in(member(ADA))
    assert "tax-exemptions" not in browser.get("/account/").content.decode()
    assert browser.get("/account/tax-exemptions/").status_code == 404


def test_the_checkout_sells_and_asks_for_no_number_of_the_buyers_own() -> None:
    shopper = Shopper().takes(tube())
    assert "purchase_order" not in shopper.look("/checkout/")
    shopper.orders(purchase_order="PO-17")
    assert Order.objects.count() == 1


def test_nobody_is_approved_to_buy_on_account() -> None:
    sells_on_account(whom=Whom.APPROVED)
    ada = person_behind(member(ADA))
    told = terms.current()
    assert terms.offered(told, ada, country="US", currency="USD", total=100) is None
    order = bought(ADA, (tube(), 1), person=ada)
    assert not approval.has_account(order.number)
    page = signed_in(hired("bookkeeping")).get(f"/office/payments/account/{order.number}/")
    assert page.status_code == 200
