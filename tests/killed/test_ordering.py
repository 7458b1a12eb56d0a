"""The process dies while an order comes into being: it is there once or not at all, and nobody's data stays without it.

Whoever pressed the button sees no answer and presses again, or goes away. Both are tried after each death.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.db.models import F

from tests.api.buying import filled, order_for
from tests.api.buying import placed as placed_by_a_program
from tests.cast import ADA, BEN
from tests.gate.conftest import joins
from tests.killed import afterwards
from tests.killed.afterwards import glasses
from tests.killed.dying import deaths, in_pieces
from tests.orders.buying import basket_with, order_by
from troth import gate
from troth.api.models import KeptAnswer
from troth.api.office import changed_once
from troth.api.orders import once
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.orders import news, numbers
from troth.orders import place as placing
from troth.orders.models import Order, Payment, Voucher, VoucherUse
from troth.orders.place import PlaceOrder, place
from troth.orders.prices import vouchers

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
SHELF = 5
ACCOUNTS = count(7100)


@dataclass
class Story:
    glass: Variant
    asked: PlaceOrder
    shelf: int = SHELF

    def press(self) -> None:
        place(self.asked)

    @property
    def orders(self) -> list[Order]:
        return [*Order.objects.filter(lines__variant=self.glass).distinct()]

    def there_is_one(self) -> None:
        [order] = self.orders
        assert afterwards.on_the_shelf(self.glass) == self.shelf - afterwards.sold(self.glass)
        assert Payment.objects.filter(order=order).count() == 1
        assert Message.objects.filter(template="order_placed", ids__order=order.pk).count() == 1
        assert gate.person_of_party(order.whose) is not None

    def there_is_none(self) -> None:
        assert self.orders == []
        assert afterwards.on_the_shelf(self.glass) == self.shelf


def guest() -> Story:
    glass = glasses(SHELF)
    return Story(glass, order_by(BEN, basket_with((glass, 2))))


def customer() -> gate.PersonId:
    for person in gate.persons_at(ADA.email):
        return person
    person = joins(ADA)
    gate.bind_account(person, 7001)
    return person


def with_an_account() -> Story:
    glass, person = glasses(SHELF), customer()
    return Story(glass, order_by(ADA, basket_with((glass, 2)), person=person))


def the_last_one_with_the_last_voucher() -> Story:
    glass = glasses(1)
    Voucher.objects.update_or_create(
        code="LAST", defaults={"kind": "percentage", "value": 10_000, "limit": 1, "used": 0}
    )
    token = basket_with((glass, 1))
    vouchers.enter(token, "LAST")
    return Story(glass, order_by(BEN, token), shelf=1)


STORIES = [guest, with_an_account, the_last_one_with_the_last_voucher]


@pytest.mark.parametrize("begin", STORIES)
def test_whoever_presses_again_has_ordered_once(begin: Callable[[], Story]) -> None:
    for story in deaths(begin, Story.press, least=3):
        story.press()
        story.there_is_one()
        afterwards.hours_go_by()
        story.there_is_one()
    afterwards.all_is_right()


@pytest.mark.parametrize("begin", STORIES)
def test_whoever_goes_away_has_ordered_or_has_not(begin: Callable[[], Story]) -> None:
    came = 0
    for story in deaths(begin, Story.press, least=3):
        afterwards.hours_go_by()
        came += bool(story.orders)
        (story.there_is_one if story.orders else story.there_is_none)()
    assert came == 1
    afterwards.all_is_right()


def test_the_last_use_of_a_voucher_is_neither_lost_nor_doubled() -> None:
    for story in deaths(the_last_one_with_the_last_voucher, Story.press, least=3):
        uses = VoucherUse.objects.filter(order__lines__variant=story.glass).count()
        assert Voucher.objects.get().used == uses == len(story.orders)
        story.press()
        assert Voucher.objects.get().used == 1
        assert VoucherUse.objects.filter(order__lines__variant=story.glass).count() == 1


# -- the box "Write to me about new products"


def keen() -> Story:
    """Somebody new with an account, who ticks it."""
    glass, person = glasses(SHELF), joins(replace(ADA, email=f"{uuid.uuid4().hex}@example.com"))
    gate.bind_account(person, next(ACCOUNTS))
    return Story(glass, order_by(ADA, basket_with((glass, 2)), person=person, newsletter=True))


def test_a_tick_counts_once_wherever_the_process_dies() -> None:
    came = 0
    for story in deaths(keen, Story.press, least=5):
        afterwards.hours_go_by()
        assert story.asked.person is not None
        came += bool(story.orders)
        assert wants_news(story.asked.person) == bool(story.orders)
        assert chosen(story.asked.person) == bool(story.orders)
    assert came > 1, "also between the order and its recording"


def test_control_without_the_queued_yes_it_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "remember", lambda order, source: None)
    lost = 0
    for story in deaths(keen, Story.press, least=5):
        afterwards.hours_go_by()
        assert story.asked.person is not None
        lost += bool(story.orders) and not wants_news(story.asked.person)
    assert lost


def test_a_no_that_was_said_meanwhile_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    story = keen()
    person = story.asked.person
    assert person is not None
    story.press()
    gate.choose(
        person, "newsletter", "email", gate.State.WITHDRAWN, actor=gate.the_person(person), source="preferences"
    )
    afterwards.hours_go_by()
    assert not wants_news(person)


def wants_news(person: gate.PersonId) -> bool:
    standing = gate.standing(person)
    line = standing.choices.get((news.PURPOSE, news.CHANNEL)) if standing else None
    return line is not None and line.state is gate.State.GRANTED


def chosen(person: gate.PersonId) -> int:
    """How often the ledger says that they chose."""
    lines = gate.timeline(person, actor=gate.the_person(person))
    return len([each for each in lines if each.verb == "choose" and each.purpose == news.PURPOSE])


# -- what would happen without


def test_control_without_one_transaction_of_the_shop_goods_are_gone_and_nobody_has_them() -> None:
    def presses(story: Story) -> None:
        with in_pieces():
            story.press()

    lost = 0
    for story in deaths(guest, presses, least=3):
        lost += afterwards.on_the_shelf(story.glass) + afterwards.sold(story.glass) != SHELF
    assert lost


def test_control_without_the_row_that_comes_first_somebodys_data_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "_PLACING", Nothing())
    for _story in deaths(guest, Story.press, least=2):
        afterwards.hours_go_by()
    with pytest.raises(AssertionError, match="records of an order that never was"):
        afterwards.the_vault_holds_nobody_without_a_reason()


def test_control_without_the_forms_key_pressing_again_is_another_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "_placed", lambda key: None)
    monkeypatch.setattr(placing, "_TAKEN", Nothing())
    monkeypatch.setattr(placing, "_LINES", Nothing())
    monkeypatch.setattr(placing.numbers, "digest", _random_for_orders(numbers.digest))
    most = 0
    for story in deaths(guest, Story.press, least=3):
        story.press()
        most = max(most, len(story.orders))
    assert most == 2


class Nothing:
    """A statement that is not sent."""

    def write(self, row: Any) -> Any:
        return row

    def run(self, **values: Any) -> int:
        return 1


def _random_for_orders(digest: Callable[[str], str]) -> Callable[[str], str]:
    return lambda word: numbers.secret() if " " in word else digest(word)


# -- by the API


@dataclass
class Program:
    """A program that buys, under one key."""

    glass: Variant
    token: str
    body: dict[str, Any]
    key: str

    def asks(self) -> Any:
        return placed_by_a_program(self.token, self.body, self.key)

    @property
    def orders(self) -> list[Order]:
        return [*Order.objects.filter(lines__variant=self.glass).distinct()]


def program() -> Program:
    cache.clear()  # how often one may order is not what this is about
    glass = glasses(SHELF)
    token = filled(glass, 2)
    return Program(glass, token, order_for(token), numbers.secret())


def test_a_program_that_asks_again_under_its_key_has_ordered_once_and_is_told_the_same() -> None:
    for story in deaths(program, Program.asks, least=4):
        first, second = story.asks(), story.asks()
        assert (first.status_code, second.status_code) == (201, 201), first.content
        assert first.json()["number"] == second.json()["number"]
        assert first.json()["secret"] == second.json()["secret"]
        [order] = story.orders
        assert KeptAnswer.objects.filter(order=order.number).count() == 1
        assert afterwards.on_the_shelf(story.glass) == SHELF - 2
        other = placed_by_a_program(story.token, {**story.body, "price": 1}, story.key)
        assert other.status_code == 409, "the key is still this request's"
    afterwards.hours_go_by()
    afterwards.all_is_right()


def test_control_a_key_that_is_kept_only_with_the_answer_takes_another_body(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(basket: str, key: str, body: bytes) -> Any:
        return nullcontext(once.Once(first=False))

    monkeypatch.setattr(once, "under", forgetful)
    taken = 0
    for story in deaths(program, Program.asks, least=4):
        story.asks()
        taken += placed_by_a_program(story.token, {**story.body, "price": 1}, story.key).status_code == 201
    assert taken


def more(glass: Variant) -> tuple[int, int]:
    Variant.objects.filter(pk=glass.pk).update(stock=F("stock") + 3)
    return afterwards.on_the_shelf(glass), 3


def counts(glass: Variant) -> tuple[int, int]:
    return changed_once.once(changed_once.Asked(1, f"key of {glass.pk}", b"three more"), lambda: more(glass))


def test_a_change_of_stock_under_a_key_is_made_once() -> None:
    for glass in deaths(lambda: glasses(SHELF), counts):
        assert [counts(glass), counts(glass)] == [(SHELF + 3, 3)] * 2
        assert afterwards.on_the_shelf(glass) == SHELF + 3


def test_control_a_key_written_down_after_the_change_counts_twice() -> None:
    def in_pieces(glass: Variant) -> None:
        more(glass)
        counts(glass)

    twice = 0
    for glass in deaths(lambda: glasses(SHELF), in_pieces, least=2):
        counts(glass)
        twice += afterwards.on_the_shelf(glass) == SHELF + 6
    assert twice
