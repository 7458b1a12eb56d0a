"""Who gets where: every address of ours, every kind of visitor, things of their own, of somebody else's, and of nobody's.

What is somebody else's and what does not exist answer alike, to the letter.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse

from tests import places, world
from tests.test_refusals import undone
from tests.world import World
from troth.people import evenly
from troth.recipients import till_counter

pytestmark = pytest.mark.django_db

WHOSE = {"number", "record", "address", "entry", "ticket", "comment"}  # gaps that stand for a thing of somebody's
CHANGING = re.compile(
    r'(name="(?:csrfmiddlewaretoken|key)" value=")[^"]*|data-options="[^"]*"|"CSRF_TOKEN": "\w+"|<a href="[^"]*" lang="[^"]*" hreflang="[^"]*"'
)


@pytest.fixture
def everybody(monkeypatch: pytest.MonkeyPatch, settings: Any) -> World:
    monkeypatch.setattr(evenly, "AT_LEAST", 0.0)
    monkeypatch.setattr(till_counter, "_post", lambda body, headers: 200)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return world.made()


def theirs() -> list[tuple[str, places.Place]]:
    """Addresses of things that are somebody's. Every order is the office's own to look up."""
    return [
        (address, place)
        for address, place in places.OURS.items()
        if set(places.GAP.findall(address)) & WHOSE and not address.startswith("/office/orders/")
    ]


class Asking:
    """One visitor, who asks and leaves no trace."""

    def __init__(self, who: str, everybody: World) -> None:
        self.browser = everybody.client(who)
        self.cookies = {name: morsel.value for name, morsel in self.browser.cookies.items()}

    def ask(self, path: str, typed: dict[str, Any] | None = None) -> HttpResponse:
        cache.clear()
        self.browser.cookies.clear()
        for name, value in self.cookies.items():
            self.browser.cookies[name] = value
        with undone():
            return self.browser.get(path) if typed is None else self.browser.post(path, typed)

    def told(self, address: str, names: world.Names, typed: dict[str, Any] | None) -> tuple[int, str, str]:
        """Status, way on and words, with the names in the address made alike."""
        answer = self.ask(places.filled(address, names), typed)
        words = CHANGING.sub(r"\1", answer.content.decode("utf-8", "replace"))
        return answer.status_code, _alike(answer.headers.get("Location", ""), names), _alike(words, names)


def _alike(text: str, names: world.Names) -> str:
    for gap, value in names.items():
        if gap in WHOSE:
            text = text.replace(value, f"<{gap}>")
    return text


@pytest.mark.parametrize("who", world.EVERYBODY)
def test_somebody_elses_and_nobodys_are_not_told_apart(who: str, everybody: World) -> None:
    asking, missing = Asking(who, everybody), everybody.names(who, "missing")
    foreign, own = everybody.names(who, "foreign"), everybody.names(who)
    # With a ticket of their own, and a record that is another person's.
    pairs = [(foreign, missing), ({**foreign, "ticket": own["ticket"]}, {**missing, "ticket": own["ticket"]})]
    faults = []
    for address, place in theirs():
        for typed in [None] if place.posts is None else [None, place.posts]:
            for one, other in pairs if "<ticket>" in address and "<record>" in address else pairs[:1]:
                first, second = asking.told(address, one, typed), asking.told(address, other, typed)
                if first != second:
                    faults.append(f"{'GET' if typed is None else 'POST'} {address}: {first[:2]} and {second[:2]}")
    assert faults == []


def test_the_comparing_sees_a_difference(everybody: World) -> None:
    """The control: one's own thing does not look like nobody's."""
    asking = Asking("customer", everybody)
    own, missing = (
        asking.told("/orders/<number>/", everybody.names("customer", whose), None) for whose in ("own", "missing")
    )
    assert own != missing
