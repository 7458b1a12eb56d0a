"""Two things happen to one comment at the same moment, or a process dies in between: what stands is whole, and was read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.catalog import goods
from tests.comments.conftest import WORDS, page_of, shown, written
from tests.office.conftest import hired
from tests.orders.buying import bought
from troth import gate
from troth.catalog.models import Product
from troth.channels import queue
from troth.channels.models import Message
from troth.comments import desk, shelf, withdraw, write
from troth.comments.errors import Changed, WrittenAlready
from troth.comments.models import Comment, State
from troth.comments.words import Written
from troth.orders.risk import known
from troth.people.models import User
from troth.rights import choices, on_request, reader
from troth.rights.at_work import at_work
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

LATER = "It broke on the second day."


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object], *, before: bool = False) -> None:
    """Once, as the vault takes something in."""
    collect, left = gate.collect, [happens]

    def slow(*args: Any, **told: Any) -> gate.Collected:
        now = left.pop() if left else lambda: None
        if before:
            now()
        taken = collect(*args, **told)
        if not before:
            now()
        return taken

    monkeypatch.setattr(gate, "collect", slow)


def test_of_two_corrections_at_once_the_row_knows_the_words_that_the_vault_has(
    ada: gate.PersonId, flask: Product, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = written(ada, flask)
    meanwhile(monkeypatch, lambda: write.correct(ada, row.ref, Written(LATER, stars=1)))
    write.correct(ada, row.ref, Written("It is better than I thought.", stars=5))
    row.refresh_from_db()
    assert (row.state, row.record, row.stars) == (State.WAITING, Record.objects.get(party=row.party).id, 1)
    desk.approve(row.ref, row.turn, sam)
    assert LATER in page_of(flask)


def test_stars_given_twice_at_once_stand_once(
    ada: gate.PersonId, flask: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, first = write._bought, [True]

    def slow(*about: Any) -> bool:
        """Between the first look at what they gave and the moment from which on others wait."""
        if first.pop() if first else False:
            write.write(ada, flask.slug, Written("Splendid.", stars=5))
        return looked(*about)

    monkeypatch.setattr(write, "_bought", slow)
    with pytest.raises(WrittenAlready):
        write.write(ada, flask.slug, Written(WORDS, stars=4))
    assert list(Comment.objects.values_list("stars", flat=True)) == [5]
    assert Record.objects.filter(kind="comment").count() == 1


def test_a_form_sent_again_after_its_process_died_is_taken_in_whole(
    ada: gate.PersonId, flask: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(write, "_waits", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write.write(ada, flask.slug, Written(WORDS, stars=4, key="one form"))
    write.write(ada, flask.slug, Written(WORDS, stars=4, key="one form"))
    assert Comment.objects.get().state == State.WAITING
    assert withdraw.sweep(timezone.now() + timedelta(hours=1)) == 0


def test_taken_back_while_we_answer_no_answer_is_left(
    ada: gate.PersonId, flask: Product, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = shown(ada, flask, sam)
    meanwhile(monkeypatch, lambda: withdraw.withdraw(ada, row.ref), before=True)
    with pytest.raises(Changed):
        desk.answer(row.ref, row.turn, "We are glad of it.", sam)
    assert not Record.objects.filter(kind__in=("comment", "comment_answer")).exists()


def test_what_is_taken_back_while_a_page_is_made_does_not_stay_in_memory(
    ada: gate.PersonId, flask: Product, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, asked = shown(ada, flask, sam), shelf._asked

    def slow(rows: list[Any]) -> dict[int, shelf.Words | None]:
        found = asked(rows)
        withdraw.withdraw(ada, row.ref)
        shelf.on_product(flask.pk, shelf.revision())  # somebody else's page, made meanwhile
        return found

    with monkeypatch.context() as here:
        here.setattr(shelf, "_asked", slow)
        assert shelf.on_product(flask.pk, shelf.revision()).said, "the control: this page was asked for before"
    assert not shelf._words


def test_of_words_that_are_sealed_nothing_is_decided(
    ada: gate.PersonId, ada_account: User, flask: Product, sam: gate.Actor
) -> None:
    row, who = written(ada, flask), reader.of_account(ada_account)
    assert who is not None
    choices.restrict(who, True)
    assert desk.queue(State.WAITING, sam).comments == ()
    row.refresh_from_db()
    for decide in (
        lambda: desk.approve(row.ref, row.turn, sam),
        lambda: desk.answer(row.ref, row.turn, "We are glad of it.", sam),
    ):
        with pytest.raises(Changed):
            decide()
    choices.restrict(who, False)
    assert WORDS not in page_of(flask), "nobody has read it"
    assert len(desk.queue(State.WAITING, sam).comments) == 1


@pytest.mark.parametrize("by_us", [False, True])
def test_a_stop_that_was_cut_short_is_carried_out_when_it_is_asked_for_again(
    by_us: bool, ada: gate.PersonId, ada_account: User, flask: Product, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(ada, flask, sam)
    assert WORDS in page_of(flask)
    who, paul = reader.of_account(ada_account), at_work(hired("privacy_officer").pk)
    assert who is not None

    def stop() -> None:
        on_request.restrict(ada, paul, True) if by_us else choices.restrict(who, True)

    with monkeypatch.context() as dying:
        dying.setattr(withdraw, "rest", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            stop()
    stop()
    assert WORDS not in page_of(flask)
    before = shelf.revision()
    stop()
    assert shelf.revision() == before, "and what is so already is left as it is"


@pytest.mark.parametrize("then", ["corrected", "taken back"])
def test_no_mail_tells_what_is_not_so_any_more(then: str, ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    row = shown(ada, flask, sam)
    if then == "corrected":
        write.correct(ada, row.ref, Written(LATER, stars=1))
    else:
        withdraw.withdraw(ada, row.ref)
    queue.send_due()
    message = Message.objects.get(template="comment_news")
    assert (message.state, message.code) == ("failed", "nothing-to-tell")


def test_another_product_at_its_former_address_has_none_of_its_comments(
    ada: gate.PersonId, flask: Product, sam: gate.Actor
) -> None:
    shown(ada, flask, sam)
    assert WORDS in page_of(flask), "the control"
    slug = flask.slug
    flask.delete()
    other = goods.product("Another flask", goods.variant(900, sku="AF"))
    Product.objects.filter(pk=other.pk).update(slug=slug)
    other.refresh_from_db()
    assert WORDS not in page_of(other)


def test_rows_of_many_who_are_gone_are_all_swept_up(
    ada: gate.PersonId, ben: gate.PersonId, flask: Product, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withdraw, "BATCH", 1)
    for person in (ada, ben):
        shown(person, flask, sam)
        gate.erase(person, actor=gate.the_person(person))  # from elsewhere
    assert withdraw.sweep(timezone.now() + timedelta(hours=1)) == 2


def test_what_is_taken_back_does_not_lie_in_the_log_of_the_store(
    ada: gate.PersonId, flask: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut: list[str] = []
    row = written(ada, flask)
    monkeypatch.setattr(sys.modules["troth.gate.discard"], "cut_log", cut.append)
    withdraw.withdraw(ada, row.ref)
    assert cut == ["vault"]


def test_a_comment_is_no_earlier_order(ada: gate.PersonId, flask: Product) -> None:
    """Whoever wrote something first would not be looked at as somebody who orders for the first time."""
    written(ada, flask)
    first, second = (bought(ADA, (flask.variants.get(), 1), person=ada) for _ in range(2))
    assert known._is_first(second) is False, "the control"
    second.delete()
    assert known._is_first(first) is True
