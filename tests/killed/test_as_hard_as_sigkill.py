"""Dying in the test's own process is as hard as SIGKILL: both leave the same states behind, and no others.

A child is killed before and after each statement of placing an order, in either store. Whatever it leaves is found
among what `deaths` leaves, and the other way round.
"""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import transaction

from tests.cast import BEN
from tests.killed.afterwards import glasses, on_the_shelf
from tests.killed.dying import Died, deaths, dies
from tests.orders.buying import basket_with, order_by
from tests.payments.crashing import killed_at
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.ledger import state
from troth.orders.models import Basket, Order, Payment, Placing
from troth.orders.place import PlaceOrder, place
from troth.vault.models import Person, Record

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "vault"]),
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
]

MOST = 400
Left = tuple[object, ...]
Story = tuple[Variant, PlaceOrder, Left]


def everything() -> tuple[int, ...]:
    counted = (Order, Payment, Message, Placing, Person, Record)
    lines = Basket.objects.filter(lines__isnull=False).count()
    return (*(model.objects.count() for model in counted), lines)


def begun() -> Story:
    glass = glasses(5)
    asked = order_by(BEN, basket_with((glass, 2)))
    return glass, asked, everything()


def left(story: Story) -> Left:
    """What is more there, and what is less, than before."""
    glass, _asked, before = story
    return (on_the_shelf(glass), *(now - was for now, was in zip(everything(), before, strict=True)))  # type: ignore[operator, call-overload]


def by_sigkill() -> set[Left]:
    found = set()
    for step in range(MOST):
        story = begun()
        died = killed_at(step, lambda story=story: place(story[1]))
        found.add(left(story))
        if not died:
            assert step > 40, "hardly a step was taken"
            return found
    raise AssertionError("it never came to its end")


def test_both_leave_the_same_states_behind() -> None:
    in_this_process = {left(story) for story in deaths(begun, lambda story: place(story[1]), least=3)}
    assert len(in_this_process) == 4, "nothing; the first row; the vault's half; all of it"
    assert by_sigkill() == in_this_process


# -- the dead do nothing


def test_nothing_is_tidied_up_after_death() -> None:
    before = Placing.objects.count()

    def tries_to_tidy_up() -> None:
        try:
            Placing.objects.create(party="00000000-0000-4000-8000-000000000001")
            Placing.objects.create(party="00000000-0000-4000-8000-000000000002")
        finally:
            with suppress(Died):
                Placing.objects.all().delete()
            with suppress(Died), transaction.atomic():
                Placing.objects.all().delete()

    assert dies(1, tries_to_tidy_up).is_over
    assert Placing.objects.count() == before + 1
    assert not dies(9, lambda: Placing.objects.all().delete()).is_over


def test_what_was_not_committed_is_taken_back_and_the_connection_goes_on() -> None:
    def two_in_one() -> None:
        with transaction.atomic():
            Placing.objects.create(party="00000000-0000-4000-8000-000000000003")
            Placing.objects.create(party="00000000-0000-4000-8000-000000000004")

    assert dies(0, two_in_one).is_over
    assert not Placing.objects.exists()
    assert not dies(1, two_in_one).is_over
    assert Placing.objects.count() == 2


def test_a_read_is_no_lasting_thing() -> None:
    assert not dies(0, lambda: (Order.objects.count(), state())).is_over
