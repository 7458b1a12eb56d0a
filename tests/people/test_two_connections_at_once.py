"""Two connections of an account are taken away at once, in two windows: one stays, for it is the only way in."""

from __future__ import annotations

import threading
from contextlib import nullcontext, suppress
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.attacks.test_races import at_once
from tests.people.test_introduced import newcomer
from troth.people.introduced import links
from troth.people.models import SignInLink, User
from troth.people.second_factor import SignInState

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
SOON = 1.0  # seconds; longer than anybody needs from the door to the last look


@pytest.fixture
def two(client: Client) -> User:
    """Somebody with two services and no password."""
    user = newcomer(client)
    SignInLink.objects.create(user=user, service="another", subject="a" * 64, seal="b" * 64)
    return user


@pytest.fixture(autouse=True)
def both_look_before_either_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks what is left waits for the other; who is kept out by the lock never comes, and the wait ends."""
    here, look = threading.Barrier(2), links.sign_in_state

    def slowly(user: User) -> SignInState:
        with suppress(threading.BrokenBarrierError):
            here.wait(SOON)
        return look(user)

    monkeypatch.setattr(links, "sign_in_state", slowly)


def taken_away(user: User) -> list[object]:
    ids = [each.id for each in links.links_of(user)]
    return at_once(*(lambda link=link: links.disconnect(user, link) for link in ids))


def test_one_of_them_stays(two: User) -> None:
    came = taken_away(two)
    assert SignInLink.objects.filter(user=two).count() == 1
    assert sorted(type(each).__name__ for each in came) == ["OnlyWay", "bool"]


def test_control_without_the_lock_nobody_could_sign_in_any_more(two: User, monkeypatch: pytest.MonkeyPatch) -> None:
    unlocked = SimpleNamespace(objects=SimpleNamespace(select_for_update=User.objects.all))
    monkeypatch.setattr(links, "User", unlocked)
    monkeypatch.setattr(links, "transaction", SimpleNamespace(atomic=lambda using: nullcontext()))
    assert taken_away(two) == [True, True]
    assert not SignInLink.objects.filter(user=two).exists()
