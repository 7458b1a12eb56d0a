"""The buyer's own number of the purchase stands in the mails about the invoice, as far as the policy lets it."""

from __future__ import annotations

import email
import email.policy
import importlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils import timezone

from tests.channels.carriers import Keeping
from tests.orders.account.buying_on_account import ADA, account_of, buys, came, late_by, person_of
from tests.orders.buying import bought
from troth import gate, ledger
from troth.channels import mailbackend, queue
from troth.channels.models import Message, State
from troth.ledger.models import Entry
from troth.orders import desk, refunds
from troth.orders.account import remind, sending
from troth.orders.models import AccountTerms, Order
from troth.orders.models.refund import Why

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
NUMBER = "PO-4711 / Institute of Cold"
BILLED = {**ADA.address, "purchase_order": NUMBER}


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Keeping:
    carrier = Keeping()
    monkeypatch.setattr(mailbackend, "carrier", lambda: carrier)
    return carrier


@pytest.fixture
def order(terms: AccountTerms, ada: gate.PersonId) -> Order:
    return buys(ada, billing=BILLED)


def texts(post: Keeping) -> Iterator[str]:
    """Text and HTML of each letter that left."""
    queue.send_due()
    for _address, raw in post.letters:
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        for kind in ("plain", "html"):
            body = letter.get_body((kind,))
            assert body is not None
            yield body.get_content()
    post.letters.clear()


def test_confirmation_reminder_payment_and_a_smaller_invoice_name_it(
    order: Order, bilal: gate.Actor, olga: gate.Actor, post: Keeping
) -> None:
    assert [NUMBER in text for text in texts(post)] == [True, True]
    sending.send_first(order.number, bilal)
    desk.pack(order.number, olga)
    refunds.give(order.number, 100, Why.GOODWILL, actor=olga)
    assert [NUMBER in text for text in texts(post)] == [True, True]
    late_by(order, 10)
    remind.remind()
    assert [NUMBER in text for text in texts(post)] == [True, True]
    came(order, order.total - 100, bilal)
    assert [NUMBER in text for text in texts(post)] == [True, True]


def test_that_the_mail_service_is_told_is_entered_with_what_became_of_it(order: Order, post: Keeping) -> None:
    assert any(NUMBER in text for text in texts(post))
    told = disclosed()
    assert [entry.verb for entry in told] == ["disclose", "outcome"]
    assert "order_billing.purchase_order" in told[0].fields
    assert (told[0].recipient, told[1].decision) == ("mail_service", "delivered")


@pytest.mark.parametrize("place", ["troth.channels.leave.render", "troth.channels.mailbackend._address"])
def test_a_mail_that_never_left_has_told_nobody_and_the_entry_says_so(
    order: Order, post: Keeping, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """It fails before the mailbox is opened, or as it is; the next try has an entry and an outcome of its own."""
    monkeypatch.setattr(place, _fails)
    queue.send_due()
    assert [(each.verb, each.decision) for each in disclosed()][1:] == [("outcome", "failed")]
    monkeypatch.undo()
    monkeypatch.setattr(mailbackend, "carrier", lambda: post)
    Message.objects.update(next_at=timezone.now())
    assert any(NUMBER in text for text in texts(post))
    assert [each.decision for each in disclosed() if each.verb == "outcome"] == ["failed", "delivered"]


def _fails(*args: object, **named: object) -> object:
    raise OSError


def disclosed() -> list[ledger.EntryBody]:
    """All that anybody outside was told, and what became of it; the oldest first."""
    rows = Entry.objects.order_by("pk").values_list("token", flat=True)
    bodies = [ledger.entry(str(token)).body for token in rows]
    return [each for each in bodies if each.recipient == "mail_service"]


def test_control_without_the_grant_it_is_left_out_and_the_mail_leaves(
    order: Order, post: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes_away("order_billing", monkeypatch)
    told = [*texts(post)]
    assert told
    assert not any(NUMBER in text for text in told)
    assert {each.state for each in Message.objects.all()} == {State.SENT}


def test_where_the_mail_service_may_be_told_nothing_for_it_that_is_refused_and_the_mail_leaves(
    order: Order, post: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes_away("", monkeypatch)
    assert not any(NUMBER in text for text in texts(post))
    with pytest.raises(gate.Refused):
        gate.disclose(order.whose, purpose="billing", recipient="mail_service", actor=gate.system("billing"))


def takes_away(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One grant of the mail service's for billing, or all."""
    there = gate.policy()
    service = there.recipients["mail_service"]
    billing = {name: fields for name, fields in service.grants["billing"].items() if kind and name != kind}
    changed = replace(service, grants={**service.grants, "billing": billing})
    other = replace(there, recipients={**there.recipients, "mail_service": changed})
    for module in ("troth.gate.disclose", "troth.gate.known"):
        monkeypatch.setattr(importlib.import_module(module), "policy", lambda: other)


def test_who_gave_none_reads_of_none(terms: AccountTerms, ada: gate.PersonId, post: Keeping) -> None:
    buys(ada)
    told = [*texts(post)]
    assert told
    assert not any("purchase order" in text for text in told)


def test_of_an_order_that_is_paid_at_once_nothing_is_told_beside_the_address(post: Keeping) -> None:
    bought(person=person_of(account_of()), billing=BILLED)
    assert not any(NUMBER in text for text in texts(post))
    assert disclosed() == []
