"""The product's page with comments: as fast as without, the same for everybody, and honest towards search engines."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from tests.catalog.counting import statements
from tests.comments.conftest import WORDS, lines_of, page_of, shown, written
from troth import gate
from troth.catalog import revision
from troth.catalog.models import Product
from troth.comments import desk, purpose, shelf
from troth.comments.models import Comment, State
from troth.people.models import User
from troth.storefront.pagecache import store

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def told(product: Product) -> dict[str, Any]:
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page_of(product), re.DOTALL)
    found: dict[str, Any] = json.loads(data)["@graph"][0]
    return found


def test_nobody_has_written_yet(flask: Product) -> None:
    page = page_of(flask)
    assert "Nobody has written about it yet." in page
    assert "aggregateRating" not in told(flask)


def test_made_anew_it_takes_three_statements_and_kept_one(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    """Inside a test's transaction the one for the revision cannot be saved; outside it is none (see test_freshness)."""
    shown(ada, flask, sam)
    page_of(flask)
    revision.bump()
    with statements() as anew:
        made = page_of(flask)
    with statements() as kept:
        again = page_of(flask)
    assert WORDS in made
    assert made == again
    assert len(anew) <= 3, "\n".join(anew)
    assert len(kept) <= 1, "\n".join(kept)


def test_in_a_shop_without_comments_nothing_is_asked_for_them(flask: Product) -> None:
    with statements() as anew:
        page_of(flask)
    assert len(anew) <= 3, "\n".join(anew)
    assert not any("comments_comment" in each for each in anew)


def test_words_are_opened_once_and_not_for_each_visitor(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    shown(ada, flask, sam)
    for _ in range(3):
        page_of(flask)
        store().clear()
        revision.bump()
    opened = [line for line in lines_of(ada) if (line.verb, line.actor) == ("use", "system")]
    assert len(opened) == 1


def test_another_comment_opens_only_itself(
    ada: gate.PersonId, ben: gate.PersonId, flask: Product, sam: gate.Actor
) -> None:
    shown(ada, flask, sam)
    page_of(flask)
    shown(ben, flask, sam, "Mine leaks.", stars=1)
    assert "2.5 of 5, from 2 customers" in page_of(flask)
    assert len([line for line in lines_of(ada) if (line.verb, line.actor) == ("use", "system")]) == 1


def test_search_engines_are_told_what_is_shown(
    ada: gate.PersonId, ben: gate.PersonId, flask: Product, sam: gate.Actor
) -> None:
    shown(ada, flask, sam, name="A. from Boston")
    shown(ben, flask, sam, "Does it come in brown?", stars=None)
    found = told(flask)
    assert found["aggregateRating"] == {
        "@type": "AggregateRating",
        "ratingValue": 4.0,
        "reviewCount": 1,
        "bestRating": 5,
        "worstRating": 1,
    }
    (review,) = found["review"]  # a question is none
    assert review["author"] == {"@type": "Person", "name": "A. from Boston"}
    assert review["reviewBody"] == WORDS


def test_what_is_not_shown_is_not_told(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    row = shown(ada, flask, sam)
    assert "review" in told(flask)
    Comment.objects.filter(pk=row.pk).update(state=State.REFUSED)
    shelf.Shown.bump()
    assert "review" not in told(flask)
    assert "aggregateRating" not in told(flask)


def test_only_a_few_stand_on_the_page_and_all_on_their_own(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    for number in range(shelf.ON_PRODUCT + 1):
        shown(ada, flask, sam, f"Question number {number}, please?", stars=None)
    page = page_of(flask)
    assert page.count('class="comment"') == shelf.ON_PRODUCT
    assert f"All {shelf.ON_PRODUCT + 1} comments" in page
    whole = Client().get(f"/products/{flask.slug}/comments/").content.decode()
    assert whole.count('class="comment"') == shelf.ON_PRODUCT + 1


def test_pages_of_many_follow_each_other(
    ada: gate.PersonId, flask: Product, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "ON_PAGE", 2)
    for number in range(5):
        shown(ada, flask, sam, f"Question number {number}, please?", stars=None)
    address = f"/products/{flask.slug}/comments/"
    seen = [
        re.findall(r"Question number (\d)", Client().get(f"{address}?page={n}").content.decode()) for n in (1, 2, 3)
    ]
    assert sorted(number for page in seen for number in page) == list("01234")
    assert "Page 3 of 3" in Client().get(f"{address}?page=99").content.decode()


def test_without_the_vault_the_page_still_sells(
    ada: gate.PersonId, flask: Product, sam: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(ada, flask, sam)

    def out_of_reach(*_: object, **__: object) -> None:
        raise OperationalError

    with monkeypatch.context() as without:
        without.setattr(gate, "use_each", out_of_reach)
        page = page_of(flask)
    assert "Add to basket" in page
    assert WORDS not in page
    assert WORDS in page_of(flask)


def test_signed_in_people_see_the_same(
    ada: gate.PersonId, ada_browser: Client, flask: Product, sam: gate.Actor
) -> None:
    shown(ada, flask, sam)
    assert WORDS in page_of(flask, ada_browser)


def test_comments_of_a_product_that_is_not_there_are_not_found(flask: Product) -> None:
    assert Client().get("/products/nothing/comments/").status_code == 404
    assert Client().get("/products/nothing/comments/write/").status_code == 302


@pytest.mark.parametrize("known", [True, False])
def test_where_the_policy_knows_no_comments_the_shop_has_none(
    flask: Product, ada_account: User, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    if not known:
        monkeypatch.setattr(purpose, "PURPOSE", "nothing_of_that_kind")
    pages = (f"/products/{flask.slug}/comments/", f"/products/{flask.slug}/comments/write/", "/account/comments/")
    ada = Client()
    ada.force_login(ada_account)
    assert {ada.get(path).status_code for path in pages} == {200 if known else 404}
    assert ("What customers say" in Client().get(f"/products/{flask.slug}/").content.decode()) is known
    assert ("What you wrote" in ada.get("/account/").content.decode()) is known


def test_words_that_wait_to_be_read_throw_no_page_away(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    """Whoever writes would else make the shop make all its pages anew."""
    before = shelf.revision()
    row = written(ada, flask)
    assert shelf.revision() == before
    desk.approve(row.ref, row.turn, sam)
    assert shelf.revision() > before, "the control"
