"""Somebody of ours asks for what a bank took back: once, with a reason, and never where nothing is owed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.orders.owed.owing import WHY, claimed, debt, happened, letters, taken_back, the_dispute
from tests.orders.test_races import together
from troth import channels, gate
from troth.channels.templates import told as facts
from troth.orders import owed
from troth.orders.errors import NotPossible
from troth.orders.models import Debt, Dispute, Order, Parcel
from troth.orders.models.owed import LetGoFor, Owing
from troth.orders.owed.claim import ClaimedAlready, Doubtful, NobodyLeft, NoReason, NothingSent

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_what_the_bank_took_is_asked_for_by_a_mail_with_amount_and_day(sam: gate.Actor, olga: gate.Actor) -> None:
    order, ref = claimed(sam, olga)
    there = debt()
    assert (there.public_id, there.amount, there.currency, there.state) == (ref, order.total, "USD", Owing.OPEN)
    assert there.due_on == timezone.localdate() + timedelta(days=14)
    (message,) = letters()
    said = facts(channels.Leaving(message.pk, message.template, order.whose, message.ids))
    assert (said["number"], said["amount"]) == (order.number, "$28.90")
    assert "again" not in said
    assert happened(order) == ["debt_asked"]


def test_the_customer_reads_who_decided_and_why(sam: gate.Actor, olga: gate.Actor) -> None:
    order, _ref = claimed(sam, olga)
    person = gate.person_of_party(order.whose)
    assert person is not None
    lines = gate.timeline(person, actor=gate.the_person(person), limit=80)
    (line,) = [line for line in lines if line.purpose == "collect_debt" and line.verb == "use"]
    assert (line.reason, line.clause) == (WHY, "3b.debt")
    assert "customer_service" in line.actor_code


def test_whose_job_it_is_not_asks_for_nothing(sam: gate.Actor, olga: gate.Actor) -> None:
    taken_back(olga)
    with pytest.raises(gate.Refused):
        owed.claim(the_dispute(), olga, WHY)
    assert not Debt.objects.exists()
    assert owed.claim(the_dispute(), sam, WHY)


@pytest.mark.parametrize("reason", ["", "   ", "because"])
def test_without_a_reason_nothing_is_asked_for(sam: gate.Actor, olga: gate.Actor, reason: str) -> None:
    taken_back(olga)
    with pytest.raises(NoReason):
        owed.claim(the_dispute(), sam, reason)
    assert not Debt.objects.exists()


@pytest.mark.parametrize("state", ["open", "answered", "won", "dropped"])
def test_what_was_not_lost_is_not_owed(sam: gate.Actor, olga: gate.Actor, state: str) -> None:
    taken_back(olga)
    Dispute.objects.update(state=state)
    with pytest.raises(NotPossible):
        owed.claim(the_dispute(), sam, WHY)


def test_where_nothing_was_sent_nothing_is_owed(sam: gate.Actor, olga: gate.Actor) -> None:
    taken_back(olga, sent=False)
    with pytest.raises(NothingSent):
        owed.claim(the_dispute(), sam, WHY)
    assert not letters()


@pytest.mark.parametrize("change", [{"booking": "cancelled"}, {"booking": "failed"}, {"way": "returned"}])
def test_where_the_parcel_never_left_or_came_back_nothing_is_owed(
    sam: gate.Actor, olga: gate.Actor, change: dict[str, str]
) -> None:
    taken_back(olga)
    Parcel.objects.update(**change)
    with pytest.raises(NothingSent):
        owed.claim(the_dispute(), sam, WHY)


@pytest.mark.parametrize("reason", ["fraudulent", "unrecognized", "debit_not_authorized"])
def test_a_buyer_who_may_be_a_victim_is_asked_only_after_a_second_look(
    sam: gate.Actor, olga: gate.Actor, reason: str
) -> None:
    taken_back(olga, reason=reason)
    with pytest.raises(Doubtful):
        owed.claim(the_dispute(), sam, WHY)
    assert not letters()
    assert owed.claim(the_dispute(), sam, WHY, sure=True)


def test_who_is_erased_or_emptied_is_not_asked(sam: gate.Actor, olga: gate.Actor) -> None:
    order = taken_back(olga)
    Order.objects.update(emptied_at=timezone.now())
    with pytest.raises(NobodyLeft):
        owed.claim(the_dispute(), sam, WHY)
    Order.objects.update(emptied_at=None)
    person = gate.person_of_party(order.whose)
    assert person is not None
    gate.erase(person, actor=gate.the_person(person))
    with pytest.raises(NobodyLeft):
        owed.claim(the_dispute(), sam, WHY)
    assert not letters()


def test_a_person_who_said_stop_is_asked_all_the_same(sam: gate.Actor, olga: gate.Actor) -> None:
    order = taken_back(olga)
    person = gate.person_of_party(order.whose)
    assert person is not None
    gate.restrict(person, actor=gate.the_person(person))
    assert owed.claim(the_dispute(), sam, WHY)
    assert channels.queue.send_due()
    assert letters()[0].state == "sent"


def test_pressed_twice_it_is_asked_for_once(sam: gate.Actor, olga: gate.Actor) -> None:
    claimed(sam, olga)
    with pytest.raises(ClaimedAlready):
        owed.claim(the_dispute(), sam, WHY)
    assert len(letters()) == 1


@pytest.mark.django_db(transaction=True, databases=["default", "vault"])
def test_two_presses_at_once_ask_once(sam: gate.Actor, olga: gate.Actor) -> None:
    order = taken_back(olga)
    pk = the_dispute()

    def press(place: int) -> str:
        try:
            owed.claim(pk, sam, WHY)
        except ClaimedAlready:
            return "already"
        return "asked"

    assert sorted(together(4, press)) == ["already", "already", "already", "asked"]
    assert (len(letters()), happened(order)) == (1, ["debt_asked"])


# -- letting it go


def test_let_go_it_is_over_and_the_letter_that_waits_stays(sam: gate.Actor, olga: gate.Actor) -> None:
    order, ref = claimed(sam, olga)
    owed.let_go(ref, LetGoFor.GOODWILL, sam)
    assert (debt().state, debt().why) == (Owing.LET_GO, "goodwill")
    channels.queue.send_due()
    assert (letters()[0].state, letters()[0].code) == ("failed", "nothing-to-tell")
    assert happened(order) == ["debt_asked", "debt_let_go"]
    for act in (lambda: owed.let_go(ref, LetGoFor.GOODWILL, sam), lambda: owed.stop(ref, sam)):
        with pytest.raises(NotPossible):
            act()


def test_only_whose_job_it_is_decides(sam: gate.Actor, olga: gate.Actor) -> None:
    _order, ref = claimed(sam, olga)
    for act in (
        lambda: owed.let_go(ref, LetGoFor.GOODWILL, olga),
        lambda: owed.stop(ref, olga),
        lambda: owed.resume(ref, olga),
        lambda: owed.opened(ref, olga),
        lambda: owed.reach(ref, "telephone", olga),
        lambda: owed.listed(owed.Shelf.OPEN, olga),
    ):
        with pytest.raises(gate.Refused):
            act()
    assert debt().state == Owing.OPEN


# -- on the shelf, and by hand


def test_every_debt_lies_on_one_shelf(sam: gate.Actor, olga: gate.Actor) -> None:
    order, ref = claimed(sam, olga)
    for state, pause, shelf in (
        ("open", "", owed.Shelf.OPEN),
        ("open", "stopped", owed.Shelf.OPEN),
        ("open", "objected", owed.Shelf.OBJECTED),
        ("open", "nobody", owed.Shelf.OBJECTED),
        ("paid", "", owed.Shelf.PAID),
        ("let_go", "objected", owed.Shelf.LET_GO),
    ):
        Debt.objects.update(state=state, pause=pause)
        assert owed.counts() == {each: int(each is shelf) for each in owed.Shelf}
        (shown,) = owed.listed(shelf, sam)
        assert (shown.ref, shown.order) == (ref, order.number)
        assert owed.waiting() == int(shelf is owed.Shelf.OBJECTED)


def test_ringing_and_writing_open_what_they_need_and_are_entered(sam: gate.Actor, olga: gate.Actor) -> None:
    order, ref = claimed(sam, olga)
    opened = owed.opened(ref, sam)
    assert opened is not None
    assert [(way.channel, way.allowed) for way in opened.ways] == [("telephone", True), ("post", True)]
    by_telephone = [line.reveal() for line in owed.reach(ref, "telephone", sam).lines]  # type: ignore[union-attr]
    assert by_telephone == [ADA.name, ADA.telephone]
    by_post = [line.reveal() for line in owed.reach(ref, "post", sam).lines]  # type: ignore[union-attr]
    assert any(ADA.street_address in line for line in by_post)
    assert ADA.email not in (*by_telephone, *by_post)
    person = gate.person_of_party(order.whose)
    assert person is not None
    lines = gate.timeline(person, actor=gate.the_person(person), limit=80)
    reached = [line.channel for line in lines if line.purpose == "collect_debt" and line.verb == "reach"]
    assert sorted(reached) == ["post", "telephone"]
    with pytest.raises(NotPossible):
        owed.reach(ref, "email", sam)
