"""Signed-in browsers that open pages as a real one does, the beacon's picture included."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import ADA, Customer
from tests.catalog import goods
from tests.rights.conftest import _cheap_hashes as _cheap_hashes
from tests.rights.conftest import account
from troth import gate
from troth.catalog.models import Product
from troth.storefront.pagecache import store
from troth.visits.banners import shelf, tally
from troth.visits.consent import CATEGORIES, Consent
from troth.visits.record import again

EVERYTHING = Consent(allowed=frozenset(CATEGORIES))
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    for forget in (cache.clear, store().clear, again.forget_all, tally.forget, shelf.forget):
        forget()
    yield
    for forget in (cache.clear, store().clear, again.forget_all, tally.forget, shelf.forget):
        forget()


@pytest.fixture
def flask(db: None) -> Product:
    return goods.product("Erlenmeyer flask", goods.variant(900, sku="EF"), categories=(goods.category("Glassware"),))


@pytest.fixture
def ring(db: None) -> Product:
    return goods.product("Cork ring", goods.variant(300, sku="CR"), categories=(goods.category("Holders"),))


class Browser:
    """`answers`: the last page's text; `pictures`: the answers of the beacons on it."""

    def __init__(self, customer: Customer | None = None, **headers: str) -> None:
        self.client = Client(headers={"user-agent": FIREFOX, "sec-fetch-site": "same-origin", **headers})
        if customer is not None:
            self.user = account(customer)
            self.client.force_login(self.user)

    @property
    def person(self) -> gate.PersonId:
        found = gate.person_of_account(self.user.pk)
        assert found is not None
        return found

    def opens(self, product: Product | str) -> str:
        """A page with the pictures that note what was looked at, as a browser without scripts fetches them."""
        path = product if isinstance(product, str) else f"/products/{product.slug}/"
        answer = self.client.get(path)
        assert answer.status_code == 200
        page = answer.content.decode()
        self.pictures = [
            self.client.get(src)
            for src in re.findall(r'<img class="beacon" src="(/seen/(?:product|banner)/[^"]+)"', page)
        ]
        return page

    def noted(self) -> list[str]:
        opened = gate.use(self.person, ["viewed.product"], purpose="rights_request", actor=gate.the_person(self.person))
        return sorted(each["product"].reveal() for each in opened.all("viewed"))

    def says(self, purpose: str, state: gate.State) -> None:
        gate.choose(self.person, purpose, "", state, actor=gate.the_person(self.person), source="preferences")


@pytest.fixture
def ada(db: None) -> Browser:
    return Browser(ADA)
