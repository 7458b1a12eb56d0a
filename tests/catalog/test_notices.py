"""Back in stock: asked for once, confirmed where it must be, told once, and forgotten."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from tests.cast import ADA, BEN, CHIARA
from tests.catalog import goods
from tests.catalog.letters import newest, subjects
from tests.channels.carriers import Keeping
from tests.rights.conftest import _cheap_hashes as _cheap_hashes
from tests.rights.conftest import account, guest
from tests.rights.conftest import post as post
from troth import channels, gate
from troth.catalog import stock
from troth.catalog.models import StockWish, Variant, WishState
from troth.catalog.notices import ask, tell, waiting
from troth.catalog.notices.ask import Outcome
from troth.channels import queue
from troth.people.persons import person_behind
from troth.rights import erase, export, reader

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def flask() -> Variant:
    return goods.only_variant(goods.product("Flask", goods.variant(stock=0, sku="F-1")))


def link_in(post: Keeping) -> str:
    found = re.search(r"/notices/([\w-]{43})/", newest(post))
    assert found is not None
    return found[1]


def confirmed(variant: Variant, email: str, post: Keeping) -> StockWish:
    ask.ask_at(variant.ref, email)
    queue.send_due()
    wish = ask.behind(link_in(post))
    assert wish is not None
    ask.confirm(wish)
    return wish


def told(post: Keeping) -> list[str]:
    """The round's work, until the letters have left; subjects of those that tell."""
    tell.tell_due()
    queue.send_due()
    return [subject for subject in subjects(post) if subject.startswith("It is back")]


def test_a_guest_says_yes_by_mail_is_told_once_and_then_forgotten(flask: Variant, post: Keeping) -> None:
    assert ask.ask_at(flask.ref, CHIARA.email) is Outcome.MAILED
    (person,) = gate.guests_at(CHIARA.email)
    queue.send_due()
    assert not gate.may_reach(person, "back_in_stock", "email").allowed

    wish = ask.behind(link_in(post))
    assert wish is not None
    ask.confirm(wish)
    assert told(post) == []  # still sold out

    stock.release(flask.pk, 5)
    assert told(post) == ["It is back: Flask"]
    assert "/products/flask/?variant=F-1" in newest(post)
    assert "/my/privacy/stop/back_in_stock/" in newest(post)
    stock.reserve(flask.pk, 5)
    stock.release(flask.pk, 5)
    assert len(told(post)) == 1

    assert tell.sweep(timezone.now() + timedelta(days=31)) == 1
    assert gate.standing(person) is None
    assert not StockWish.objects.exists()


def test_nobody_is_told_whose_mailbox_has_not_answered(flask: Variant, post: Keeping) -> None:
    ask.ask_at(flask.ref, CHIARA.email)
    queue.send_due()
    stock.release(flask.pk, 5)

    assert told(post) == []
    (person,) = gate.guests_at(CHIARA.email)
    assert tell.sweep(timezone.now() + timedelta(days=8)) == 1
    assert gate.standing(person) is None


def test_an_account_with_a_proven_address_is_on_the_list_at_once(flask: Variant, post: Keeping) -> None:
    ben = person_behind(account(BEN))

    assert ask.ask(flask.ref, ben, proven=True) is Outcome.WAITING
    assert ask.ask(flask.ref, ben, proven=True) is Outcome.WAITING
    stock.release(flask.pk, 5)

    assert told(post) == ["It is back: Flask"]
    assert tell.sweep(timezone.now() + timedelta(days=31)) == 1
    assert gate.standing(ben) is not None  # the account stays


def test_an_account_whose_address_nobody_confirmed_is_asked_by_mail_first(flask: Variant, post: Keeping) -> None:
    ben = person_behind(account(BEN, proven=False))

    assert ask.ask(flask.ref, ben, proven=False) is Outcome.MAILED
    stock.release(flask.pk, 5)

    assert told(post) == []
    assert not gate.may_reach(ben, "back_in_stock", "email").allowed


def test_an_address_typed_by_somebody_else_changes_nothing_for_its_owner(flask: Variant, post: Keeping) -> None:
    ben = person_behind(account(BEN))

    assert ask.ask_at(flask.ref, BEN.email) is Outcome.MAILED
    stock.release(flask.pk, 5)

    assert told(post) == []
    assert not gate.may_reach(ben, "back_in_stock", "email").allowed
    assert gate.guests_at(BEN.email) == []
    tell.sweep(timezone.now() + timedelta(days=8))
    assert gate.standing(ben) is not None


@pytest.mark.parametrize("word", ["choice", "restricted"])
def test_the_gate_is_asked_when_the_message_leaves(flask: Variant, post: Keeping, word: str) -> None:
    ada = person_behind(account(ADA))
    ask.ask(flask.ref, ada, proven=True)
    stock.release(flask.pk, 5)
    assert tell.tell_due() == 1

    actor = gate.the_person(ada)
    if word == "choice":
        gate.choose(ada, "back_in_stock", "email", gate.State.WITHDRAWN, actor=actor, source="preferences")
    else:
        gate.restrict(ada, actor=actor)
    queue.send_due()

    assert subjects(post) == []
    assert queue.counts()["refused"] == 1


def test_the_way_out_in_the_mail_holds_for_what_is_still_waited_for(flask: Variant, post: Keeping) -> None:
    other = goods.only_variant(goods.product("Other", goods.variant(stock=0)))
    ada = person_behind(account(ADA))
    for variant in (flask, other):
        ask.ask(variant.ref, ada, proven=True)
    stock.release(flask.pk, 1)
    assert len(told(post)) == 1
    found = re.search(r"/my/privacy/stop/back_in_stock/([\w-]+)/", newest(post))
    assert found is not None

    from troth.rights import stop

    behind = stop.behind("back_in_stock", found[1])
    assert behind is not None
    stop.stop(behind)
    stock.release(other.pk, 1)

    assert len(told(post)) == 1


def test_two_workers_tell_once(flask: Variant, post: Keeping) -> None:
    ada = person_behind(account(ADA))
    ask.ask(flask.ref, ada, proven=True)
    stock.release(flask.pk, 1)
    (wish,) = StockWish.objects.all()

    assert tell._tell(wish, timezone.now())
    assert not tell._tell(wish, timezone.now())  # the other one read the row before


@pytest.mark.parametrize("columns", [{"stock": 3}, {"oversell": True}, {"tracked": False}])
def test_what_can_be_bought_is_not_waited_for(flask: Variant, columns: dict[str, int]) -> None:
    Variant.objects.filter(pk=flask.pk).update(**columns)

    assert ask.ask_at(flask.ref, CHIARA.email) is Outcome.THERE
    assert gate.persons_at(CHIARA.email) == []


def test_what_is_not_sold_is_not_waited_for(flask: Variant) -> None:
    Variant.objects.filter(pk=flask.pk).update(offered=False)

    assert ask.ask_at(flask.ref, CHIARA.email) is Outcome.GONE
    assert not StockWish.objects.exists()


def test_two_wishes_of_one_person_look_unlike_and_name_nobody(flask: Variant) -> None:
    other = goods.only_variant(goods.product("Other", goods.variant(stock=0)))
    ada = person_behind(account(ADA))
    for variant in (flask, other):
        ask.ask(variant.ref, ada, proven=True)

    first, second = StockWish.objects.values_list("to", flat=True)
    assert first != second
    assert str(ada) not in first + second


def test_people_see_and_end_their_own_wishes_only(flask: Variant) -> None:
    ada, ben = person_behind(account(ADA)), person_behind(account(BEN))
    ask.ask(flask.ref, ada, proven=True)
    (wish,) = waiting.of([ada])

    assert (wish.title, wish.path, wish.state) == ("Flask", "/products/flask/", WishState.WAITING)
    assert waiting.of([ben]) == ()
    assert not waiting.end([ben], wish.ref)
    assert waiting.end([ada], wish.ref)
    assert waiting.of([ada]) == ()


def test_a_guest_with_an_order_is_not_forgotten_with_a_wish(flask: Variant, post: Keeping) -> None:
    chiara = guest(CHIARA)[0].first
    confirmed(flask, CHIARA.email, post)

    (wish,) = waiting.of([chiara])
    waiting.end([chiara], wish.ref)

    assert gate.standing(chiara) is not None


def test_a_guest_who_waits_for_two_things_is_forgotten_after_the_second(flask: Variant, post: Keeping) -> None:
    other = goods.only_variant(goods.product("Other", goods.variant(stock=0)))
    confirmed(flask, CHIARA.email, post)
    confirmed(other, CHIARA.email, post)
    (person,) = gate.guests_at(CHIARA.email)

    first, second = waiting.of([person])
    waiting.end([person], first.ref)
    assert gate.standing(person) is not None
    waiting.end([person], second.ref)
    assert gate.standing(person) is None


def test_wishes_are_in_the_copy_and_go_with_the_person(flask: Variant, post: Keeping) -> None:
    ada = account(ADA)
    ask.ask(flask.ref, person_behind(ada), proven=True)
    who = reader.of_account(ada)
    assert who is not None

    assert b'"waits_for"' in _data(export.export(who))
    erase.erase(who)

    assert not StockWish.objects.exists()


def _data(packed: bytes) -> bytes:
    import zipfile
    from io import BytesIO

    return zipfile.ZipFile(BytesIO(packed)).read("data.json")


def test_a_process_that_dies_between_row_and_person_leaves_nothing(
    flask: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_told: object, **_more: object) -> None:
        raise SystemExit

    monkeypatch.setattr(channels, "send", dies)  # after the person was made, before the mail was queued
    with pytest.raises(SystemExit):
        ask.ask_at(flask.ref, CHIARA.email)
    (person,) = gate.guests_at(CHIARA.email)

    tell.sweep(timezone.now() + timedelta(days=8))

    assert gate.standing(person) is None


@pytest.mark.parametrize("named", [True, False])
def test_a_new_secret_of_the_shop_holds_up_nobody(
    named: bool, flask: Variant, post: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the old one is named the wish stands; without it nobody can tell whose it was, and it ends."""
    ben = person_behind(account(BEN))
    ask.ask(flask.ref, ben, proven=True)
    old = settings.SECRET_KEY
    monkeypatch.setattr(settings, "SECRET_KEY", "a secret of tomorrow")
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [old] if named else [])
    assert len(waiting.of([ben])) == named
    assert waiting.forget([person_behind(account(ADA))]) == 0, "an erasure looks at every wish"
    stock.release(flask.pk, 5)
    assert told(post) == ["It is back: Flask"] * named
    assert StockWish.objects.filter(state=WishState.WAITING).count() == 0
