"""An answer of ours can be taken off again: it leaves the page and the vault, and the comment stays."""

from __future__ import annotations

import pytest

from tests.comments.conftest import WORDS, lines_of, page_of, shown
from tests.office.conftest import hired, signed_in
from troth import gate
from troth.catalog.models import Product
from troth.channels import queue
from troth.channels.models import Message
from troth.comments import desk, write
from troth.comments.errors import Changed
from troth.comments.models import Comment
from troth.comments.words import Written
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HERE = "/office/comments/"
OURS = "We are glad of it."


@pytest.fixture
def answered(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> Comment:
    row = shown(ada, flask, sam)
    desk.answer(row.ref, row.turn, OURS, sam)
    row.refresh_from_db()
    assert OURS in page_of(flask)
    return row


def test_it_leaves_the_page_at_once_and_nothing_keeps_it(
    answered: Comment, ada: gate.PersonId, flask: Product, sam: gate.Actor
) -> None:
    desk.take_answer_back(answered.ref, answered.turn, sam)
    page = page_of(flask)
    assert OURS not in page
    assert WORDS in page
    assert not Record.objects.filter(kind="comment_answer").exists()
    assert [line.actor for line in lines_of(ada) if line.verb == "erase"] == ["system"]


def test_with_one_press_in_the_office(answered: Comment, flask: Product) -> None:
    browser = signed_in(hired("marketing"))
    assert "Remove our answer" in browser.get(f"{HERE}?state=shown").content.decode()
    told = {"turn": answered.turn, "state": "shown"}
    page = browser.post(f"{HERE}{answered.ref}/answer/remove/", told, follow=True).content.decode()
    assert "Our answer is gone" in page
    assert OURS not in page
    assert "Remove our answer" not in page
    assert OURS not in page_of(flask)


@pytest.mark.parametrize("job", ["order_desk", "bookkeeping", "privacy_officer", "site_keeper"])
def test_others_do_not_remove_it(job: str, answered: Comment, flask: Product) -> None:
    answer = signed_in(hired(job)).post(f"{HERE}{answered.ref}/answer/remove/", {"turn": answered.turn})
    assert answer.status_code == 403
    assert OURS in page_of(flask)


def test_one_that_was_written_anew_meanwhile_stays(answered: Comment, flask: Product, sam: gate.Actor) -> None:
    desk.answer(answered.ref, answered.turn, "We are very glad of it.", sam)
    with pytest.raises(Changed):
        desk.take_answer_back(answered.ref, answered.turn, sam)
    assert "We are very glad of it." in page_of(flask)


def test_where_there_is_none_nothing_is_removed(
    ada: gate.PersonId, flask: Product, sam: gate.Actor, answered: Comment
) -> None:
    desk.take_answer_back(answered.ref, answered.turn, sam)
    answered.refresh_from_db()
    with pytest.raises(Changed):
        desk.take_answer_back(answered.ref, answered.turn, sam)


def test_what_the_vault_would_not_destroy_stays_on_the_page(
    answered: Comment, flask: Product, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise gate.Refused("O.a", "shut", "Not now.")

    monkeypatch.setattr(gate, "forget_unfinished", refuses)
    with pytest.raises(gate.Refused):
        desk.take_answer_back(answered.ref, answered.turn, sam)
    assert OURS in page_of(flask)


def test_no_mail_tells_of_an_answer_that_is_gone(answered: Comment, sam: gate.Actor) -> None:
    for told in Message.objects.all():
        if told.ids["news"] != "answered":
            told.delete()
    desk.take_answer_back(answered.ref, answered.turn, sam)
    queue.send_due()
    message = Message.objects.get(template="comment_news")
    assert (message.state, message.code) == ("failed", "nothing-to-tell")


def test_an_answer_that_cannot_be_kept_stands_in_the_form_again(
    ada: gate.PersonId, flask: Product, sam: gate.Actor
) -> None:
    row = shown(ada, flask, sam)
    told = {"text": "Write to olga@example.com, please.", "turn": row.turn, "state": "shown"}
    answer = signed_in(hired("marketing")).post(f"{HERE}{row.ref}/answer/", told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please leave out e-mail addresses" in page
    assert f">{told['text']}</textarea>" in page


def test_nor_is_it_lost_where_the_comment_was_corrected_meanwhile(
    ada: gate.PersonId, flask: Product, sam: gate.Actor
) -> None:
    row = shown(ada, flask, sam)
    write.correct(ada, row.ref, Written("It broke on the second day.", stars=1))
    told = {"text": OURS, "turn": row.turn, "state": "shown"}
    page = signed_in(hired("marketing")).post(f"{HERE}{row.ref}/answer/", told).content.decode()
    assert "It was changed or taken back meanwhile" in page
    assert f">{OURS}</textarea>" in page
