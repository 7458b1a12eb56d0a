"""The last moment that is allowed, and the first that is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.policy.conftest import Change
from tests.policy.vectors import NOON
from troth.policy import Actor, ActorKind, Allowed, Ask, Facts, Policy, Refused, Verb, decide, months_before

INSTANT = timedelta(microseconds=1)
BILLING = Ask(Verb.USE, "billing", Actor(ActorKind.SYSTEM, purpose="billing"), "order_billing", frozenset({"name"}))
NEWS = Ask(Verb.REACH, "newsletter", Actor(ActorKind.SYSTEM, purpose="newsletter"), channel="email")


def _code(answer: Allowed | Refused) -> str:
    return answer.code if isinstance(answer, Refused) else "allowed"


@pytest.mark.parametrize(("left", "code"), [(INSTANT, "allowed"), (timedelta(0), "expired"), (-INSTANT, "expired")])
def test_a_record_is_opened_until_its_time_is_over(reference: Policy, left: timedelta, code: str) -> None:
    told = Facts(NOON, "eu_eea", kept_until=NOON + left)
    assert _code(decide(reference, BILLING, told)) == code


@pytest.mark.parametrize(("more", "code"), [(INSTANT, "allowed"), (timedelta(0), "consent_needed")])
def test_a_purchase_speaks_for_exactly_its_months(reference: Policy, more: timedelta, code: str) -> None:
    told = Facts(NOON, "canada", last_purchase=months_before(NOON, 24) + more)
    assert _code(decide(reference, NEWS, told)) == code


def test_a_right_waits_for_its_clause_like_everything_else(
    reference: Policy, changed: Callable[[Change], Policy]
) -> None:
    def unbuild(rules: dict[str, Any]) -> None:
        rules["clauses"][rules["purposes"]["rights_request"]["clause"]]["built"] = False

    ask = Ask(Verb.EXPORT, "rights_request", Actor(ActorKind.PERSON))
    assert decide(reference, ask, Facts(NOON, "eu_eea")).allowed
    assert _code(decide(changed(unbuild), ask, Facts(NOON, "eu_eea"))) == "right_not_served"


def test_a_recipient_waits_for_its_clause_like_everything_else(
    reference: Policy, changed: Callable[[Change], Policy]
) -> None:
    def unbuild(rules: dict[str, Any]) -> None:
        rules["clauses"]["3c.ii"]["built"] = False

    ask = replace(BILLING, verb=Verb.DISCLOSE, kind="order_contact", fields=frozenset({"email"}), recipient="stripe")
    assert decide(reference, ask, Facts(NOON, "eu_eea")).allowed
    assert _code(decide(changed(unbuild), ask, Facts(NOON, "eu_eea"))) == "recipient_not_granted"


def test_an_erasure_names_only_fields_there_are(reference: Policy) -> None:
    ask = Ask(Verb.ERASE, "rights_request", Actor(ActorKind.PERSON), "name", frozenset({"name", "birthday"}))
    answer = decide(reference, ask, Facts(NOON, "eu_eea"))
    assert isinstance(answer, Allowed)
    assert answer.fields == {"name"}
