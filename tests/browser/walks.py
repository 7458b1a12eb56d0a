"""The walk of one state of consent: somebody looks around, buys as a guest, signs in, and comes by a service, all with one browser.

Which pages there are is read from `tests/places.py`: an address of the shop's that shows whoever asks a page. A first walk asks each
for it; every state then opens them all. What shows no page to anybody stands under `NO_PAGE`, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tests.browser import shopping
from tests.browser.crawler import Crawler
from tests.browser.mailbox import Mailbox
from tests.browser.staged import EVERYBODY, Names, path_of
from tests.browser.visitor import Visitor
from tests.cast import ADA, PASSPHRASE, Customer
from tests.places import Place

CATEGORIES = ("measurement", "personalization", "advertising")
WITH_SERVICES = ("/products/", "/products/beaker-set/", "/films/")
# Other faces of a page that one address has.
MORE = ("/products/?sort=price", "/search/?q=flask", "/search/?q=zzzz", "/products/filter-tips/", "/nowhere/")
# Pages that everybody may open, and that are others for somebody with a basket or with data here.
AGAIN = ("/basket/", "/checkout/", "/my/privacy/", "/privacy/choices/", *WITH_SERVICES)
LOOKING, BUYING, SIGNED_IN, BY_SERVICE = VISITORS = ("looking around", "buying", "signed in", "coming by a service")
# With a basket, an order or an account, so that the shop has to know them again.
KNOWN = (BUYING, SIGNED_IN, BY_SERVICE)
# Pages that are only there on the way to another service and back.
AT_THE_SERVICE, BACK_FROM_IT = "/practice/doorkeeper/", "/account/with/<service>/back/"
OFFICE, PAGE = "/office/", "page"


@dataclass(frozen=True)
class State:
    """`said`: the categories with a yes, all others with a no; None if nothing was said. `country`: of the customer."""

    said: tuple[str, ...] | None = None
    country: str = "DE"  # where a yes comes first; in the US, a no has to be heard
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def allowed(self) -> tuple[str, ...]:
        return self.said or ()


STATES = {
    "nothing chosen": State(),
    "declined": State((), "US"),
    **{f"only {category}": State((category,)) for category in CATEGORIES},
    "everything": State(CATEGORIES),
    "signal": State(None, "US", {"Sec-GPC": "1"}),
}
GERMAN = ("nothing chosen",)


@dataclass
class Pages:
    """`of`: by visitor, the addresses that show them a page, and did not show one to somebody who only looks around.

    `answers`: what each address answered, by whoever asked.
    """

    of: dict[str, list[str]] = field(default_factory=dict)
    answers: dict[str, set[str]] = field(default_factory=dict)

    def learn(self, visitor: str, one: Crawler, places: Mapping[str, Place], names: Names) -> None:
        found = {each: answer_of(one, path_of(each, place.token, names)) for each, place in places.items()}
        for address, answer in found.items():
            self.answers.setdefault(address, set()).add(answer)
        known = set(self.of.get(LOOKING, ()))
        self.of[visitor] = [each for each in places if each not in known and found[each] == PAGE]


def public(places: Mapping[str, Place]) -> dict[str, Place]:
    """What is not behind the office's door."""
    return {address: place for address, place in places.items() if not address.startswith(OFFICE)}


def answer_of(one: Crawler, path: str) -> str:
    """PAGE, else the type of what comes, else the status. "" where nothing is staged for the gaps."""
    if not path:
        return ""
    answer = one.context.request.get(one.shop + path, max_redirects=0)
    kind = answer.headers.get("content-type", "").partition(";")[0]
    return str(answer.status) if answer.status != 200 else PAGE if kind == "text/html" else kind


def is_none(answers: set[str]) -> bool:
    """Whether these are of an address that has no page for anybody: it takes forms, or gives something else than a page."""
    return bool(answers - {""}) and all(each in ("", "405") or "/" in each for each in answers)


def walk(name: str, one: Crawler, places: Mapping[str, Place], pages: Pages, staged: Mapping[str, Names]) -> None:
    """All of one state. Fills `pages` if it is the first."""
    state, mail = STATES[name], email_of(name)
    choosing(one, state)
    names = {**staged[EVERYBODY], "token of phone": staged[name]["token of phone"]}
    _opens(one.as_who(LOOKING), LOOKING, places, pages, names)
    one.walks(*MORE)
    if name in GERMAN:
        one.walks(*(f"/de{path_of(each, places[each].token, names)}" for each in pages.of[LOOKING] if _speaks(each)))
    number = _buys(one.as_who(BUYING), replace(ADA, email=f"guest+{mail}"))
    names |= {"number": number, "ref of /orders/begun/<ref>/": staged[name]["ref of /orders/begun/<ref>/"]}
    _goes_on_from_the_telephone(one, names)
    _opens(one, BUYING, places, pages, names)
    one.walks(*AGAIN)
    shopping.signs_in(as_visitor(one.as_who(SIGNED_IN)), mail)
    choosing(one, state)  # what the guest before them said, they have not said
    _says_it_once_more(one.looks())
    _opens(one, SIGNED_IN, places, pages, {**names, **staged[name]})
    one.walks(*AGAIN)
    _comes_by_a_service(one, state, replace(ADA, email=f"newcomer+{mail}"), names["service"])
    one.walks(*AGAIN)


def _opens(one: Crawler, visitor: str, places: Mapping[str, Place], pages: Pages, names: Names) -> None:
    if visitor not in pages.of:
        pages.learn(visitor, one, places, names)
    for address in pages.of[visitor]:
        one.opens(address, path_of(address, places[address].token, names))


def _speaks(address: str) -> bool:
    """Whether the page is there in each language: the practice's own are not, nor what programs read."""
    return not address.startswith(("/practice/", "/api/"))


def _buys(one: Crawler, customer: Customer) -> str:
    """As a guest, who also opens their privacy page. The order's number."""
    who, mailbox = as_visitor(one), Mailbox(one.context.request, one.shop, customer.email)
    shopping.fills_the_basket(who)
    one.looks()
    shopping.goes_to_the_checkout(who)
    one.looks()
    shopping.says_who_and_where(who, customer)
    shopping.orders(who)
    one.looks()
    number = shopping.pays(who)
    one.looks()
    shopping.enters_by_link(who, mailbox)
    one.looks()
    shopping.fills_the_basket(who)  # so that the basket and the checkout have something to show
    return number


def _goes_on_from_the_telephone(one: Crawler, names: Names) -> None:
    """By the link of the letter, to the page of what they began."""
    who = as_visitor(one)
    who.goes_to(path_of("/orders/phone/<token>/", "phone", names)).page.locator("main form button").first.click()
    who.is_at("/orders/begun/")


def _comes_by_a_service(one: Crawler, state: State, newcomer: Customer, service: str) -> None:
    """Whoever had signed in goes; somebody whom the shop does not know lets a service say who they are, and opens an account."""
    who = as_visitor(one)
    who.goes_to("/account/").presses("Sign out").page.wait_for_url(f"{one.shop}/")
    one.as_who(BY_SERVICE)
    who.goes_to("/account/login/").presses(re.compile("^Go on with"))
    one.stands_at(AT_THE_SERVICE, AT_THE_SERVICE)
    who.writes(email=newcomer.email, name=newcomer.name).presses("Sign in")
    one.stands_at(BACK_FROM_IT, BACK_FROM_IT.replace("<service>", service))
    who.chooses("country", state.country).presses("Open an account").page.wait_for_url(f"{one.shop}/account/")
    choosing(one, state)  # what was said in this browser before them, they have not said


def _says_it_once_more(one: Crawler) -> None:
    """What guards the account asks for the passphrase again."""
    who, guarded = as_visitor(one), f"{one.shop}/account/security/app/"
    who.goes_to(guarded).is_at("/account/once-more/")
    who.writes(password=PASSPHRASE).page.locator('main form:has([name="password"]) button').first.click()
    who.page.wait_for_url(guarded)


def choosing(one: Crawler, state: State) -> Crawler:
    """As the form on the page of choices sends it."""
    if state.said is None:
        return one
    answers = {name: "yes" if name in state.said else "no" for name in CATEGORIES}
    posted = one.context.request.post(
        f"{one.shop}/privacy/choices/", form={"answer": "each", **answers}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert posted.ok, posted.status
    return one


def as_visitor(one: Crawler) -> Visitor:
    """The same page, for people who follow links and press buttons."""
    who = Visitor(one.context, one.shop, one.seen.state)
    who.page.close()
    who.page = one.page
    return who


def email_of(state: str) -> str:
    return f"crawl.{re.sub(r'[^a-z]+', '.', state)}@example.com"


def customers() -> dict[str, Customer]:
    """One with an account for each state: what somebody has said stays with them."""
    return {name: replace(ADA, email=email_of(name), country=state.country) for name, state in STATES.items()}


def uncrawled(places: Iterable[str], opened: Mapping[str, set[str]], exempt: Iterable[str]) -> list[str]:
    """Each address that some state never opened, as a sentence; and each exemption that is none."""
    wanted, free = set(places), set(exempt)
    found = [
        f"{state}: {address} was not opened"
        for state, addresses in opened.items()
        for address in sorted(wanted - free - addresses)
    ]
    ever = set[str]().union(*opened.values())
    return [*(f"{address} needs no exemption" for address in sorted(free & ever | free - wanted)), *found]
