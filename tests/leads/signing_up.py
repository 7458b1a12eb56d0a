"""Somebody signs up for news at the foot of a page: what the tests of it share."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType
from unittest.mock import patch

from tests.catalog.letters import newest
from tests.channels.carriers import Keeping
from troth import gate
from troth.channels import queue
from troth.gate import inforce
from troth.leads.sign_ups import ask, confirm
from troth.leads.sign_ups.confirm import Asked

DORA = "dora@example.com"  # nobody knows her
KINDS = ("newsletter", "feature_of_the_period", "special_offers", "new_products", "accessories")


def token_in(post: Keeping) -> str:
    """Of the newest mail that asks, once everything due has left."""
    queue.send_due()
    found = re.search(r"/news/yes/([\w-]{43})/", newest(post))
    assert found is not None
    return found[1]


def asked(email: str, post: Keeping, *kinds: str) -> Asked:
    ask.ask_at(email, kinds or ("newsletter",))
    found = confirm.behind(token_in(post))
    assert found is not None
    return found


def pressed(email: str, post: Keeping, *kinds: str) -> gate.PersonId:
    """They signed up and pressed the button in the mail; whose it became."""
    assert confirm.confirm(asked(email, post, *kinds))
    found = ask.known_at(email)
    assert found is not None
    return found


def reached(person: gate.PersonId) -> set[str]:
    return {kind for kind in KINDS if gate.may_reach(person, kind, "email").allowed}


def said(person: gate.PersonId) -> dict[str, str]:
    """Their own words on news by mail, by purpose."""
    standing = gate.standing(person)
    lines = standing.choices if standing else {}
    return {purpose: str(line.state) for (purpose, channel), line in lines.items() if channel == "email"}


def say(person: gate.PersonId, state: gate.State, kinds: Collection[str] = ("newsletter",)) -> None:
    about = [(kind, "email") for kind in kinds]
    gate.choose_all(person, about, state, actor=gate.the_person(person), source="preferences")


@contextmanager
def silent(left_out: str) -> Iterator[None]:
    """A shop whose policy knows no such door: "clause" is not built, "source" or "kind" is not declared."""
    now = gate.policy()
    kinds, sources = dict(now.kinds), dict(now.sources)
    if left_out == "clause":
        kinds["subscription"] = replace(kinds["subscription"], in_force=False)
        sources["newsletter_form"] = replace(sources["newsletter_form"], in_force=False)
    elif left_out == "source":
        del sources["newsletter_form"]
    else:
        del kinds["subscription"]
    before = replace(now, kinds=MappingProxyType(kinds), sources=MappingProxyType(sources))
    with patch.object(inforce, "_told_in", lambda _language: before):
        yield
