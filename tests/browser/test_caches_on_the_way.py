"""What a cache between the shop and somebody may keep: nothing that was made for one person, seen from outside.

A customer and a stranger walk through the same served shop in turns, link by link. Whether an answer may be kept by a
cache that both share is read off its headers, as RFC 9111 (section 3) has it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import APIRequestContext, APIResponse

from tests.browser import shopping
from tests.browser.conftest import Visits
from tests.browser.mailbox import Mailbox
from tests.browser.practice_shop import PracticeShop
from tests.cast import Customer

pytestmark = pytest.mark.browser

DORA = Customer(
    "Dora Ellingsworth",
    "dora.ellingsworth@example.com",
    "+16175550171",
    "9 Cinnamon Court",
    "Boston",
    "02118",
    "US",
    "MA",
)
OTHERS = ["/robots.txt", "/sitemap.xml", "/nowhere-at-all/", "/account/addresses/shape/?country=DE", "/products"]
LINK = re.compile(r'(?:href|action)="(/[^"/][^"]*|/)"')
NOT_FOLLOWED = re.compile(
    r"^(/de)?/(static|media|office|practice|account/logout)"
)  # the practice outbox is everybody's
MOST = 220  # answers a visitor


@dataclass(frozen=True)
class Answer:
    path: str
    status: int
    headers: dict[str, str]
    text: str

    @property
    def directives(self) -> set[str]:
        return {each.strip().lower() for each in self.headers.get("cache-control", "").split(",") if each.strip()}

    @property
    def may_be_shared(self) -> bool:
        """Whether a shared cache may keep it. Where nothing is said it may, by its own judgement (RFC 9111, 4.2.2)."""
        return not self.directives & {"private", "no-store"}


def asks(who: APIRequestContext, shop: str, path: str, **headers: str) -> Answer:
    got: APIResponse = who.get(shop + path, max_redirects=0, headers=headers)
    kind = got.headers.get("content-type", "")
    return Answer(path, got.status, got.headers, got.text() if kind.startswith(("text/", "application/xml")) else "")


def walks(who: APIRequestContext, shop: str, paths: list[str]) -> list[Answer]:
    """Every page that can be reached by links from these."""
    seen, waiting, answers = set(paths), deque(paths), []
    while waiting and len(answers) < MOST:
        answers.append(asks(who, shop, waiting.popleft()))
        for link in LINK.findall(answers[-1].text):
            path = urldefrag(unescape(link)).url
            if path not in seen and not NOT_FOLLOWED.match(path):
                seen.add(path)
                waiting.append(path)
    return answers


@pytest.fixture
def dora(visits: Visits, mailbox_of: Callable[[str], Mailbox]) -> APIRequestContext:
    """With an account, an order that was paid, and something in the basket."""
    who = visits("dora")
    who.lets_others_in = True  # signed in from Massachusetts, where a no is enough
    shopping.signs_up(who, DORA, mailbox_of(DORA.email))
    shopping.fills_the_basket(who)
    shopping.goes_to_the_checkout(who)
    who.writes(telephone=DORA.telephone)
    shopping.delivers_to(who, DORA)
    shopping.orders(who)
    shopping.pays(who)
    shopping.fills_the_basket(who)
    return who.context.request


def test_nothing_made_for_one_person_is_kept_on_the_way_or_given_to_another(
    dora: APIRequestContext, visits: Visits
) -> None:
    shop, stranger = visits("stranger").shop, visits("stranger").context.request
    hers = walks(dora, shop, ["/", *OTHERS])
    assert any(DORA.street_address in answer.text for answer in hers)  # the walk came to what is hers
    assert len([answer for answer in hers if answer.status == 200]) > 60

    kept = [answer for answer in hers if answer.may_be_shared]
    assert {answer.path.partition("/")[2].partition("/")[0] for answer in kept} <= {"ledger"}
    about_her = [answer for answer in hers if any(mark in answer.text for mark in DORA.marks)]
    assert all("no-store" in answer.directives for answer in about_her)

    theirs = [asks(stranger, shop, answer.path) for answer in hers]
    for answer in theirs:
        assert not any(mark in answer.text for mark in DORA.marks), answer.path


def test_a_page_kept_for_everybody_sets_no_cookie_and_shows_no_basket(shop: PracticeShop, visits: Visits) -> None:
    ada, stranger = visits("ada"), visits("stranger").context.request
    ada.lets_others_in = True  # she signs in from where a no is enough
    shopping.signs_in(ada, *shop.people["Customer"])
    shopping.fills_the_basket(ada)
    hers = ada.context.request
    public = ["/", "/products/", "/products/beaker-set/", "/search/?q=beaker", "/privacy/", "/privacy/data/"]
    for path in public:
        for who in (hers, stranger, hers, stranger):
            answer = asks(who, shop.url, path)
            assert "set-cookie" not in answer.headers, path
            assert ("1 thing in it" in answer.text) == (who is hers), path
        tag = asks(stranger, shop.url, path).headers["etag"]
        assert asks(stranger, shop.url, path, **{"If-None-Match": tag}).status == 304
        assert asks(hers, shop.url, path, **{"If-None-Match": tag}).status == 200  # hers is another page


@pytest.mark.parametrize(
    "header",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Port": "1"},
        {"X-Forwarded-Prefix": "/evil"},
        {"X-Forwarded-Server": "evil.example"},
        {"X-Host": "evil.example"},
        {"X-Original-URL": "/my/privacy/"},
        {"X-Rewrite-URL": "/my/privacy/"},
        {"X-HTTP-Method-Override": "POST"},
        {"Forwarded": "host=evil.example;proto=https"},
        {"Accept-Language": "evil, de"},
        {"Cookie": 'basket=evil"><script>'},
    ],
)
def test_no_header_of_one_visitor_is_on_the_page_of_the_next(visits: Visits, header: dict[str, str]) -> None:
    """Cache poisoning: the first to ask for a page nobody asked for yet would decide what is kept of it."""
    who = visits()
    fresh = f"/products/?page=1&sort=price&variant={abs(hash(str(header)))}"
    for path in (fresh, "/", "/account/login/", "/sitemap.xml"):
        asks(who.context.request, who.shop, path, **header)
        after = asks(who.context.request, who.shop, path)
        assert after.status == 200
        assert "evil" not in after.text, path
        assert "https://localhost" not in after.text, path
