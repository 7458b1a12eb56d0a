"""Notes of staff, which the buyer can read, and orders that are held back."""

from __future__ import annotations

import pytest

from tests.cast import ADA
from tests.orders.buying import bought, works_at_the_desk
from troth import gate
from troth.orders import desk, hold, notes, pack, ship
from troth.orders.errors import HeldBack, NotPossible
from troth.orders.models import Order, OrderNote, Parcel
from troth.vault.models import Key, Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
WORDS = "Rang about the lid: they want the blue one."


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


@pytest.fixture
def order(db: None) -> Order:
    return bought(ADA)


def held(order: Order) -> bool:
    return Order.objects.get(pk=order.pk).held_since is not None


def texts(order: Order, actor: gate.Actor) -> list[object]:
    opened = desk.open(order.number, actor)
    assert opened is not None
    return [each.note for each in opened.story if each.note is not None]


# -- notes


def test_a_note_stands_in_the_story_of_the_order(olga: gate.Actor, order: Order) -> None:
    notes.write(order.number, f"  {WORDS} ", olga)
    (note,) = texts(order, olga)
    assert isinstance(note, gate.Personal)
    assert note.reveal() == WORDS


def test_the_shop_store_knows_that_there_is_one_and_no_word_of_it(olga: gate.Actor, order: Order) -> None:
    notes.write(order.number, WORDS, olga)
    row = OrderNote.objects.get()
    assert not any("lid" in str(value) for value in vars(row).values())
    record = Record.objects.get(kind="order_note")
    assert (record.id, record.party) == (row.record, order.party)
    assert b"lid" not in bytes(record.sealed)


def test_a_note_lives_as_long_as_the_order_it_is_about(olga: gate.Actor, order: Order) -> None:
    """Also one that is written in a later year."""
    ours = Key.objects.get(records__kind="order_contact")
    Key.objects.filter(pk=ours.pk).update(period="2025")
    notes.write(order.number, WORDS, olga)
    assert Record.objects.get(kind="order_note").key_id == ours.pk


def test_the_buyer_reads_it_and_who_read_it(olga: gate.Actor, order: Order) -> None:
    notes.write(order.number, WORDS, olga)
    texts(order, olga)
    person = gate.person_of_party(order.whose)
    assert person is not None
    exported = gate.export(person, actor=gate.the_person(person))
    told = [each["text"] for each in exported.records if each.kind == "order_note"]
    assert [each.reveal() for each in told if isinstance(each, gate.Personal)] == [WORDS]
    verbs = [line.verb for line in exported.entries if line.actor == "employee" and "order_note.text" in line.fields]
    assert sorted(verbs) == ["collect", "use"]


def test_erased_with_the_person(olga: gate.Actor, order: Order) -> None:
    notes.write(order.number, WORDS, olga)
    Order.objects.filter(pk=order.pk).update(status="delivered")
    person = gate.person_of_party(order.whose)
    assert person is not None
    gate.erase(person, actor=gate.the_person(person))
    assert not Record.objects.filter(kind="order_note").exists()
    assert not any(isinstance(note, gate.Personal) for note in texts(order, olga))
    with pytest.raises(NotPossible):
        notes.write(order.number, WORDS, olga)


def test_other_jobs_see_a_seal_and_can_write_none(olga: gate.Actor, order: Order) -> None:
    notes.write(order.number, WORDS, olga)
    mia = works_at_the_desk(502, "marketing")
    (note,) = texts(order, mia)
    assert isinstance(note, gate.Withheld)
    with pytest.raises(gate.Refused):
        notes.write(order.number, WORDS, mia)
    assert OrderNote.objects.count() == 1


@pytest.mark.parametrize("number", ["4242424242424242", "4242 4242 4242 4242", "Card 3782-822463-10005 it was"])
def test_the_number_of_a_card_is_not_written_down(number: str, olga: gate.Actor, order: Order) -> None:
    with pytest.raises(notes.HoldsCardNumber):
        notes.write(order.number, number, olga)
    assert not Record.objects.filter(kind="order_note").exists()


@pytest.mark.parametrize("number", ["1Z999AA10123456784", "9400111899223197428490", "Order T-7K4Q93 of 2026-11-22"])
def test_other_numbers_may_stand_there(number: str, olga: gate.Actor, order: Order) -> None:
    notes.write(order.number, number, olga)
    assert OrderNote.objects.count() == 1


@pytest.mark.parametrize("words", ["", "   \n"])
def test_an_empty_note_is_none(words: str, olga: gate.Actor, order: Order) -> None:
    with pytest.raises(NotPossible):
        notes.write(order.number, words, olga)


# -- holding back


def test_what_is_held_back_is_neither_packed_nor_sent(olga: gate.Actor, order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(status="paid")
    hold.hold(order.number, olga)
    with pytest.raises(HeldBack):
        pack.pack(order.number, olga)
    Order.objects.filter(pk=order.pk).update(status="packed")
    with pytest.raises(HeldBack):
        ship.ship(order.number, olga)
    assert not Parcel.objects.exists()
    opened = desk.open(order.number, olga)
    assert opened is not None
    assert (opened.can_pack, opened.can_ship, opened.can_hold, opened.can_let_go_on) == (False, False, False, True)


def test_let_go_on_it_is_packed(olga: gate.Actor, order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(status="paid")
    hold.hold(order.number, olga)
    with pytest.raises(NotPossible):
        hold.hold(order.number, olga)
    hold.let_go_on(order.number, olga)
    with pytest.raises(NotPossible):
        hold.let_go_on(order.number, olga)
    pack.pack(order.number, olga)
    assert list(order.events.values_list("what", flat=True))[-3:] == ["held", "let_go_on", "packed"]


def test_other_jobs_hold_nothing_back(olga: gate.Actor, order: Order) -> None:
    mia = works_at_the_desk(502, "marketing")
    with pytest.raises(gate.Refused):
        hold.hold(order.number, mia)
    hold.hold(order.number, olga)
    with pytest.raises(gate.Refused):
        hold.let_go_on(order.number, mia)
    assert held(order)
