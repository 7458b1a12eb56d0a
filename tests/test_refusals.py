"""With any verb of the gate made to refuse, every page that uses it says so and shows no value. Every address is walked.

Each address is asked once to see which verbs it calls, then again for each of them, with that verb refusing. What a
request changed is undone before the next.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse

from tests import places, world
from tests.cast import ADA, CAST, STAFF
from tests.places import Place
from tests.world import World
from troth import gate
from troth.gate.refusal import RefusalPage
from troth.people import evenly
from troth.recipients import till_counter

pytestmark = pytest.mark.django_db

# Verbs that open, tell or change nothing of anybody's, and so never refuse.
NEVER_REFUSE = {
    "account_of_person",
    "alias_at",
    "aliased",
    "aliases_of",
    "audience",
    "bind_account",
    "employee",
    "ended_since",
    "erasure_plan",
    "expire",
    "forget_unfinished",
    "grouped",
    "guests_at",
    "guests_beside",
    "guests_beside_each",
    "holds",
    "is_alias",
    "may_mail",
    "may_reach",
    "new_alias",
    "outcome",
    "parties_of",
    "person_behind",
    "person_of_account",
    "person_of_party",
    "persons_at",
    "persons_of_parties",
    "policy",
    "proof",
    "roles_of",
    "rounded",
    "settle_address",
    "standing",
    "standing_of_account",
    "system",
    "the_person",
    "without_a_yes",
}
VERBS = {name for name in gate.__all__ if inspect.isfunction(getattr(gate, name))} - NEVER_REFUSE
CLAUSE, REASON = "O.a", "The vault stays shut for this walk."
MARKS = [mark for customer in CAST for mark in (*customer.marks, customer.email.partition("@")[0])]
MARKS += ["617-555-0143", "30 901820", "20 7946 0018", *STAFF.values()]

# (address, verb): why a refusal is not said on the page the visitor ends on.
QUIET: dict[tuple[str, str], str] = {
    ("/checkout/", "disclose"): "the payment provider is told nothing, and payment goes on without",
    ("/orders/<number>/owed/<debt>/pay/", "disclose"): "the same",
    ("/orders/<number>/pay/", "use"): "leads to the till, which shows nothing about anybody",
    ("/my/privacy/erase/", "address_behind"): "the erasure stands whatever becomes of the last mail",
    ("/office/orders/<number>/slip/", "use"): "it shows the delivery address; what opens beside it is not on it",
    ("/office/orders/selected/", "use"): "it shows nobody; packing goes on where an order may not be weighed",
    ("/office/phone-orders/<ref>/", "erase"): "the draft goes; that its caller stays known stands in the log",
    ("/office/phone-orders/<ref>/off/", "erase"): "the same",
    ("/office/checks/practice/", "collect"): "the practice partner is answered as a partner is: not here",
    ("/office/people/", "use_each"): "a single find leads on to the person, whom another verb opens",
    ("/office/people/<ticket>/erase/", "address_behind"): "the erasure stands whatever becomes of the last mail",
}


def refused(*_words: Any, **_named: Any) -> Any:
    raise gate.Refused(CLAUSE, "shut", REASON)


def each_refused(whose: Any, *_words: Any, **_named: Any) -> Any:
    return {each: gate.Refused(CLAUSE, "shut", REASON) for each in whose}


def refusing(verb: str) -> Callable[..., Any]:
    return each_refused if verb == "use_each" else refused


@dataclass
class Walk:
    """One visitor's way past all addresses. `faults`: what was wrong, a line each."""

    who: str
    world: World
    monkeypatch: pytest.MonkeyPatch
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    refusals: int = 0

    def __post_init__(self) -> None:
        self.browser = self.world.client(self.who)
        self.cookies = {name: morsel.value for name, morsel in self.browser.cookies.items()}
        self.names = self.world.names(self.who)

    def told(self) -> str:
        return "\n".join([*self.faults, f"{self.asked} pages, {self.refusals} refusals"])

    def past(self, address: str, place: Place) -> None:
        path = places.filled(address, self.names, place.token)
        self._ask("GET", address, path, None)
        if place.posts is not None:
            self._ask("POST", address, path, self._typed(place.posts))

    def _ask(self, method: str, address: str, path: str, typed: dict[str, Any] | None) -> None:
        called: set[str] = set()
        with self.monkeypatch.context() as patched:
            for verb in VERBS:
                patched.setattr(gate, verb, _noting(called, verb, getattr(gate, verb)))
            answer = self._answer(path, typed)
        self._never_breaks(answer, f"{method} {path}")
        for verb in sorted(called):
            with self.monkeypatch.context() as patched:
                patched.setattr(gate, verb, refusing(verb))
                answer = self._answer(path, typed)
            self.refusals += 1
            where = f"{method} {path} with {verb} refused"
            self._never_breaks(answer, where)
            self._says_so(answer, where, (address, verb))

    def _answer(self, path: str, typed: dict[str, Any] | None) -> HttpResponse:
        """The page one ends on. Nothing of it lasts."""
        self.asked += 1
        cache.clear()
        self.browser.cookies.clear()
        for name, value in self.cookies.items():
            self.browser.cookies[name] = value
        with undone():
            if typed is None:
                return self.browser.get(path)
            answer = self.browser.post(path, typed)
            if answer.status_code in (302, 303) and answer.headers["Location"].startswith("/"):
                return self.browser.get(answer.headers["Location"])
            return answer

    def _typed(self, form: dict[str, Any]) -> dict[str, Any]:
        """The form, with its gaps filled like those of an address."""
        gaps = {f"{{{name}}}": words for name, words in self.names.items()}
        return {name: gaps.get(words, words) if isinstance(words, str) else words for name, words in form.items()}

    def _never_breaks(self, answer: HttpResponse, where: str) -> None:
        if answer.status_code >= 500:
            error = getattr(answer, "exc_info", None)
            self.faults.append(f"{where}: {answer.status_code} {error[1]!r}" if error else f"{where}: broke")

    def _says_so(self, answer: HttpResponse, where: str, what: tuple[str, str]) -> None:
        text = unescape(answer.content.decode("utf-8", "replace")) if not answer.streaming else ""
        if what in QUIET:
            return
        if REASON not in text:
            self.faults.append(f"{where}: {answer.status_code}, and nothing of the refusal")
        shown = sorted({mark for mark in MARKS if mark in text})
        if shown:
            self.faults.append(f"{where}: shows {shown}")


def _noting(called: set[str], verb: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def noted(*words: Any, **named: Any) -> Any:
        called.add(verb)
        return real(*words, **named)

    return noted


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Whatever happens to either store inside is taken back."""
    blocks = [transaction.atomic(using=store) for store in ("default", "vault")]
    with contextlib.ExitStack() as stack:
        for block in blocks:
            block._from_testcase = True  # type: ignore[attr-defined]  # durable work may begin inside, as in every test
            stack.enter_context(block)
        yield
        for store in ("default", "vault"):
            transaction.set_rollback(True, using=store)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(evenly, "AT_LEAST", 0.0)
    monkeypatch.setattr(till_counter, "_post", lambda body, headers: 200)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def everybody(quick: None) -> World:
    return world.made()


def test_every_address_has_a_row() -> None:
    known = {*places.OURS, *places.WAGTAIL}
    assert places.every_address() - known == set()
    assert known - places.every_address() == set()


def test_the_walk_refuses_every_verb_that_can() -> None:
    """A new verb of the gate is walked, or stands among those that never refuse."""
    assert {"use", "use_each", "collect", "disclose", "choose", "erase", "export", "timeline"} <= VERBS
    assert set(gate.__all__) >= NEVER_REFUSE


@pytest.mark.parametrize("who", world.EVERYBODY)
def test_wherever_a_verb_refuses_the_page_says_so(who: str, everybody: World, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk(who, everybody, monkeypatch)
    for address, place in places.OURS.items():
        walk.past(address, place)
    assert not walk.faults, walk.told()
    assert walk.refusals > (2 if who == "anonymous" else 20)


def test_the_walk_notices_a_page_that_keeps_a_refusal_to_itself(
    everybody: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a shop whose refusal page says nothing."""
    monkeypatch.setattr(
        RefusalPage, "process_exception", lambda self, request, error: HttpResponse("Sorry.", status=403)
    )
    walk = Walk("customer", everybody, monkeypatch)
    walk.past("/my/privacy/data/", places.OURS["/my/privacy/data/"])
    assert any("nothing of the refusal" in fault for fault in walk.faults)


def test_the_walk_notices_a_value(everybody: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the refusal is said, and the name stands beside it."""
    said = f"{REASON} {ADA.name}"
    monkeypatch.setattr(RefusalPage, "process_exception", lambda self, request, error: HttpResponse(said, status=403))
    walk = Walk("customer", everybody, monkeypatch)
    walk.past("/my/privacy/data/", places.OURS["/my/privacy/data/"])
    assert any("shows" in fault for fault in walk.faults)


@pytest.mark.parametrize("who", ["anonymous", "customer", "marketing", "superuser"])
def test_wagtails_own_pages_break_nowhere_and_show_nobody(
    who: str, everybody: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk(who, everybody, monkeypatch)
    for address in places.WAGTAIL:
        walk.past(address, Place())
    assert not walk.faults, walk.told()
