"""The faces of the privacy room: browsers of people with an account, and of guests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import ADA, PASSPHRASE, Customer
from tests.rights.conftest import _cheap_hashes as _cheap_hashes
from tests.rights.conftest import account
from tests.rights.conftest import post as post
from troth import channels
from troth.people import evenly
from troth.rights import reader
from troth.storefront.pagecache import store
from troth.storefront.privacy.who import cookie_name


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(evenly, "AT_LEAST", 0.0)
    cache.clear()
    store().clear()
    yield
    cache.clear()
    store().clear()


def signed_in(customer: Customer = ADA) -> Client:
    """Somebody with an account, who has just typed their passphrase."""
    account(customer)
    client = Client()
    answer = client.post("/account/login/", {"login": customer.email, "password": PASSPHRASE})
    assert answer.status_code == 302
    return client


def let_in(person: object) -> Client:
    """A guest's browser, after the link."""
    client = Client()
    client.cookies[cookie_name()] = channels.links.mint(reader.SESSION, person, hours=1)
    return client
