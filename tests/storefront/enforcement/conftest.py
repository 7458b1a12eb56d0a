"""A visitor who has chosen, in a shop with something on its shelves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from tests.storefront.shop.conftest import Shelves, stocked
from troth.storefront.pagecache import store
from troth.visits.consent import CATEGORIES

Choosing = Callable[..., Client]


@pytest.fixture
def shelves(db: None) -> Iterator[Shelves]:
    store().clear()
    yield stocked()
    store().clear()


@pytest.fixture
def who_allows(db: None) -> Choosing:
    """A browser whose visitor has said yes to these categories and no to all others."""

    def who(*allowed: str, **headers: str) -> Client:
        client = Client(headers={"Sec-Fetch-Site": "same-origin", **headers})
        answers = {name: "yes" if name in allowed else "no" for name in CATEGORIES}
        assert client.post("/privacy/choices/", {"answer": "each", **answers}).status_code == 302
        client.cookies.pop("messages", None)
        return client

    return who
