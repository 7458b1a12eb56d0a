"""Where a product's comments are found besides its page: at its former address, in the API, in the sitemap."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.api.shop import ask
from tests.comments.conftest import WORDS, shown, written
from troth import gate
from troth.catalog.models import FormerAddress, Product
from troth.comments import desk, withdraw
from troth.comments.models import Comment

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def moved(product: Product) -> str:
    """Its former slug."""
    former, product.slug = product.slug, "conical-flask"
    product.save()
    assert FormerAddress.objects.filter(slug=former).exists()
    return former


def test_the_page_of_comments_goes_with_its_product(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    shown(ada, flask, sam)
    former = moved(flask)
    answer = Client().get(f"/products/{former}/comments/?page=1")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/products/conical-flask/comments/?page=1")
    assert WORDS in Client().get(answer.headers["Location"]).content.decode()
    assert (
        Client().get(f"/de/products/{former}/comments/").headers["Location"] == "/de/products/conical-flask/comments/"
    )
    assert Client().get("/products/never-was/comments/").status_code == 404


def test_so_does_the_form(ada_browser: Client, flask: Product) -> None:
    answer = ada_browser.get(f"/products/{moved(flask)}/comments/write/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/products/conical-flask/comments/write/")


def test_what_was_typed_before_it_moved_is_taken(ada_browser: Client, flask: Product) -> None:
    former = moved(flask)
    answer = ada_browser.post(f"/products/{former}/comments/write/", {"stars": "4", "text": WORDS, "key": "k"})
    assert answer.status_code == 303
    assert Comment.objects.get().product == flask


def test_programs_are_told_the_stars_that_the_page_shows(
    ada: gate.PersonId, ben: gate.PersonId, flask: Product, sam: gate.Actor
) -> None:
    address = f"/products/{flask.slug}"
    assert ask(address).json()["rating"] is None
    row = shown(ada, flask, sam)
    written(ben, flask, "Mine leaks.", stars=1)
    assert ask(address).json()["rating"] == {"count": 1, "average": 4.0}
    withdraw.withdraw(ada, row.ref)
    assert ask(address).json()["rating"] is None


def test_an_answer_with_other_stars_has_another_tag(ada: gate.PersonId, flask: Product, sam: gate.Actor) -> None:
    before = ask(f"/products/{flask.slug}").headers["ETag"]
    shown(ada, flask, sam)
    assert ask(f"/products/{flask.slug}").headers["ETag"] != before


def changed(product: Product) -> str:
    page = Client().get("/sitemap.xml").content.decode()
    (found,) = re.findall(rf"<loc>[^<]*[^e]/products/{product.slug}/</loc><lastmod>(.*?)</lastmod>", page)[:1]
    return str(found)


def test_search_engines_learn_when_a_comment_or_an_answer_came_to_the_page(
    ada: gate.PersonId, flask: Product, sam: gate.Actor
) -> None:
    row, before = written(ada, flask), changed(flask)
    read, answered = timezone.now() + timedelta(days=3), timezone.now() + timedelta(days=5)
    assert changed(flask) == before, "and not of one that nobody has read"
    with time_machine.travel(read):
        desk.approve(row.ref, row.turn, sam)
        assert changed(flask) == timezone.localdate().isoformat() > before
    row.refresh_from_db()
    with time_machine.travel(answered):
        desk.answer(row.ref, row.turn, "We are glad of it.", sam)
        assert changed(flask) == timezone.localdate().isoformat()
