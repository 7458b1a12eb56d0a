"""A link pressed twice in one instant, and one new address typed twice: one yes, one person, one subscription."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from threading import Barrier
from typing import Any

import pytest

from tests.attacks.test_races import at_once
from tests.leads.signing_up import DORA, said
from troth import gate
from troth.leads.models import SignUp
from troth.leads.sign_ups import ask, confirm
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
PRESSES = 4


def link() -> confirm.Asked:
    ask.ask_at(DORA, ["newsletter"])
    found = confirm.of(SignUp.objects.latest("pk").pk)
    assert found is not None
    return found


def test_one_of_them_counts() -> None:
    found = link()
    came = at_once(*[partial(confirm.confirm, found) for _press in range(PRESSES)])
    assert sorted(came) == [False] * (PRESSES - 1) + [True]
    (dora,) = gate.guests_at(DORA)
    assert said(dora) == {"newsletter": "granted"}
    assert Record.objects.filter(kind="subscription").count() == 1


def test_two_links_of_one_mailbox_make_one_subscription() -> None:
    first, second = link(), link()
    assert at_once(partial(confirm.confirm, first), partial(confirm.confirm, second)) == [True, True]
    assert (len(gate.guests_at(DORA)), Record.objects.filter(kind="subscription").count()) == (1, 1)


def typed_at_once() -> int:
    """How many people one new address makes."""
    at_once(*[partial(ask.ask_at, DORA, ["newsletter"]) for _each in range(2)])
    return len(gate.guests_at(DORA))


def test_an_address_typed_twice_is_one_person() -> None:
    assert typed_at_once() == 1


def test_the_race_is_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with nobody waiting, each looks before anybody is there."""
    looked, looks = Barrier(2), ask.known_at

    @contextmanager
    def nobody_waits(*_people: Any, **_addresses: Any) -> Any:
        yield

    monkeypatch.setattr(gate, "together", nobody_waits)
    monkeypatch.setattr(ask, "known_at", lambda email: (looks(email), looked.wait(20))[0])
    assert typed_at_once() == 2
