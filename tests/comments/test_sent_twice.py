"""One form, pressed twice in one instant from two processes: it stands there once, and nobody is told that it does not."""

from __future__ import annotations

import threading
from contextlib import nullcontext, suppress
from typing import Any

import pytest

from tests.attacks.test_races import at_once
from tests.comments.conftest import WORDS
from troth import gate
from troth.catalog.models import Product
from troth.comments import write
from troth.comments.models import Comment, State
from troth.comments.words import Written
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
SOON = 1.0  # seconds; longer than anybody needs from the first look to the row
FORM = Written(WORDS, stars=4, key="one form")


@pytest.fixture
def both_look_before_either_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    here, look = threading.Barrier(2), write._bought

    def slowly(*about: Any) -> bool:
        with suppress(threading.BrokenBarrierError):
            here.wait(SOON)
        return look(*about)

    monkeypatch.setattr(write, "_bought", slowly)


@pytest.mark.usefixtures("both_look_before_either_begins")
def test_both_are_told_that_it_is_taken_and_it_is_there_once(ada: gate.PersonId, flask: Product) -> None:
    came = at_once(*[lambda: write.write(ada, flask.slug, FORM)] * 2)
    row = Comment.objects.get()
    assert [getattr(each, "ref", each) for each in came] == [row.ref, row.ref]
    assert row.state == State.WAITING
    assert Record.objects.filter(kind="comment").count() == 1


@pytest.mark.usefixtures("both_look_before_either_begins")
def test_control_without_waiting_for_each_other_it_is_there_twice(
    ada: gate.PersonId, flask: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "together", lambda *_: nullcontext())
    monkeypatch.setattr(write, "_collected", _after_both_began(write._collected))
    question = Written("Does it come in brown?", key="one form")
    at_once(*[lambda: write.write(ada, flask.slug, question)] * 2)
    assert Comment.objects.count() == 2


def test_a_process_that_died_before_the_words_were_kept_takes_no_form_along(
    ada: gate.PersonId, flask: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(write, "_collected", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write.write(ada, flask.slug, FORM)
    taken = write.write(ada, flask.slug, FORM)
    assert Comment.objects.get(ref=taken.ref).state == State.WAITING


def test_the_same_word_from_somebody_else_is_a_comment_of_theirs(
    ada: gate.PersonId, ben: gate.PersonId, flask: Product
) -> None:
    first, second = write.write(ada, flask.slug, FORM), write.write(ben, flask.slug, FORM)
    assert first.ref != second.ref
    assert Comment.objects.filter(state=State.WAITING).count() == 2


def _after_both_began(collected: Any) -> Any:
    here = threading.Barrier(2)

    def slowly(*about: Any) -> object:
        with suppress(threading.BrokenBarrierError):
            here.wait(SOON)
        return collected(*about)

    return slowly
