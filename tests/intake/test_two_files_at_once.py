"""Two files with the same people are brought in at the same instant: neither waits for the other for ever, and nobody is doubled."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import OperationalError, connections

from tests.attacks.test_races import at_once
from tests.cast import ADA, BEN
from tests.intake.exports import (
    SHOPIFY_CUSTOMERS,
    SHOPIFY_ORDERS,
    WIX_CONTACTS,
    in_shopify,
    in_wix,
    ordered_at_shopify,
    saved,
    sheet,
)
from tests.intake.looks import word
from troth import gate
from troth.intake import runs
from troth.intake.models import Taken
from troth.intake.taking_contacts import TakingContacts
from troth.intake.taking_orders import TakingOrders
from troth.orders.models import Order

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
ROUNDS = 4


def bring(place: Path, content: bytes, name: str, shop: str = "") -> dict[str, int]:
    report = runs.by_command(saved(place, content, name), dry_run=False, shop=shop)
    return {became: many for became, many in report["products"].items() if many}


def people(note: str, *rows: dict[str, str]) -> bytes:
    return sheet(SHOPIFY_CUSTOMERS, *({**row, "Default Address City": note} for row in rows))


def waits_for_row_locks() -> bool:
    return bool(connections["vault"].features.has_select_for_update)


def in_both_orders(place: Path, each: int) -> list[Any]:
    one = people(f"Salem {each}", in_shopify(ADA), in_shopify(BEN))
    other = people(f"Lynn {each}", in_shopify(BEN), in_shopify(ADA))
    return at_once(partial(bring, place, one, "one.csv"), partial(bring, place, other, "other.csv"))


def test_people_named_in_another_order_keep_nobody_waiting(tmp_path: Path) -> None:
    bring(tmp_path, people("Boston", in_shopify(ADA), in_shopify(BEN)), "first.csv")
    for each in range(ROUNDS):
        assert not [came for came in in_both_orders(tmp_path, each) if isinstance(came, Exception)]
    assert [len(gate.persons_at(who.email)) for who in (ADA, BEN)] == [1, 1]


def meet_after_the_first(monkeypatch: pytest.MonkeyPatch, taking: type, verb: str) -> None:
    """Each has one person, and waits until the other has one."""
    both, does = Barrier(2), getattr(taking, verb)

    def slow(self: Any, plan: Any) -> Any:
        came = does(self, plan)
        with suppress(BrokenBarrierError):  # the other one waits, or is through
            both.wait(2)
        return came

    monkeypatch.setattr(taking, verb, slow)


def holds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    together = gate.together
    monkeypatch.setattr(gate, "together", lambda *_people, **_addresses: together())


@pytest.mark.parametrize("held", [True, False])
def test_the_wait_is_real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: bool) -> None:
    """With nobody held ahead, PostgreSQL has to end one of the two. SQLite has one writer, whom the other waits for."""
    bring(tmp_path, people("Boston", in_shopify(ADA), in_shopify(BEN)), "first.csv")
    meet_after_the_first(monkeypatch, TakingContacts, "_done")
    if not held:
        holds_nobody(monkeypatch)
    came = in_both_orders(tmp_path, 0)
    fell = [each for each in came if isinstance(each, OperationalError)]
    assert len(fell) == (1 if waits_for_row_locks() and not held else 0), came


@pytest.mark.parametrize("held", [True, False])
def test_orders_of_the_same_people_wait_in_one_order_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: bool
) -> None:
    bring(tmp_path, people("Boston", in_shopify(ADA), in_shopify(BEN)), "first.csv")
    one = sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA, "#1"), *ordered_at_shopify(BEN, "#2"))
    other = sheet(SHOPIFY_ORDERS, *ordered_at_shopify(BEN, "#3"), *ordered_at_shopify(ADA, "#4"))
    meet_after_the_first(monkeypatch, TakingOrders, "_tell_the_vault")
    if not held:
        holds_nobody(monkeypatch)
    came = at_once(partial(bring, tmp_path, one, "one.csv"), partial(bring, tmp_path, other, "other.csv"))
    fell = [each for each in came if isinstance(each, OperationalError)]
    assert len(fell) == (1 if waits_for_row_locks() and not held else 0), came
    assert Order.objects.count() == 4 - 2 * len(fell), "a file whose work was ended has left nothing half done"


# -- somebody whom neither file's import knew when it looked


def both_look_before_either_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    both, does = Barrier(2), TakingContacts._carry_out

    def slow(self: TakingContacts, plans: Any) -> None:
        both.wait(20)
        does(self, plans)

    monkeypatch.setattr(TakingContacts, "_carry_out", slow)


def newcomer_twice(place: Path) -> list[Any]:
    no = sheet(WIX_CONTACTS, in_wix(ADA, **{"Email subscriber status": "Unsubscribed"}))
    yes = sheet(WIX_CONTACTS, in_wix(ADA, **{"Email subscriber status": "Subscribed"}))
    came = at_once(partial(bring, place, no, "no.csv"), partial(bring, place, yes, "yes.csv"))
    assert not [each for each in came if isinstance(each, Exception)], came
    return came


def test_a_newcomer_in_both_is_one_person_and_a_no_of_either_binds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_look_before_either_writes(monkeypatch)
    came = newcomer_twice(tmp_path)
    assert sorted(map(tuple, came)) in (
        [("known",), ("new",)],
        [("changed",), ("new",)],
    )  # as the one comes before the other ends
    assert len(gate.persons_at(ADA.email)) == 1
    assert word(ADA) == "declined"
    for run in {row.run for row in Taken.objects.all()}:
        runs.undo_by_command(run)
    assert (gate.persons_at(ADA.email), Taken.objects.count()) == ([], 0), "both can be taken back"


def test_the_doubling_is_real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without a second look there are two of her."""
    both_look_before_either_writes(monkeypatch)
    monkeypatch.setattr(TakingContacts, "_look_again", lambda *_told: None)
    newcomer_twice(tmp_path)
    assert len(gate.persons_at(ADA.email)) == 2


def test_the_second_look_is_worth_nothing_unless_the_address_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: on PostgreSQL both look before either is kept. On SQLite the one writer is who holds it."""
    both_look_before_either_writes(monkeypatch)
    holds_nobody(monkeypatch)
    meet_after_the_first(monkeypatch, TakingContacts, "_done")
    newcomer_twice(tmp_path)
    assert len(gate.persons_at(ADA.email)) == (2 if waits_for_row_locks() else 1)
