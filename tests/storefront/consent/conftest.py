"""Browsers of the consent room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.rights.conftest import _cheap_hashes as _cheap_hashes
from troth.people import evenly
from troth.storefront.pagecache import store


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(evenly, "AT_LEAST", 0.0)
    cache.clear()
    store().clear()
    yield
    cache.clear()
    store().clear()


@pytest.fixture
def visitor() -> Client:
    """A browser that was never here before."""
    return Client()


@pytest.fixture
def signalling() -> Client:
    """The same, and it sends Global Privacy Control."""
    return Client(headers={"Sec-GPC": "1"})
