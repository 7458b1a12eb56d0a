"""What somebody with an account and bad intentions can put under a product: nothing but plain words that were read."""

from __future__ import annotations

import json
import re
import time
from contextlib import suppress

import pytest
from django.test import Client

from tests.comments.conftest import WORDS, page_of, shown, written
from troth import gate
from troth.catalog.models import Product
from troth.comments import words
from troth.comments.errors import CommentTrouble, HoldsContact, Illegible, TooLong, Wordless
from troth.comments.models import Comment
from troth.people.models import User

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SCRIPT = "</script><script>alert(1)</script><img src=x onerror=alert(2)> &amp; <b>bold</b> words"


def test_signs_of_html_are_words_like_others(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    shown(ada, flask, sam, SCRIPT, name="<i>Ada</i>")
    for page in (page_of(flask), Client().get(f"/products/{flask.slug}/comments/").content.decode()):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>bold" not in page
        assert "<i>Ada" not in page
        assert "&lt;b&gt;bold&lt;/b&gt;" in page


def test_nor_do_they_end_the_data_for_search_engines(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    shown(ada, flask, sam, SCRIPT)
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page_of(flask), re.DOTALL)
    assert json.loads(data)["@graph"][0]["review"][0]["reviewBody"] == SCRIPT


def test_on_the_screens_of_staff_as_well(ada: gate.PersonId, flask: Product) -> None:
    from tests.office.conftest import hired, signed_in

    written(ada, flask, SCRIPT, name="<i>Ada</i>")
    page = signed_in(hired("marketing")).get("/office/comments/").content.decode()
    assert "<script>alert" not in page
    assert "<i>Ada" not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page


@pytest.mark.parametrize(
    "text",
    [
        "Fine \u202etxet gnorw eht\u202c words",  # read from the other end
        "Fine \u2066words\u2069 indeed",
        "Fine\u200bwords that hide a sign",
        "Fine \x07 words",
        "Fine wo\u00adrds",
        "Z" + "\u0300" * 40 + "algo words",  # runs over its neighbours
        "Fine words\U000e0041",
    ],
)
def test_signs_that_nobody_sees_are_refused(text: str) -> None:
    with pytest.raises(Illegible):
        words.public(text)
    with pytest.raises(CommentTrouble):
        words.name(text)


def test_a_name_stands_on_one_line_without_gaps() -> None:
    assert words.name("  A.     from   Boston ") == "A. from Boston"


@pytest.mark.parametrize("text", ["", "   \n ", "★★★", "ok", ".........."])
def test_nothing_to_read_is_refused(text: str) -> None:
    with pytest.raises(Wordless):
        words.public(text)


def test_a_hundred_thousand_characters_are_refused_at_once(ada_browser: Client, flask: Product) -> None:
    for text in ("a" * 100_000, "1 " * 50_000, "a@" * 50_000, "www" * 33_000):
        start = time.thread_time()
        with pytest.raises(TooLong):
            words.public(text)
        assert time.thread_time() - start < 0.5
    typed = {"stars": "5", "text": "a" * 100_000, "key": "k"}
    answer = ada_browser.post(f"/products/{flask.slug}/comments/write/", typed)
    assert answer.status_code == 422
    assert "3000 characters at most" in answer.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["1 2" * 1000, "a.b" * 1000, "(at) " * 600, "+" * 3000, "1-" * 1500, "4" * 3000])
def test_no_text_of_the_longest_keeps_the_search_busy(text: str) -> None:
    start = time.thread_time()
    with suppress(CommentTrouble):
        words.public(text[: words.LONGEST])
    assert time.thread_time() - start < 2


@pytest.mark.parametrize(
    "text",
    [
        "Ask me: ada.marlowe@example.com",
        "Ask me at ada (at) example.com please",
        "Ring me on +1 617 555 0143",
        "Ring me on (0617) 555-0143-22",
        "My number is 6175550143.",
        "Much cheaper at https://evil.example/flask",
        "Much cheaper at www.evil.example",
        "Much cheaper at evil-flasks.com",
    ],
)
def test_ways_to_reach_somebody_are_refused_with_a_clear_word(text: str) -> None:
    with pytest.raises(HoldsContact, match="leave out e-mail addresses, telephone numbers and links"):
        words.public(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bought on 23.11.2026, used 10 times since.",
        "It arrived on 2026-11-23 at 14:05, well packed.",
        "We filled 1,000,000 of them at 37.5 degrees.",
        "CAS 7732-18-5 does not harm it; the lid (34 mm) fits.",
        "Holds 250 mL. Better than the 3.3 glass of others, e.g. ours.",
        "مرحبا بالعالم، قارورة جيدة",
        "Très bien, merci; Größe passt. Tiếng Việt cũng được.",
        "👍🏽 splendid",
    ],
)
def test_ordinary_sentences_are_none(text: str) -> None:
    assert words.public(text) == (text, False)


def test_the_number_of_a_card_is_struck_out_and_the_writer_told(ada_browser: Client, flask: Product) -> None:
    typed = {"stars": "question", "text": "I paid with 4242 4242 4242 4242, did it arrive?", "key": "k"}
    page = ada_browser.post(f"/products/{flask.slug}/comments/write/", typed, follow=True).content.decode()
    assert "4242" not in page
    assert "[card number struck out]" in page
    assert "We have struck it out." in page


def test_a_fault_shows_the_words_again_and_keeps_nothing(ada_browser: Client, flask: Product) -> None:
    typed = {"stars": "5", "text": "Ask ada@example.com.", "key": "k"}
    answer = ada_browser.post(f"/products/{flask.slug}/comments/write/", typed)
    assert answer.status_code == 422
    assert "everybody can read this" in answer.content.decode()
    assert "Ask ada@example.com." in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("stars", ["0", "6", "-1", "5.5", "five", ""])
def test_stars_that_there_are_not_are_refused(ada_browser: Client, flask: Product, stars: str) -> None:
    answer = ada_browser.post(f"/products/{flask.slug}/comments/write/", {"stars": stars, "text": WORDS, "key": "k"})
    assert answer.status_code == 422
    assert not Comment.objects.exists()


def test_another_site_can_make_nobody_write(ada_account: User, flask: Product) -> None:
    from tests.office.conftest import signed_in

    browser = signed_in(ada_account)
    browser.handler.enforce_csrf_checks = True
    answer = browser.post(f"/products/{flask.slug}/comments/write/", {"stars": "5", "text": WORDS, "key": "k"})
    assert answer.status_code == 403
    assert not Comment.objects.exists()
