"""The form on the page of a sold-out product, the link in the mail, and what one waits for under My privacy."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from tests.cast import ADA, BEN, CHIARA
from tests.catalog import goods
from tests.catalog.letters import newest
from tests.channels.carriers import Keeping
from tests.rights.conftest import _cheap_hashes as _cheap_hashes
from tests.rights.conftest import account
from tests.rights.conftest import post as post
from tests.storefront.privacy.conftest import signed_in
from tests.storefront.shop.conftest import Shelves
from troth.catalog.models import ProductWords, StockWish, Variant, WishState
from troth.channels import queue
from troth.people import evenly, limits

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.cache import cache

    cache.clear()
    monkeypatch.setattr(evenly, "AT_LEAST", 0.0)


@pytest.fixture
def litre(shelves: Shelves) -> Variant:
    return Variant.objects.get(product=shelves.flask, option1="1 L")


def asked(client: Client, variant: Variant, email: str = CHIARA.email, **headers: str) -> tuple[int, str]:
    answer = client.post("/notices/", {"variant": str(variant.ref), "email": email}, **(headers or HERE))
    return answer.status_code, answer.content.decode()


def test_a_page_offers_it_for_what_is_sold_out_only(client: Client, shelves: Shelves, litre: Variant) -> None:
    flask, beaker = (client.get(f"/products/{slug}/").content.decode() for slug in ("erlenmeyer-flask", "beaker"))
    assert 'action="/notices/"' in flask
    assert f'<input type="hidden" name="variant" value="{litre.ref}">' in flask
    assert "Tell me when it is back" not in beaker
    assert "csrfmiddlewaretoken" not in flask


def test_behind_the_link_it_is_called_as_on_the_page_it_is_read_on(
    client: Client, litre: Variant, post: Keeping
) -> None:
    ProductWords.objects.create(product=litre.product, language="de", title="Erlenmeyerkolben")
    asked(client, litre)
    queue.send_due()
    link = re.search(r"/notices/[\w-]{43}/", newest(post))
    assert link is not None
    assert "Erlenmeyerkolben (1 L)" in client.get(f"/de{link[0]}").content.decode()
    assert "Erlenmeyerkolben" not in client.get(link[0]).content.decode()


def test_from_the_page_to_the_list_without_an_account(client: Client, litre: Variant, post: Keeping) -> None:
    status, page = asked(client, litre)
    assert (status, "Look into your mailbox" in page) == (200, True)
    queue.send_due()
    link = re.search(r"/notices/[\w-]{43}/", newest(post))
    assert link is not None

    looked = client.get(link[0])
    assert b"Yes, tell me" in looked.content
    assert looked["Referrer-Policy"] == "strict-origin"
    assert StockWish.objects.get().state == WishState.ASKED
    assert b"You are on the list" in client.post(link[0]).content
    assert StockWish.objects.get().state == WishState.WAITING


def test_the_answer_does_not_tell_who_is_a_customer(client: Client, litre: Variant) -> None:
    account(BEN)
    assert asked(client, litre, BEN.email) == asked(client, litre, CHIARA.email)


def test_whoever_is_signed_in_gives_no_address_and_sees_and_ends_it(litre: Variant) -> None:
    browser = signed_in(ADA)
    page = browser.get("/products/erlenmeyer-flask/").content.decode()
    assert 'id="tell-email"' not in page

    assert "You are on the list" in asked(browser, litre, "")[1]
    mine = browser.get("/my/privacy/wishes/").content.decode()
    assert "Erlenmeyer flask" in mine
    wish = StockWish.objects.get()
    browser.post("/my/privacy/wishes/", {"wish": str(wish.ref)})
    assert not StockWish.objects.exists()


def test_a_stranger_sees_and_ends_nothing(litre: Variant) -> None:
    asked(signed_in(ADA), litre, "")
    wish = StockWish.objects.get()
    ben = signed_in(BEN)
    assert b"Erlenmeyer" not in ben.get("/my/privacy/wishes/").content
    ben.post("/my/privacy/wishes/", {"wish": str(wish.ref)})
    assert Client().post("/my/privacy/wishes/", {"wish": str(wish.ref)}).status_code == 302
    assert StockWish.objects.filter(pk=wish.pk).exists()


@pytest.mark.parametrize("email", ["", "nonsense", "a@b", "jürgen@example.com"])
def test_an_address_that_is_none_is_asked_for_again(client: Client, litre: Variant, email: str) -> None:
    status, page = asked(client, litre, email)
    assert (status, 'name="email"' in page) == (422, True)
    assert not StockWish.objects.exists()


@pytest.mark.parametrize("variant", ["", "x", str(uuid.UUID(int=7))])
def test_a_variant_that_is_none_is_not_waited_for(client: Client, litre: Variant, variant: str) -> None:
    answer = client.post("/notices/", {"variant": variant, "email": CHIARA.email}, **HERE)
    assert answer.status_code in (200, 404)
    assert not StockWish.objects.exists()


def test_other_sites_cannot_ask_for_our_visitors(client: Client, litre: Variant) -> None:
    assert asked(client, litre, HTTP_SEC_FETCH_SITE="cross-site")[0] == 403
    assert not StockWish.objects.exists()


def test_a_mailbox_is_not_filled(client: Client, litre: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    for rates in (limits.RATES, limits.RATES_AT_HOME):
        monkeypatch.setitem(rates, "stock_notice", "20/h/ip,2/h/key")
    assert [asked(client, litre)[0] for _ in range(3)] == [200, 200, 429]


def test_a_dead_link_says_so(client: Client) -> None:
    assert client.get("/notices/nonsense/").status_code == 410


def test_a_variant_without_options_is_asked_for_by_itself(client: Client, shelves: Shelves) -> None:
    gone = goods.only_variant(goods.product("Gone", goods.variant(stock=0)))
    page = client.get("/products/gone/").content.decode()
    assert '<details class="tell" open>' in page
    assert str(gone.ref) in page
