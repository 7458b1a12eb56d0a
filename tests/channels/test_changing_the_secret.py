"""The shop's secret is changed while messages wait: they leave, and nobody's "no" is held up by one that can't be addressed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from tests.channels.carriers import Keeping
from tests.channels.conftest import ada as ada
from tests.channels.conftest import ben as ben
from tests.channels.conftest import post as post
from troth import channels, gate
from troth.channels import errors, fence, handles, queue
from troth.channels.models import Message, State

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
NEW = "a secret of tomorrow, which nobody has used for anything yet"


def changed(monkeypatch: pytest.MonkeyPatch, *, named: bool) -> None:
    old = settings.SECRET_KEY
    monkeypatch.setattr(settings, "SECRET_KEY", NEW)
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [old] if named else [])


def test_what_waits_leaves_all_the_same(ada: gate.PersonId, post: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = channels.send("account_exists", ada)
    changed(monkeypatch, named=True)
    assert handles.take(waits.whose, waits.to) == ada
    queue.send_due()
    assert Message.objects.get(pk=waits.pk).state == State.SENT
    assert handles.take(*handles.put(ada)) == ada, "and what is written from now on is under the new one"


def test_control_without_the_old_one_it_has_failed(
    ada: gate.PersonId, post: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = channels.send("account_exists", ada)
    changed(monkeypatch, named=False)
    with pytest.raises(errors.NotSealed):
        handles.take(waits.whose, waits.to)
    queue.send_due()
    told = Message.objects.get(pk=waits.pk)
    assert (told.state, told.code) == (State.FAILED, "NotSealed")


@pytest.mark.parametrize("named", [True, False])
def test_a_no_looks_past_what_can_not_be_addressed(
    named: bool, ada: gate.PersonId, ben: gate.PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = channels.send("account_exists", ada)
    Message.objects.filter(pk=waits.pk).update(state=State.LEASED, lease_until=timezone.now() + timedelta(minutes=1))
    changed(monkeypatch, named=named)
    assert fence.in_flight(ada) is named
    assert not fence.in_flight(ben)
