"""Several at once: told, answered and put right by as many as press, it is one case with one end."""

from __future__ import annotations

from typing import Any

import pytest

from tests.orders.buying import tube, works_at_the_desk
from tests.orders.returns.sent_back import delivered, line
from tests.orders.test_races import together
from tests.support.told import tells
from troth import gate
from troth.catalog.models import Product, Variant
from troth.channels.models import Message
from troth.orders import feedback
from troth.orders.errors import NotPossible, OrderTrouble
from troth.orders.models import DeliveryWord, OrderEvent, Refund, ReturnRequest
from troth.orders.models.order import What
from troth.orders.problems import Problem
from troth.support import cases, finding, mending, reporting, words
from troth.support.models import Case, Outcome, Report
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
PRESSES = 4


@pytest.fixture(autouse=True)
def _swept() -> object:
    yield
    Product.objects.all().delete()


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


@pytest.fixture
def flask() -> Variant:
    return tube(title="Flask", stock=20)


def losers(got: list[Any]) -> list[type]:
    return [type(each) for each in got if isinstance(each, Exception)]


def test_one_form_pressed_by_many_fingers_tells_once(olga: gate.Actor, flask: Variant) -> None:
    order = delivered(olga, (flask, 3))
    got = together(PRESSES, lambda press: tells(order, key="one form"))
    assert losers(got) == []
    assert (Case.objects.count(), Report.objects.count()) == (1, 1)
    assert Record.objects.filter(kind="order_complaint").count() == 1
    assert len(words.opened(order.number, olga)) == 1


def test_many_tabs_come_to_one_case_and_lose_no_word(olga: gate.Actor, flask: Variant) -> None:
    order = delivered(olga, (flask, 3))
    got = together(PRESSES, lambda press: tells(order, text=f"From tab {press}."))
    assert losers(got) == []
    assert Case.objects.count() == 1
    assert OrderEvent.objects.filter(what=What.PROBLEM_OPENED).count() == 1
    assert len(words.opened(order.number, olga)) == PRESSES


def test_told_on_the_page_answered_by_the_mail_and_found_by_the_shop(olga: gate.Actor, flask: Variant) -> None:
    order = delivered(olga, (flask, 3))
    token = feedback.mint(order.parcels.get()).split("/")[2]
    acts = [lambda: tells(order), lambda: reporting.answered(token, "damaged"), finding.look]
    got = together(3, lambda press: acts[press]())
    assert losers(got) == []
    assert [each.problem for each in Case.objects.all()] == [Problem.DAMAGED]
    assert DeliveryWord.objects.count() == 1


def test_of_all_ways_to_put_it_right_one_is_taken(olga: gate.Actor, flask: Variant) -> None:
    order = delivered(olga, (flask, 3))
    tells(order, many=3)
    ref, before = Case.objects.get().ref, Variant.objects.get(pk=flask.pk).stock
    acts = [
        lambda: mending.send_again(ref, {line(order): 3}, olga),
        lambda: mending.send_again(ref, {line(order): 3}, olga),
        lambda: mending.give_back(ref, order.total, olga),
        lambda: cases.close(ref, Outcome.NO_PROBLEM, olga),
    ]
    got = together(4, lambda press: acts[press]())
    assert losers(got) == [NotPossible] * 3
    again = ReturnRequest.objects.count()
    assert again + Refund.objects.count() <= 1
    assert Variant.objects.get(pk=flask.pk).stock == before - 3 * again
    told = Message.objects.filter(template__in=("problem_settled", "refund_given"))
    assert told.count() == 1
    assert issubclass(NotPossible, OrderTrouble)
