"""Lines of the timeline name their order where only one can be meant; where two can, they name none."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.cast import ADA, BEN
from tests.orders.buying import bought, tube
from tests.rights.conftest import account, orders, reading, works_here
from troth import gate
from troth.orders.models import Order
from troth.rights import timeline
from troth.rights.reader import Reader

pytestmark = pytest.mark.django_db


def reads(order: Order) -> Reader:
    person = gate.person_of_party(order.whose)
    assert person is not None
    return Reader((person,))


def lines(reader: Reader) -> list[timeline.LineShown]:
    return list(timeline.timeline(reader, limit=100).lines)


def look(order: Order) -> None:
    gate.use(order.whose, ["order_contact.name"], purpose="fulfil_order", actor=gate.system("fulfil_order"))


def test_all_that_was_done_with_a_guests_order_names_it() -> None:
    order = bought(ADA, (tube(), 1))
    look(order)
    gate.disclose(order.whose, purpose="fulfil_order", recipient="ups", actor=works_here(7, "order_desk"))
    told = {
        (line.verb, line.order) for line in lines(reads(order)) if "order" in str(line.fields) or line.verb != "use"
    }
    assert ("disclose", order.number) in told
    assert {line.order for line in lines(reads(order)) if line.verb == "use"} == {order.number}


def test_of_two_orders_in_a_year_only_what_is_certain_is_named() -> None:
    user = account()
    person = reading(user).first
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        first = bought(ADA, (tube(), 1), person=person)
        look(first)
    second = bought(ADA, (tube(title="Second"), 1), person=person)
    look(second)
    look(first)

    told = lines(reading(user))
    assert [line.order for line in told if line.verb == "use" and "contact" in str(line.fields)] == [
        "",
        "",
        first.number,
    ]
    assert {line.order for line in told if line.verb == "collect"} == {"", first.number, second.number}
    for line in told:
        if line.order == second.number:
            assert line.verb == "collect"


def test_an_order_that_came_to_nothing_lends_its_name_to_no_other() -> None:
    """Its data went; what was done with the next one cannot be told from what was done with it."""
    user = account()
    person = reading(user).first
    _person, party = orders(ADA, person)  # taken in, and no order was written
    gate.forget_unfinished(party)
    order = bought(ADA, (tube(), 1), person=person)
    look(order)
    told = lines(reading(user))
    assert [line.order for line in told if line.verb == "use" and "contact" in str(line.fields)] == [""]
    assert order.number in {line.order for line in told if line.verb == "collect"}


def test_nobody_learns_of_entries_that_are_not_theirs() -> None:
    order, other = bought(ADA, (tube(), 1)), bought(BEN, (tube(title="Other"), 1))
    look(other)
    entries = [line.entry for line in lines(reads(other))]
    person = gate.person_of_party(order.whose)
    assert person is not None
    assert gate.behind(person, entries) == {}
