"""Those whose job it is read what waits, and decide about what they saw and nothing else."""

from __future__ import annotations

import re

import pytest

from tests.comments.conftest import WORDS, lines_of, page_of, shown, written
from tests.office.conftest import hired, signed_in
from troth import gate
from troth.catalog.models import Product
from troth.channels.models import Message
from troth.comments import desk, mine, write
from troth.comments.errors import Changed, HoldsContact
from troth.comments.models import Comment, State, Why
from troth.comments.words import Written

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HERE = "/office/comments/"


@pytest.mark.parametrize("job", ["customer_service", "marketing"])
def test_they_read_it_and_the_writer_sees_that_they_did(job: str, ada: gate.PersonId, flask: Product) -> None:
    written(ada, flask)
    page = signed_in(hired(job)).get(HERE).content.decode()
    assert WORDS in page
    looks = [line for line in lines_of(ada) if line.purpose == "product_comments" and line.verb == "use"]
    assert len(looks) == 1


@pytest.mark.parametrize("job", ["order_desk", "bookkeeping", "privacy_officer", "site_keeper"])
def test_others_neither_read_nor_decide(job: str, ada: gate.PersonId, flask: Product) -> None:
    row, browser = written(ada, flask), signed_in(hired(job))
    answers = [
        browser.get(HERE),
        browser.post(f"{HERE}{row.ref}/decide/", {"decision": "show", "turn": row.turn}),
        browser.post(f"{HERE}{row.ref}/answer/", {"text": "We are glad.", "turn": row.turn}),
    ]
    assert [each.status_code for each in answers] == [403, 403, 403]
    row.refresh_from_db()
    assert row.state == State.WAITING


def test_the_queue_shows_it_with_one_press(ada: gate.PersonId, flask: Product) -> None:
    row, browser = written(ada, flask), signed_in(hired("marketing"))
    turn = re.search(r'name="turn" value="(\d+)"', browser.get(HERE).content.decode())
    assert turn is not None
    browser.post(f"{HERE}{row.ref}/decide/", {"decision": "show", "turn": turn[1]})
    assert WORDS in page_of(flask)


def test_a_refusal_wants_a_reason_and_tells_it(ada: gate.PersonId, flask: Product) -> None:
    row, browser = written(ada, flask), signed_in(hired("marketing"))
    browser.post(f"{HERE}{row.ref}/decide/", {"decision": "refuse", "turn": row.turn})
    row.refresh_from_db()
    assert row.state == State.WAITING
    browser.post(f"{HERE}{row.ref}/decide/", {"decision": "refuse", "why": "advert", "turn": row.turn})
    assert WORDS not in page_of(flask)
    assert mine.one(ada, row.ref).why == "It advertises something."
    assert Message.objects.filter(template="comment_news").count() == 1


def test_what_was_corrected_meanwhile_is_not_shown_unread(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    row = written(ada, flask)
    write.correct(ada, row.ref, Written("Something else altogether.", stars=1))
    with pytest.raises(Changed):
        desk.approve(row.ref, row.turn, sam)
    assert "Something else" not in page_of(flask)


def test_other_words_than_those_that_were_read_are_never_shown(
    ada: gate.PersonId, flask: Product, sam: gate.Actor
) -> None:
    """Two corrections at once: whatever the vault took last is not what was read."""
    row = shown(ada, flask, sam)
    told = {"comment": {"text": "Words that nobody has read.", "name": "", "bought": ""}}
    gate.collect(ada, told, purpose="product_comments", source="comment", party=row.whose)
    desk.answer(row.ref, row.turn, "We are glad of it.", sam)
    page = page_of(flask)
    assert "nobody has read" not in page
    assert WORDS not in page


def test_a_correction_is_off_the_page_until_it_is_read(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    row = shown(ada, flask, sam)
    assert WORDS in page_of(flask)
    write.correct(ada, row.ref, Written("It broke on the second day.", stars=1))
    assert WORDS not in page_of(flask)
    row.refresh_from_db()
    desk.approve(row.ref, row.turn, sam)
    assert "It broke on the second day." in page_of(flask)


def test_it_is_off_the_page_before_the_new_words_are_taken_in(
    ada: gate.PersonId, flask: Product, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, collect, pages = shown(ada, flask, sam), gate.collect, list[str]()

    def looked_at_meanwhile(*args: object, **told: object) -> gate.Collected:
        pages.append(page_of(flask))
        return collect(*args, **told)  # type: ignore[arg-type]

    monkeypatch.setattr(gate, "collect", looked_at_meanwhile)
    write.correct(ada, row.ref, Written("It broke on the second day.", stars=1))
    assert [WORDS in page for page in pages] == [False]


def test_our_answer_stands_below_and_goes_with_the_comment(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    row = shown(ada, flask, sam)
    desk.answer(row.ref, row.turn, "We are glad of it.", sam)
    assert "We are glad of it." in page_of(flask)
    row.refresh_from_db()
    desk.answer(row.ref, row.turn, "We are very glad of it.", sam)
    page = page_of(flask)
    assert "We are very glad of it." in page
    assert "We are glad of it." not in page


def test_an_answer_names_no_way_to_reach_anybody(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    row = shown(ada, flask, sam)
    with pytest.raises(HoldsContact):
        desk.answer(row.ref, row.turn, "Write to olga@example.com, please.", sam)


def test_what_is_shown_can_be_taken_off(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    row = shown(ada, flask, sam)
    page_of(flask)
    desk.refuse(row.ref, row.turn, Why.RUDE, sam)
    assert WORDS not in page_of(flask)
    assert Comment.objects.get().state == State.REFUSED


def test_the_mail_says_what_became_of_it_and_none_of_its_words(
    ada: gate.PersonId, flask: Product, sam: gate.Actor, mailoutbox: list[object]
) -> None:
    from troth.channels import queue

    shown(ada, flask, sam)
    queue.send_due()
    message = Message.objects.get(template="comment_news")
    assert message.state == "sent", message.code


def test_the_menu_says_how_many_wait(ada: gate.PersonId, flask: Product) -> None:
    written(ada, flask)
    assert "Comments (1)" in signed_in(hired("marketing")).get("/office/").content.decode()
