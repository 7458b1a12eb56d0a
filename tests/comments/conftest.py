"""Ada and Ben write, Sam and Mia read, and somebody without a session looks at the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import ADA, BEN
from tests.catalog import goods
from tests.office.conftest import hired, member, signed_in
from troth import gate
from troth.catalog.models import Product
from troth.comments import desk, shelf, write
from troth.comments.models import Comment, State
from troth.comments.words import Written
from troth.people.models import User
from troth.people.persons import person_behind
from troth.storefront.pagecache import store

WORDS = "It holds the cold for a whole afternoon."


@pytest.fixture(autouse=True)
def _fresh(settings: Any) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for forget in (cache.clear, store().clear, shelf.forget_all):
        forget()
    yield
    for forget in (cache.clear, store().clear, shelf.forget_all):
        forget()


@pytest.fixture
def flask(db: None) -> Product:
    return goods.product("Erlenmeyer flask", goods.variant(900, sku="EF"), categories=(goods.category("Glassware"),))


@pytest.fixture
def ada_account(db: None) -> User:
    return member(ADA)


@pytest.fixture
def ada(ada_account: User) -> gate.PersonId:
    return person_behind(ada_account)


@pytest.fixture
def ben(db: None) -> gate.PersonId:
    return person_behind(member(BEN))


@pytest.fixture
def sam(db: None) -> gate.Actor:
    return gate.employee(hired("customer_service").pk)


@pytest.fixture
def ada_browser(ada_account: User) -> Client:
    return signed_in(ada_account)


def written(person: gate.PersonId, product: Product, text: str = WORDS, **more: Any) -> Comment:
    taken = write.write(person, product.slug, Written(text, **{"stars": 4, **more}))
    return Comment.objects.get(ref=taken.ref)


def shown(person: gate.PersonId, product: Product, by: gate.Actor, text: str = WORDS, **more: Any) -> Comment:
    """Written, and read by somebody whose job it is."""
    row = written(person, product, text, **more)
    desk.approve(row.ref, row.turn, by)
    row.refresh_from_db()
    assert row.state == State.SHOWN
    return row


def page_of(product: Product, browser: Client | None = None) -> str:
    answer = (browser or Client()).get(f"/products/{product.slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def lines_of(person: gate.PersonId) -> list[gate.Line]:
    """What their timeline says."""
    return gate.timeline(person, actor=gate.the_person(person))
