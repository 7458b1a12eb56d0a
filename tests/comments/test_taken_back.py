"""Whoever takes their words back, stops processing or is erased is not read a moment later: not from any page that was kept."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.comments.conftest import WORDS, lines_of, page_of, shown, written
from troth import gate
from troth.catalog.models import Product
from troth.comments import desk, shelf, withdraw, write
from troth.comments.errors import Changed, NotThere
from troth.comments.models import Comment, State
from troth.comments.words import Written
from troth.people.models import User
from troth.rights import choices, erase, reader
from troth.rights.export import export
from troth.storefront import pagecache
from troth.vault.models import Key, Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def everywhere(product: Product) -> str:
    """What a visitor reads, and what this process holds of it once somebody has looked."""
    seen = page_of(product) + Client().get(f"/products/{product.slug}/comments/").content.decode()
    held = " ".join(words.text.reveal() for words in shelf._words.values() if words is not None)
    kept = vars(pagecache.store())["_cache"].values()
    pages = [pickle.loads(page) for page in kept]  # noqa: S301  (this process's own)
    return " ".join([seen, held, *(page.body(0).decode() for page in pages)])


def test_control_what_is_shown_is_on_pages_kept_and_in_memory(
    ada: gate.PersonId, flask: Product, sam: gate.Actor
) -> None:
    shown(ada, flask, sam)
    assert everywhere(flask).count(WORDS) >= 5


def test_taken_back_it_is_gone_at_once_and_nothing_keeps_it(
    ada: gate.PersonId, ada_browser: Client, flask: Product, sam: gate.Actor
) -> None:
    row = shown(ada, flask, sam)
    desk.answer(row.ref, row.turn, "We are glad of it.", sam)
    assert WORDS in everywhere(flask)
    ada_browser.post(f"/account/comments/{row.ref}/withdraw/")
    told = everywhere(flask)
    assert WORDS not in told
    assert "We are glad" not in told
    assert not Comment.objects.exists()
    assert not Record.objects.filter(kind__in=("comment", "comment_answer")).exists()
    assert [line.actor for line in lines_of(ada) if line.verb == "erase"] == ["person", "person"]


def test_erased_it_is_gone_at_once_with_its_key(
    ada: gate.PersonId, ada_account: User, flask: Product, sam: gate.Actor
) -> None:
    shown(ada, flask, sam, name="A. from Boston")
    assert WORDS in everywhere(flask)
    who = reader.of_account(ada_account)
    assert who is not None
    erase.erase(who)
    told = everywhere(flask)
    assert WORDS not in told
    assert "Boston" not in told
    assert not Comment.objects.exists()
    assert not Key.objects.filter(retention="comment").exists()


def test_the_plan_of_an_erasure_names_it(ada: gate.PersonId, flask: Product) -> None:
    written(ada, flask)
    assert any("comment" in line.kinds for line in gate.erasure_plan(ada).now)


def test_stopped_processing_takes_it_off_and_going_on_puts_it_back(
    ada: gate.PersonId, ada_account: User, flask: Product, sam: gate.Actor
) -> None:
    shown(ada, flask, sam)
    assert WORDS in everywhere(flask)
    who = reader.of_account(ada_account)
    assert who is not None
    choices.restrict(who, True)
    told = everywhere(flask)
    assert WORDS not in told
    assert "4.0 of 5" not in told  # nor do their stars count
    choices.restrict(who, False)
    assert WORDS in everywhere(flask)


def test_taken_back_while_it_is_being_approved_it_stays_so(
    ada: gate.PersonId, flask: Product, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = written(ada, flask)
    look = gate.person_of_party

    def taken_back_now(party: gate.PartyId) -> gate.PersonId | None:
        """Between the look at the row and what is decided about it."""
        found = look(party)
        withdraw.withdraw(ada, row.ref)
        return found

    monkeypatch.setattr(gate, "person_of_party", taken_back_now)
    with pytest.raises(Changed):
        desk.approve(row.ref, row.turn, sam)
    assert WORDS not in everywhere(flask)
    assert not Comment.objects.exists()


def test_control_without_the_condition_it_would_be_shown(ada: gate.PersonId, flask: Product) -> None:
    """What the race is about: a plain save writes the row back as it was read."""
    row = written(ada, flask)
    stale = Comment.objects.get(pk=row.pk)
    Comment.objects.filter(pk=row.pk).update(state=State.GOING)
    stale.state = State.SHOWN
    stale.save()
    assert Comment.objects.get(pk=row.pk).state == State.SHOWN


def test_taken_back_while_it_is_being_corrected_nothing_comes_back(
    ada: gate.PersonId, flask: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = written(ada, flask)
    collect = gate.collect

    def late(*args: object, **told: object) -> gate.Collected:
        withdraw.withdraw(ada, row.ref)
        return collect(*args, **told)  # type: ignore[arg-type]

    monkeypatch.setattr(gate, "collect", late)
    with pytest.raises(NotThere):
        write.correct(ada, row.ref, Written("It is better than I thought.", stars=5))
    assert not Comment.objects.exists()
    assert not Record.objects.filter(kind="comment").exists()


def test_nobody_takes_back_or_corrects_somebody_elses(
    ada: gate.PersonId, ben: gate.PersonId, flask: Product, sam: gate.Actor
) -> None:
    row = shown(ada, flask, sam)
    with pytest.raises(NotThere):
        withdraw.withdraw(ben, row.ref)
    with pytest.raises(NotThere):
        write.correct(ben, row.ref, Written("Changed.", stars=1))
    assert WORDS in page_of(flask)


def test_what_died_on_the_way_is_off_the_page_and_swept_up(
    ada: gate.PersonId, flask: Product, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = shown(ada, flask, sam)
    assert WORDS in everywhere(flask)
    with monkeypatch.context() as dying:
        dying.setattr(gate, "forget_unfinished", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            withdraw.withdraw(ada, row.ref)
    assert WORDS not in everywhere(flask)
    assert Record.objects.filter(kind="comment").exists()
    assert withdraw.sweep() == 0  # it may still be under way
    assert withdraw.sweep(timezone.now() + timedelta(hours=1)) == 1
    assert not Record.objects.filter(kind="comment").exists()
    assert not Comment.objects.exists()


def test_rows_of_nobody_are_swept_up(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    shown(ada, flask, sam)
    before = shelf.revision()
    gate.erase(ada, actor=gate.the_person(ada))  # from elsewhere
    assert withdraw.sweep(timezone.now() + timedelta(hours=1)) == 1
    assert not Comment.objects.exists()
    assert shelf.revision() > before


def test_it_stands_in_my_privacy_with_its_door_and_in_the_copy(
    ada: gate.PersonId, ada_account: User, ada_browser: Client, flask: Product
) -> None:
    written(ada, flask, name="A. from Boston")
    page = ada_browser.get("/my/privacy/data/").content.decode()
    assert WORDS in page
    assert "From the form for comments" in page
    who = reader.of_account(ada_account)
    assert who is not None
    with zipfile.ZipFile(io.BytesIO(export(who))) as copy:
        records = json.loads(copy.read("data.json"))["people"][0]["records"]
    (told,) = [record for record in records if record["kind"] == "comment"]
    assert (told["source"], told["fields"]) == ("comment", {"text": WORDS, "name": "A. from Boston"})


def test_a_product_that_goes_leaves_the_words_with_their_writer(
    ada: gate.PersonId, ada_browser: Client, flask: Product, sam: gate.Actor
) -> None:
    row = shown(ada, flask, sam)
    flask.delete()
    page = ada_browser.get("/account/comments/").content.decode()
    assert WORDS in page
    assert "not in the shop any more" in page
    ada_browser.post(f"/account/comments/{row.ref}/withdraw/")
    assert not Record.objects.filter(kind="comment").exists()


def test_after_five_years_it_is_gone(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    shown(ada, flask, sam)
    later = timezone.now() + timedelta(days=6 * 366)
    gate.expire(after_standstill=True, now=later)
    assert not Record.objects.filter(kind="comment").exists()
    withdraw.sweep(later)
    assert not Comment.objects.exists(), "nor product, stars and day"
    assert WORDS not in everywhere(flask)
