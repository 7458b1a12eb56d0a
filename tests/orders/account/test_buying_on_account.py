"""Ordered on account: who may, what is owed by when, and what becomes of the order while nobody has paid."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from threading import Barrier, BrokenBarrierError

import pytest

from tests.orders.account.buying_on_account import (
    ADA,
    BEN,
    account_of,
    buys,
    came,
    happened,
    mails,
    owed,
    papers,
    person_of,
    sells_on_account,
    tube,
)
from tests.orders.buying import basket_with, bought, in_the_vault, order_by
from tests.orders.test_races import together
from troth import channels, gate
from troth.channels.templates import told as facts
from troth.orders import cancel, desk, expire, payments
from troth.orders.account import approval, sending, take
from troth.orders.account.errors import AboveLimit, NobodyToAsk, NotOnAccount
from troth.orders.errors import NotPayable, NotPossible
from troth.orders.invoices import content
from troth.orders.models import AccountTerms, Invoice, OnAccount, Order, Payment
from troth.orders.models.account import SentFirst, Standing, Whom
from troth.orders.place import place
from troth.orders.reports.sold import sold
from troth.orders.states import Status
from troth.rights import mine
from troth.rights.reader import Reader

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_an_order_on_account_owes_its_sum_by_a_day_and_has_no_payment_page(
    terms: AccountTerms, ada: gate.PersonId
) -> None:
    order = buys(ada)
    assert order.status == Status.AWAITS_TRANSFER
    assert (owed(order).amount, owed(order).state) == (order.total, Standing.OPEN)
    assert (owed(order).due_on - order.placed_at.date()).days in (29, 30, 31)
    assert not Payment.objects.filter(order=order).exists()
    assert happened(order) == ["placed", "on_account"]
    with pytest.raises(NotPayable):
        payments.begin(order.number, "http://shop/back", "http://shop/away")


def test_its_goods_are_kept_back_for_longer_than_a_payment_page_lives(terms: AccountTerms, ada: gate.PersonId) -> None:
    one = tube(stock=5)
    order = buys(ada, (one, 2))
    Order.objects.update(reserved_until=order.placed_at)
    assert expire.expire() == 0
    one.refresh_from_db()
    order.refresh_from_db()
    assert order.status == Status.AWAITS_TRANSFER


def test_its_invoice_says_by_when_and_where_to(terms: AccountTerms, ada: gate.PersonId) -> None:
    order = buys(ada)
    assert papers(order) == [("invoice", order.total)]
    told = content.read(Invoice.objects.get().content)
    assert told.due_on == owed(order).due_on.isoformat()
    assert ("IBAN", "DE02 1203 0000 0000 2020 51") in told.pay_to
    assert (told.pay_as, told.paid_on) == (order.number, "")


def test_the_mail_about_it_says_how_to_pay(terms: AccountTerms, ada: gate.PersonId) -> None:
    order = buys(ada)
    (message,) = mails("order_placed")
    told = facts(channels.Leaving(message.pk, message.template, order.whose, message.ids))
    assert told["transfer_to"][-1]["value"] == order.number
    assert "pay_url" not in told


def test_control_the_mail_about_an_order_paid_at_once_names_no_bank(terms: AccountTerms, ada: gate.PersonId) -> None:
    order = bought()
    (message,) = mails("order_placed")
    told = facts(channels.Leaving(message.pk, message.template, order.whose, message.ids))
    assert "transfer_to" not in told
    assert told["pay_url"]


def test_it_counts_as_sold_when_it_is_invoiced_and_not_once_it_is_called_off(
    terms: AccountTerms, ada: gate.PersonId, olga: gate.Actor
) -> None:
    order = buys(ada)
    assert [*sold()] == [order]
    cancel.cancel(order.number, olga)
    assert not sold().exists()


# -- who may


def test_where_nothing_is_sold_on_account_nobody_can(ada: gate.PersonId) -> None:
    with pytest.raises(NotOnAccount):
        buys(ada)
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"active": False}, {"currency": "EUR"}, {"limit": 100}, {"whom": Whom.APPROVED}],
    ids=["not any more", "another currency", "above what anybody may owe", "not approved"],
)
def test_who_is_not_offered_it_can_not_have_it(ada: gate.PersonId, changes: dict[str, object]) -> None:
    sells_on_account(**changes)
    before = in_the_vault()
    with pytest.raises(NotOnAccount):
        buys(ada)
    assert not OnAccount.objects.exists()
    assert in_the_vault() == before


def test_a_guest_can_not_have_it(terms: AccountTerms) -> None:
    with pytest.raises(NotOnAccount):
        bought(on_account=True)


@pytest.mark.parametrize(("countries", "may"), [("US CA", True), ("DE", False)])
def test_for_chosen_countries_the_country_it_goes_to_decides(ada: gate.PersonId, countries: str, may: bool) -> None:
    sells_on_account(whom=Whom.COUNTRIES, countries=countries)
    if may:
        assert buys(ada).status == Status.AWAITS_TRANSFER
    else:
        with pytest.raises(NotOnAccount):
            buys(ada)


def test_an_approved_customer_buys_so_and_their_goods_leave_first(
    ada: gate.PersonId, bilal: gate.Actor, olga: gate.Actor
) -> None:
    sells_on_account(whom=Whom.APPROVED)
    first = bought(person=ada)
    approval.decide(first.number, True, bilal)
    order = buys(ada, (tube(title="Beaker"), 1))
    assert order.status == Status.ON_ACCOUNT
    desk.pack(order.number, olga)
    approval.decide(first.number, False, bilal)
    with pytest.raises(NotOnAccount):
        buys(ada, (tube(title="Flask"), 1))


def test_what_was_decided_stands_where_the_customer_reads_it(ada: gate.PersonId, bilal: gate.Actor) -> None:
    order = bought(person=ada)
    assert approval.of_buyer(order.number, bilal) is None
    approval.decide(order.number, True, bilal)
    assert approval.of_buyer(order.number, bilal) is True
    opened = gate.use(ada, ["on_account"], purpose="rights_request", actor=gate.the_person(ada))
    record = opened.first("on_account")
    assert record is not None
    assert record["approved"].reveal() == "yes"
    assert "on_account" in {each.record.kind for each in mine.mine(Reader((ada,))).all_of_it}


def test_a_guest_can_not_be_approved(bilal: gate.Actor) -> None:
    with pytest.raises(NobodyToAsk):
        approval.decide(bought().number, True, bilal)


def test_only_who_keeps_the_books_decides(ada: gate.PersonId, olga: gate.Actor, terms: AccountTerms) -> None:
    order = buys(ada)
    for act in (
        lambda: approval.decide(order.number, True, olga),
        lambda: approval.of_buyer(order.number, olga),
        lambda: sending.send_first(order.number, olga),
        lambda: came(order, 100, olga),
    ):
        with pytest.raises(gate.Refused):
            act()
    assert owed(order).received == 0


# -- the limit


def test_what_is_open_counts_against_the_limit_and_what_came_does_not(ada: gate.PersonId, bilal: gate.Actor) -> None:
    one = tube()
    first = bought(ADA, (one, 1), person=ada)
    sells_on_account(limit=first.total * 2)
    orders = [buys(ada, (one, 1)), buys(ada, (one, 1))]
    with pytest.raises(AboveLimit):
        buys(ada, (one, 1))
    came(orders[0], orders[0].total, bilal)
    assert buys(ada, (one, 1)).status == Status.AWAITS_TRANSFER


def test_what_one_buyer_owes_is_no_matter_of_another_one(ada: gate.PersonId) -> None:
    one = tube()
    sells_on_account(limit=bought(ADA, (one, 1), person=ada).total)
    buys(ada, (one, 1))
    ben = person_of(account_of(BEN))
    total = bought(BEN, (one, 1)).total
    sells_on_account(limit=total)
    assert buys(ben, (one, 1), customer=BEN).status == Status.AWAITS_TRANSFER


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_two_orders_at_once_do_not_pass_the_limit_together(ada: gate.PersonId, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of different goods, so that nobody waits for the row of a stock. Each looks what is owed while the others do."""
    goods = [tube(title=title) for title in ("Tube", "Flask", "Beaker", "Funnel")]
    sells_on_account(limit=bought(ADA, (goods[0], 1), person=ada).total)
    asked = [replace(order_by(ADA, basket_with((one, 1))), person=ada, on_account=True) for one in goods]
    looks, together_at = take.owed_by, Barrier(len(goods))

    def looked(person: gate.PersonId, currency: str) -> int:
        found = looks(person, currency)
        with suppress(BrokenBarrierError):
            together_at.wait(timeout=2)
        return found

    monkeypatch.setattr(take, "owed_by", looked)

    def try_it(place_: int) -> bool:
        try:
            place(asked[place_])
        except AboveLimit:
            return False
        return True

    assert sum(together(4, try_it)) == 1
    assert OnAccount.objects.count() == 1


# -- sent before it is paid, and called off


def test_what_waits_for_the_transfer_is_not_packed_until_one_of_us_says_so(
    terms: AccountTerms, ada: gate.PersonId, bilal: gate.Actor, olga: gate.Actor
) -> None:
    order = buys(ada)
    with pytest.raises(NotPossible):
        desk.pack(order.number, olga)
    sending.send_first(order.number, bilal)
    with pytest.raises(NotPossible):
        sending.send_first(order.number, bilal)
    desk.pack(order.number, olga)
    order.refresh_from_db()
    assert order.status == Status.PACKED


@pytest.mark.parametrize(("whose", "status"), [(SentFirst.ALWAYS, "on_account"), (SentFirst.NEVER, "awaits_transfer")])
def test_the_shop_says_whose_goods_leave_first(ada: gate.PersonId, whose: SentFirst, status: str) -> None:
    sells_on_account(sent_first=whose)
    assert buys(ada).status == status


def test_called_off_before_anything_came_its_invoice_is_taken_back_whole(
    terms: AccountTerms, ada: gate.PersonId
) -> None:
    order = buys(ada)
    papers(order)
    assert cancel.by_buyer(order.number, person=ada)
    assert owed(order).state == Standing.CALLED_OFF
    assert papers(order) == [("invoice", order.total), ("credit", order.total)]
    assert papers(order) == [("invoice", order.total), ("credit", order.total)]


def test_called_off_before_its_invoice_was_made_it_has_none(terms: AccountTerms, ada: gate.PersonId) -> None:
    order = buys(ada)
    cancel.by_buyer(order.number, person=ada)
    assert papers(order) == []
