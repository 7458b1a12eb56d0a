"""Erasing oneself: what the plan said is what happens, the confirmation leaves first, and nothing is left behind."""

import email
import email.policy

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django_tasks_db.models import DBTaskResult

from tests.cast import ADA
from tests.channels.carriers import Saying
from tests.orders.buying import bought
from tests.rights.conftest import account, guest, last_line, orders, reading
from troth import gate
from troth.channels import mailbackend
from troth.orders import access, history, numbers
from troth.orders.models import Order
from troth.orders.states import Status
from troth.people.models import Session, User
from troth.recipients.mail_service import Handed, Outcome
from troth.rights import erase
from troth.vault.models import Record

pytestmark = pytest.mark.django_db


def text(letter):
    told = email.message_from_bytes(letter, policy=email.policy.default)
    return told.get_body(("plain",)).get_content()


def test_what_the_plan_says_is_what_happens(post):
    reader = reading(account(ADA))
    orders(ADA, reader.first)
    planned = erase.plan(reader)
    gone = {label for line in planned.now for label in line.labels}
    stays = {label for line in planned.later for label in line.labels}
    done = erase.erase(reader)
    assert (done.now, done.later, done.unfinished) == (planned.now, planned.later, planned.unfinished)
    kinds = gate.policy().kinds
    left = {kinds[kind].label for kind in Record.objects.values_list("kind", flat=True)}
    assert left == stays
    assert not left & gone
    assert gate.persons_at(ADA.email) == []


def test_the_confirmation_leaves_while_there_is_an_address_and_says_what_stays(post):
    reader, _ = guest()
    assert erase.erase(reader).told is True
    (address, letter), *more = post.letters
    assert address == ADA.email
    assert not more
    assert "Who an invoice is made out to: until" in text(letter)
    assert "Where an order goes" in text(letter)
    assert not any(mark in text(letter) for mark in ADA.marks)


@pytest.mark.parametrize("outcome", [Outcome.NEVER, Outcome.LATER, Outcome.UNKNOWN])
def test_a_mail_that_cannot_leave_does_not_hold_the_erasure_up(monkeypatch, outcome):
    monkeypatch.setattr(mailbackend, "carrier", lambda: Saying([Handed(outcome, "no")]))
    reader, _ = guest()
    assert erase.erase(reader).told is False
    assert gate.standing(reader.first) is None


def test_the_account_is_gone_with_everything_that_hung_on_it(post, client):
    user = account(ADA)
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    client.force_login(user)
    assert Session.objects.filter(user=user.pk).exists()
    orders(ADA)  # and a guest order at the same mailbox
    reader = reading(user)
    erase.erase(reader)
    left = (User, EmailAddress, Authenticator, Session)
    assert [model.objects.count() for model in left] == [0, 0, 0, 0]
    assert all(gate.standing(person) is None for person in reader.persons)


def test_an_order_under_way_keeps_its_address_and_is_named(post):
    order = bought(ADA)
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    reader, _ = guest_of(order)
    planned = erase.plan(reader)
    assert planned.unfinished == (order.number,)
    assert "Until the parcel has arrived" in " ".join(line.because for line in planned.later)
    erase.erase(reader)
    payload = gate.disclose(order.whose, purpose="fulfil_order", recipient="ups", actor=gate.system("fulfil_order"))
    assert payload.fields["order_delivery"]["street_address"].reveal() == ADA.street_address
    assert gate.person_of_party(order.whose) is None


def test_after_an_erasure_no_browser_and_no_mailed_link_shows_an_order_still_under_way(post):
    order, browser = bought(ADA), numbers.secret()
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    used, unused = (access.mint(order).split("/")[2] for _ in range(2))
    access.redeem(used, browser)
    assert history.for_browser(order.number, browser) is not None

    erase.erase(guest_of(order)[0])

    assert history.for_browser(order.number, browser) is None
    assert access.redeem(unused, numbers.secret()) is None


def guest_of(order):
    from troth.rights.reader import Reader

    person = gate.person_of_party(order.whose)
    assert person is not None
    return Reader((person,)), order.whose


def test_whom_the_gate_refuses_has_told_nobody_and_left_nothing_to_go_on(post):
    """What goes on by itself acts for the shop, which may: a refusal must not wait two minutes to become an erasure."""
    reader = reading(account(ADA))
    with pytest.raises(gate.Refused):
        erase.erase(reader, actor=gate.employee(999))
    assert post.letters == []
    assert not DBTaskResult.objects.filter(task_path__contains="erase").exists()
    assert last_line(reader.first).code == "actor_without_purpose"
    erase.erase(reader)
    assert DBTaskResult.objects.filter(task_path__contains="erase").exists(), "the control"


def test_looking_at_the_plan_changes_and_enters_nothing():
    reader, _ = guest()
    before = len(gate.timeline(reader.first, actor=gate.the_person(reader.first), limit=500)), Record.objects.count()
    erase.plan(reader)
    after = len(gate.timeline(reader.first, actor=gate.the_person(reader.first), limit=500)), Record.objects.count()
    assert after == before


def test_lines_that_say_the_same_of_two_orders_are_one():
    first, _ = orders(ADA)
    second, _ = orders(ADA)
    from troth.rights.reader import Reader

    planned = erase.plan(Reader((first, second)))
    assert len({(line.labels, line.because) for line in planned.later}) == len(planned.later)
    assert sum(line.records for line in planned.later) == 2
