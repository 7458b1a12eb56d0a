"""What somebody writes under a product is sealed, and nobody reads it before one of us has."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import ADA
from tests.comments.conftest import WORDS, lines_of, page_of, shown, written
from tests.orders.buying import bought
from troth import gate
from troth.catalog.models import Product
from troth.comments import mine, write
from troth.comments.errors import HoldsContact, WrittenAlready
from troth.comments.models import Comment, State
from troth.comments.words import Written
from troth.orders.models import Order
from troth.orders.states import Status
from troth.people.models import User
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_it_waits_and_stands_on_no_page(ada: gate.PersonId, flask: Product) -> None:
    row = written(ada, flask)
    assert row.state == State.WAITING
    assert WORDS not in page_of(flask)
    assert WORDS not in Client().get(f"/products/{flask.slug}/comments/").content.decode()


def test_once_read_it_stands_on_the_page_without_a_name(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    shown(ada, flask, sam)
    page = page_of(flask)
    assert WORDS in page
    assert "A customer" in page
    assert ADA.name not in page
    assert "4.0 of 5, from one customer" in page


def test_a_name_is_shown_if_they_gave_one(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    shown(ada, flask, sam, name="A. from Boston")
    assert "A. from Boston" in page_of(flask)


def test_the_row_holds_none_of_it_and_each_is_an_entry(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    row = shown(ada, flask, sam, name="A. from Boston")
    told = " ".join(str(value) for value in Comment.objects.filter(pk=row.pk).values_list()[0])
    assert WORDS not in told
    assert "Boston" not in told
    record = Record.objects.get(party=row.party)
    assert (record.kind, record.source, record.id) == ("comment", "comment", row.record)
    verbs = [line.verb for line in lines_of(ada) if line.purpose == "product_comments"]
    assert sorted(verbs) == ["collect"]


def test_bought_here_is_said_only_if_wanted_and_true(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    claimed = shown(ada, flask, sam, bought=True)
    assert "bought it here" not in page_of(flask)

    order = bought(ADA, (flask.variants.get(), 1), person=ada)
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    taken = write.correct(ada, claimed.ref, Written(WORDS, stars=4, bought=True))
    assert not taken.not_bought
    assert mine.one(ada, claimed.ref).bought

    quiet = write.correct(ada, claimed.ref, Written(WORDS, stars=4))
    assert not quiet.not_bought
    assert not mine.one(ada, claimed.ref).bought


def test_somebody_elses_order_does_not_count(ada: gate.PersonId, ben: gate.PersonId, flask: Product) -> None:
    order = bought(ADA, (flask.variants.get(), 1), person=ada)
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    assert write.write(ben, flask.slug, Written(WORDS, stars=5, bought=True)).not_bought


def test_the_look_into_the_orders_is_an_entry(ada: gate.PersonId, flask: Product) -> None:
    order = bought(ADA, (flask.variants.get(), 1), person=ada)
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    written(ada, flask, bought=True)
    lines = [line for line in lines_of(ada) if line.purpose == "order_history"]
    assert len(lines) == 1


def test_stars_are_given_once_and_questions_are_free(ada: gate.PersonId, flask: Product) -> None:
    written(ada, flask)
    written(ada, flask, "Does it come in brown?", stars=None)
    with pytest.raises(WrittenAlready):
        written(ada, flask, "Once more: splendid.", stars=5)


def test_the_same_form_sent_twice_is_there_once(ada: gate.PersonId, flask: Product) -> None:
    for _ in range(2):
        write.write(ada, flask.slug, Written(WORDS, stars=4, key="one form"))
    assert Comment.objects.count() == 1


def test_somebody_who_stopped_processing_is_refused_and_leaves_nothing(ada: gate.PersonId, flask: Product) -> None:
    gate.restrict(ada, actor=gate.the_person(ada))
    with pytest.raises(gate.Refused):
        written(ada, flask)
    assert not Comment.objects.exists()
    assert not Record.objects.filter(kind="comment").exists()


def test_what_is_refused_leaves_nothing_behind(ada: gate.PersonId, flask: Product) -> None:
    with pytest.raises(HoldsContact):
        written(ada, flask, "Write to me at ada@example.com.")
    assert not Comment.objects.exists()


def test_the_form_says_why_each_field_is_asked_in_the_policys_words(ada_browser: Client, flask: Product) -> None:
    page = ada_browser.get(f"/products/{flask.slug}/comments/write/").content.decode()
    for field in gate.policy().kinds["comment"].fields.values():
        assert str(field.why).replace("'", "&#x27;") in page


def test_a_visitor_is_asked_to_sign_in_and_can_post_nothing(flask: Product) -> None:
    address = f"/products/{flask.slug}/comments/write/"
    for answer in (Client().get(address), Client().post(address, {"stars": "5", "text": WORDS})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/")
    assert not Comment.objects.exists()


def test_the_form_takes_it_in_and_says_so(ada_browser: Client, ada_account: User, flask: Product) -> None:
    typed = {"stars": "5", "text": WORDS, "name": "", "key": "k", "bought": "on"}
    answer = ada_browser.post(f"/products/{flask.slug}/comments/write/", typed, follow=True)
    page = answer.content.decode()
    assert "One of us reads it now" in page
    assert "we do not show that you bought it" in page
    assert WORDS in page
    assert "Waits for us to read it" in page


def test_nobody_fills_the_queue_without_end(ada_browser: Client, flask: Product, settings: object) -> None:
    address, statuses = f"/products/{flask.slug}/comments/write/", []
    for number in range(22):
        typed = {"stars": "question", "text": f"Question number {number}, please?", "key": f"k{number}"}
        statuses.append(ada_browser.post(address, typed, REMOTE_ADDR="203.0.113.9").status_code)
    assert statuses[-1] == 429
    assert Comment.objects.count() < 22
