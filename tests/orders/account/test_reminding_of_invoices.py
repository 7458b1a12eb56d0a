"""Two reminders at the most, some days after it was due, one at a time; and how old what is open has grown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.orders.account.buying_on_account import (
    BEN,
    account_of,
    buys,
    came,
    happened,
    late_by,
    mails,
    owed,
    person_of,
    tube,
)
from tests.orders.test_races import together
from troth import channels, gate
from troth.channels.templates import told as facts
from troth.orders import account, cancel
from troth.orders.account import ageing, deciding, remind
from troth.orders.errors import NotPossible
from troth.orders.models import AccountTerms, OnAccount, Order
from troth.orders.models.account import Reminded

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def order(terms: AccountTerms, ada: gate.PersonId) -> Order:
    return buys(ada)


def test_some_days_after_the_day_one_is_reminded_and_two_weeks_later_once_more(order: Order) -> None:
    late_by(order, 5)
    assert remind.remind() == 0
    late_by(order, 6)
    assert remind.remind() == 1
    assert remind.remind() == 0
    later = timezone.now() + timedelta(days=14)
    assert remind.remind(later) == 0
    assert remind.remind(later + timedelta(days=1)) == 1
    assert remind.remind(later + timedelta(days=100)) == 0
    assert [each.ids["step"] for each in mails("invoice_reminder")] == ["first", "last"]
    assert happened(order)[-2:] == ["account_reminded", "account_reminded"]


def test_the_letter_says_what_is_left_and_the_last_one_that_it_is_the_last(order: Order, bilal: gate.Actor) -> None:
    came(order, 500, bilal)
    late_by(order, 10)
    remind.remind()
    (message,) = mails("invoice_reminder")
    told = facts(channels.Leaving(message.pk, message.template, order.whose, message.ids))
    (shown,) = account.listed(account.Shelf.LATE, bilal)
    assert told["amount"] == shown.left.text
    assert "last" not in told


@pytest.mark.parametrize("end", ["paid", "called off"])
def test_a_letter_that_still_waits_does_not_leave_once_it_is_over(
    order: Order, bilal: gate.Actor, olga: gate.Actor, end: str
) -> None:
    late_by(order, 10)
    remind.remind()
    if end == "paid":
        came(order, order.total, bilal)
    else:
        cancel.cancel(order.number, olga)
    channels.queue.send_due()
    assert [each.state for each in mails("invoice_reminder")] == ["failed"]


def test_control_a_letter_about_what_is_open_leaves(order: Order) -> None:
    late_by(order, 10)
    remind.remind()
    channels.queue.send_due()
    assert [each.state for each in mails("invoice_reminder")] == ["sent"]


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_two_workers_at_once_remind_once(terms: AccountTerms, ada: gate.PersonId) -> None:
    order = buys(ada)
    late_by(order, 10)
    assert sum(together(4, lambda place: remind.remind())) == 1
    assert owed(order).reminded == Reminded.FIRST


def test_who_keeps_the_books_stops_the_letters_and_lets_them_go_on(
    order: Order, bilal: gate.Actor, olga: gate.Actor
) -> None:
    late_by(order, 10)
    deciding.stop(order.number, bilal)
    assert remind.remind() == 0
    with pytest.raises(NotPossible):
        deciding.stop(order.number, bilal)
    deciding.go_on(order.number, bilal)
    with pytest.raises(NotPossible):
        deciding.go_on(order.number, bilal)
    assert remind.remind(timezone.now() + timedelta(days=15)) == 1
    for act in (deciding.stop, deciding.go_on, deciding.let_go):
        with pytest.raises(gate.Refused):
            act(order.number, olga)


def test_of_who_was_erased_nobody_is_left_to_be_reminded(order: Order, ada: gate.PersonId) -> None:
    late_by(order, 10)
    gate.erase(ada, actor=gate.the_person(ada))
    assert remind.remind() == 0
    assert not mails("invoice_reminder")
    assert owed(order).remind_on is None


@pytest.mark.parametrize(
    ("days", "band"), [(-3, None), (0, None), (1, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (400, 3)]
)
def test_each_open_invoice_stands_in_one_band_by_its_age(
    order: Order, bilal: gate.Actor, days: int, band: int | None
) -> None:
    late_by(order, days)
    (aged,) = ageing.ageing(bilal)
    assert aged.whole == (1, order.total)
    assert [at for at, each in enumerate(aged.late) if each[0]] == ([] if band is None else [band])


def test_the_bands_add_up_to_what_is_open(order: Order, bilal: gate.Actor) -> None:
    ben = person_of(account_of(BEN))
    other = buys(ben, (tube(title="Flask"), 3), customer=BEN)
    late_by(other, 45)
    came(order, 500, bilal)
    (aged,) = ageing.ageing(bilal)
    left = sum(each.amount - each.received for each in OnAccount.objects.all())
    assert aged.whole == (2, left)
    assert aged.late[1] == (1, other.total)


def test_only_who_keeps_the_books_sees_how_old_they_are(order: Order, olga: gate.Actor) -> None:
    with pytest.raises(gate.Refused):
        ageing.ageing(olga)
    with pytest.raises(gate.Refused):
        account.listed(account.Shelf.OPEN, olga)
