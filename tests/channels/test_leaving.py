"""A message asks again when it leaves; what became of it is written down."""

import email
import email.policy
import logging
import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.cast import ADA
from tests.channels.carriers import Dying, Killed, Saying
from tests.channels.conftest import joins, use_carrier
from troth import channels, gate
from troth.channels import queue
from troth.channels.errors import NotSealed, UnknownTemplate
from troth.channels.models import Message, State
from troth.recipients.mail_service import Handed, Outcome
from troth.tasks import NotAnId

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def letter(post, number: int = 0) -> email.message.EmailMessage:
    return email.message_from_bytes(post.letters[number][1], policy=email.policy.default)


def later(**time: float) -> None:
    """Let time pass for every message."""
    for message in Message.objects.all():
        message.next_at -= timedelta(**time)
        message.lease_until = message.lease_until and message.lease_until - timedelta(**time)
        message.save()


def test_an_order_mail_reaches_the_party_of_the_order(party, post):
    message = channels.send("order_placed", party, order=7)
    assert queue.send_due() == 1
    message.refresh_from_db()
    assert (message.state, message.attempts, message.to) == (State.SENT, 1, "")
    assert [address for address, _ in post.letters] == [ADA.email]
    assert letter(post)["To"] == ADA.email
    assert letter(post)["Message-ID"] == f"<{message.pk}@localhost>"
    assert queue.send_due() == 0


def test_an_account_mail_reaches_the_person_and_the_alias(ada, post):
    channels.send("account_exists", ada)
    channels.send("account_exists", gate.aliases_of(ada)[0])
    assert queue.send_due() == 2
    assert {address for address, _ in post.letters} == {ADA.email}


def test_an_alias_that_leads_nowhere_is_refused_quietly(db, post):
    message = channels.send("account_unknown", gate.new_alias())
    queue.send_due()
    message.refresh_from_db()
    assert (message.state, message.code) == (State.REFUSED, "nobody")
    assert post.letters == []


def test_a_message_rolled_back_with_its_order_is_never_sent(party, post):
    def places_and_fails():
        with transaction.atomic():
            channels.send("order_placed", party, order=7)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        places_and_fails()
    assert queue.send_due() == 0


def test_an_opt_out_between_queueing_and_leaving_is_kept(ada, post, news):
    gate.choose(ada, "newsletter", "email", gate.State.GRANTED, actor=gate.the_person(ada), source="preferences")
    message = channels.send(news, ada)
    gate.choose(ada, "newsletter", "email", gate.State.WITHDRAWN, actor=gate.the_person(ada), source="preferences")

    queue.send_due()

    message.refresh_from_db()
    assert message.state == State.REFUSED
    assert message.clause
    assert post.letters == []
    newest = gate.timeline(ada, actor=gate.the_person(ada))[0]
    assert (newest.purpose, newest.decision) == ("newsletter", "refused")


def test_the_same_message_without_the_opt_out_leaves(ada, post, news):
    """The control of the test above."""
    gate.choose(ada, "newsletter", "email", gate.State.GRANTED, actor=gate.the_person(ada), source="preferences")
    channels.send(news, ada)
    queue.send_due()
    assert len(post.letters) == 1


def test_order_mails_go_on_after_everything_was_stopped(post):
    from tests.channels.conftest import orders

    party = orders(ADA)
    person = gate.person_of_party(party)
    gate.restrict(person, actor=gate.the_person(person))
    channels.send("order_placed", party, order=7)
    queue.send_due()
    assert len(post.letters) == 1


def test_an_erased_person_gets_no_mail(ada, post):
    message = channels.send("account_exists", ada)
    gate.erase(ada, actor=gate.the_person(ada))
    queue.send_due()
    message.refresh_from_db()
    assert message.state == State.REFUSED
    assert post.letters == []


def test_when_the_gate_refuses_no_mail_leaves(party, post, monkeypatch):
    def refuses(*args, **named):
        raise gate.Refused("3b.mails", "closed", "Not now.")

    monkeypatch.setattr(gate, "use", refuses)
    message = channels.send("order_placed", party, order=7)
    queue.send_due()
    message.refresh_from_db()
    assert (message.state, message.clause, message.code) == (State.REFUSED, "3b.mails", "closed")
    assert post.letters == []


def test_a_busy_mail_server_is_tried_again_later(party, monkeypatch):
    carrier = use_carrier(monkeypatch, Saying([Handed(Outcome.LATER, "smtp-451"), Handed(Outcome.TAKEN)]))
    message = channels.send("order_placed", party, order=7)
    assert queue.send_due() == 1, "not again before its pause is over"
    message.refresh_from_db()
    assert (message.state, message.code) == (State.QUEUED, "smtp-451")
    later(minutes=1)
    queue.send_due()
    message.refresh_from_db()
    assert (message.state, message.attempts, carrier.asked) == (State.SENT, 2, 2)


def test_a_mail_server_that_stays_away_is_given_up_at_last(party, monkeypatch):
    carrier = use_carrier(monkeypatch, Saying([Handed(Outcome.LATER, "mail-unreachable")]))
    message = channels.send("order_placed", party, order=7)
    for _ in range(12):
        queue.send_due()
        later(days=3)
    message.refresh_from_db()
    assert (message.state, message.code) == (State.FAILED, "mail-unreachable")
    assert carrier.asked == len(queue.PAUSES) + 1
    assert queue.send_again(message)
    assert Message.objects.get().state == State.QUEUED


@pytest.mark.parametrize(("outcome", "state"), [(Outcome.NEVER, State.FAILED), (Outcome.UNKNOWN, State.UNKNOWN)])
def test_what_must_not_be_repeated_is_not(party, monkeypatch, outcome, state):
    carrier = use_carrier(monkeypatch, Saying([Handed(outcome, "smtp-550")]))
    message = channels.send("order_placed", party, order=7)
    queue.send_due()
    later(days=9)
    queue.send_due()
    message.refresh_from_db()
    assert (message.state, carrier.asked) == (state, 1)
    assert queue.counts()[state] == 1
    assert [trouble.pk for trouble in queue.troubles(5)] == [message.pk]


def test_a_worker_killed_before_the_hand_over_loses_nothing(party, post, monkeypatch):
    message = channels.send("order_placed", party, order=7)
    monkeypatch.setattr(gate, "use", dies)
    with pytest.raises(Killed):
        queue.send_due()
    monkeypatch.undo()
    use_carrier(monkeypatch, post)
    told_again(monkeypatch)
    assert queue.send_due() == 0, "its lease still runs"
    later(minutes=2)
    assert queue.send_due() == 1
    message.refresh_from_db()
    assert (message.state, message.attempts, len(post.letters)) == (State.SENT, 2, 1)


def test_a_worker_killed_during_the_hand_over_leaves_an_unknown_outcome(party, post, monkeypatch):
    message = channels.send("order_placed", party, order=7)
    use_carrier(monkeypatch, Dying())
    with pytest.raises(Killed):
        queue.send_due()
    use_carrier(monkeypatch, post)
    later(minutes=2)
    assert queue.send_due() == 0
    message.refresh_from_db()
    assert (message.state, message.code) == (State.UNKNOWN, "worker-died")
    assert post.letters == []


def test_a_worker_that_was_thought_dead_hands_nothing_over(party, post, monkeypatch):
    """Between asking the gate and the carrier its lease ran out and another worker took the message."""
    message = channels.send("order_placed", party, order=7)
    real = gate.use

    def slow(*args, **named):
        Message.objects.filter(pk=message.pk).update(attempts=9)
        return real(*args, **named)

    monkeypatch.setattr(gate, "use", slow)
    queue.send_due()
    assert post.letters == []
    assert Message.objects.get().attempts == 9


def test_a_mistake_in_a_room_stops_nothing_else(party, post, monkeypatch, caplog):
    monkeypatch.setitem(channels.templates._facts, "order_paid", breaks)
    broken, fine = channels.send("order_paid", party, order=1), channels.send("order_placed", party, order=1)
    with caplog.at_level(logging.DEBUG):
        queue.send_due()
    assert Message.objects.get(pk=broken.pk).state == State.QUEUED
    assert Message.objects.get(pk=fine.pk).state == State.SENT
    assert ADA.email not in caplog.text
    assert "ValueError" in caplog.text


def test_a_missing_fact_fails_loudly(party, post, monkeypatch, caplog):
    monkeypatch.setitem(channels.templates._facts, "order_paid", lambda leaving: {"number": "T-1"})
    message = channels.send("order_paid", party, order=1)
    queue.send_due()
    message.refresh_from_db()
    assert (message.state, message.code) == (State.FAILED, "MissingFact")
    assert "total" in caplog.text


def test_sending_now_answers_what_became_of_it(ada, post):
    assert channels.send_now("account_exists", ada).state == State.SENT
    assert len(post.letters) == 1


def test_only_ids_are_queued(party):
    for said in (ADA.email, ADA.name, ADA.telephone, None, {"a": 1}):
        with pytest.raises(NotAnId):
            channels.send("order_placed", party, order=said)
    for nobody in (ADA.email, uuid.uuid4(), f"{ADA.email}\n@sealed.invalid", "", None):
        with pytest.raises(NotSealed):
            channels.send("order_placed", nobody, order=1)
    with pytest.raises(UnknownTemplate):
        channels.send("special_offer", party)
    assert not Message.objects.exists()


def test_the_row_does_not_say_which_person(db):
    person = joins(ADA)
    first, second = (channels.send("account_exists", person) for _ in range(2))
    assert first.to != second.to
    for message in (first, second):
        assert str(person) not in message.to
        assert person.hex not in message.to


def test_old_messages_are_swept_away(party, post):
    channels.send("order_placed", party, order=1)
    queue.send_due()
    assert queue.sweep(timezone.now() + timedelta(days=29)) == 0
    assert queue.sweep(timezone.now() + timedelta(days=31)) == 1


def dies(*args, **named):
    raise Killed


def breaks(leaving):
    raise ValueError(ADA.email)


def told_again(monkeypatch) -> None:
    facts = {"number": "T-7K4Q-93", "url": "/orders/x/", "lines": [], "total": "$ 4.00"}
    monkeypatch.setitem(channels.templates._facts, "order_placed", lambda leaving: facts)
