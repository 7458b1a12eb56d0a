"""Which cookies a response may set, for whom: pure, on the reference policy with one cookie more that waits for a choice."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.policy import Policy, load
from troth.policy.build import build
from troth.policy.prose import read_prose
from troth.visits.consent import CATEGORIES, Consent
from troth.visits.enforcement import Declared, Kind, NotAllowed, Setting, declared, judge, leftovers

REFERENCE = Path(__file__).parents[3] / "policies" / "celloramatech"
TRAIL = {
    "label": "Trail",
    "why": "Remembers what was looked at.",
    "clause": "2c",
    "purpose": "measure_usage",
    "category": "measurement",
    "life": "One hour",
    "max_age": 3600,
    "host_prefix": True,
    "kept_in": "cookie",
    "named": "",
}
NOTHING, ALL = Consent(), Consent(allowed=frozenset(CATEGORIES))


@pytest.fixture(scope="module")
def policy() -> Policy:
    plain = load(REFERENCE)
    rules: dict[str, Any] = deepcopy(dict(plain.document))
    rules["cookies"]["trail"] = TRAIL
    rules["services"]["visit_tally"]["cookies"]["tally_day"]["at"] = "shop"
    return build(rules, read_prose(REFERENCE, rules["sections"], []))


@pytest.fixture(scope="module")
def known(policy: Policy) -> Declared:
    return declared(policy, live=False)


def _faults(known: Declared, consent: Consent, *set_: Setting) -> list[tuple[str, Kind]]:
    return [(each.cookie, each.kind) for each in judge(set_, known, consent)]


def test_what_the_shop_needs_may_be_set_for_everybody(known: Declared) -> None:
    assert _faults(known, NOTHING, Setting("basket", 2592000), Setting("messages", 0)) == []


def test_what_nobody_declared_may_not_be_set_for_anybody(known: Declared) -> None:
    for consent in (NOTHING, ALL):
        assert _faults(known, consent, Setting("tracker", 60)) == [("tracker", Kind.UNDECLARED)]


def test_what_waits_for_a_choice_waits_for_that_choice(known: Declared) -> None:
    assert _faults(known, NOTHING, Setting("trail", 60)) == [("trail", Kind.UNCONSENTED)]
    assert _faults(known, Consent(frozenset({"advertising"})), Setting("trail", 60)) == [("trail", Kind.UNCONSENTED)]
    assert _faults(known, Consent(frozenset({"measurement"})), Setting("trail", 60)) == []


def test_a_services_cookie_on_the_shops_own_pages_waits_like_the_service(known: Declared) -> None:
    assert _faults(known, NOTHING, Setting("tally_day", 60)) == [("tally_day", Kind.UNCONSENTED)]
    assert _faults(known, ALL, Setting("tally_day", 60)) == []


def test_a_cookie_that_a_service_keeps_with_itself_is_none_of_the_shops(known: Declared) -> None:
    assert _faults(known, ALL, Setting("northlight_shown", 60)) == [("northlight_shown", Kind.UNDECLARED)]


def test_no_cookie_outlives_its_word(known: Declared) -> None:
    assert _faults(known, ALL, Setting("basket", 2592001)) == [("basket", Kind.LASTING)]
    assert _faults(known, ALL, Setting("messages", 1)) == [("messages", Kind.LASTING)]


def test_taking_a_cookie_away_is_always_allowed(known: Declared) -> None:
    assert _faults(known, NOTHING, Setting("tracker", -1), Setting("trail", -1)) == []


def test_a_live_shop_knows_its_cookies_by_the_stricter_name(policy: Policy) -> None:
    live = declared(policy, live=True)
    assert _faults(live, ALL, Setting("__Host-basket", 60), Setting("__Host-trail", 60)) == []
    assert _faults(live, ALL, Setting("basket", 60)) == [("basket", Kind.UNDECLARED)]


def test_what_is_kept_in_another_store_is_no_cookie(known: Declared) -> None:
    assert _faults(known, ALL, Setting("wagtail:*", 0)) == [("wagtail:*", Kind.UNDECLARED)]


def test_a_clause_that_is_not_built_lets_no_cookie_out(policy: Policy) -> None:
    rules: dict[str, Any] = deepcopy(dict(policy.document))
    rules["clauses"]["2c"]["built"] = False
    later = build(rules, read_prose(REFERENCE, rules["sections"], []))
    assert _faults(declared(later, live=False), ALL, Setting("basket", 60)) == [("basket", Kind.UNDECLARED)]


def test_leftovers_are_what_a_choice_once_allowed_and_nothing_else(known: Declared) -> None:
    sent = {"trail": "x", "tally_day": "y", "basket": "z", "elsewhere": "of another program on this host"}
    assert leftovers(sent, known, NOTHING) == ["tally_day", "trail"]
    assert leftovers(sent, known, ALL) == []


@given(
    st.lists(st.builds(Setting, st.sampled_from(["basket", "trail", "tracker", "tally_day"]), st.integers(-1, 9000))),
    st.sets(st.sampled_from(CATEGORIES)),
)
def test_nothing_gets_out_that_is_not_declared_allowed_and_short_enough(
    policy: Policy, wanted: list[Setting], allowed: set[str]
) -> None:
    known, consent = declared(policy, live=False), Consent(frozenset(allowed))
    stopped = {(each.cookie, each.kind) for each in judge(wanted, known, consent)}
    for each in wanted:
        category = known.category.get(each.name)
        fine = each.life < 0 or (
            category is not None and consent.allows(category) and each.life <= known.life[each.name]
        )
        assert fine or any(name == each.name for name, _kind in stopped)


def test_the_exception_says_what_and_where() -> None:
    from troth.visits.enforcement import Fault

    assert "'tracker' is undeclared (product)" in str(NotAllowed([Fault("tracker", Kind.UNDECLARED, "product")]))
