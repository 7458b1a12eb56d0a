"""Mutation tests: no grant and no restriction of the reference policy is without a vector that shows it.

A grant is tried on the policy with every clause built, since some rules wait for theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.policy.conftest import REFERENCE, Change, build_everything
from tests.policy.mutations import Mutation, grants, restrictions
from tests.policy.vectors import Vector, vectors
from tests.policy.visitors import VISITORS
from troth.policy import Kind, Policy, Purpose, Source
from troth.policy.checks import check
from troth.policy.prose import read_prose
from troth.policy.shape import Reading

Changed = Callable[[Change], Policy]


@pytest.fixture(scope="module")
def allowed(reference: Policy) -> list[Vector]:
    return [vector for vector in vectors(reference) if vector.fields is not None]


@pytest.fixture(scope="module")
def refused(reference: Policy, all_built: Policy) -> list[Vector]:
    """Without those that are refused only because their clause is not built."""
    found = [vector for vector in vectors(reference) if vector.fields is None]
    return [vector for vector in found if not vector.answer(all_built).allowed]


def test_without_any_single_grant_something_allowed_is_refused(
    reference: Policy, changed: Changed, allowed: list[Vector]
) -> None:
    unshown = []
    for grant in grants(reference.document):
        poorer = changed(_both(build_everything, grant))
        shown = not all(vector.answer(poorer).allowed for vector in _likely_first(allowed, grant))
        if not (shown or any(each.allowed and not each.may(poorer) for each in VISITORS)):
            unshown.append(str(grant))
    assert not unshown, "\n".join(unshown)


def test_without_any_single_restriction_something_refused_is_allowed_or_the_policy_fails(
    reference: Policy, changed: Changed, refused: list[Vector]
) -> None:
    unshown = []
    for restriction in restrictions(reference.document):
        looser = changed(_both(build_everything, restriction))
        shown = not _holds_together(looser) or any(vector.answer(looser).allowed for vector in refused)
        if not (shown or any(each.may(looser) and not each.allowed for each in VISITORS)):
            unshown.append(str(restriction))
    assert not unshown, "\n".join(unshown)


def test_in_a_browser_that_has_said_nothing_the_countrys_rules_decide(reference: Policy) -> None:
    assert [each for each in VISITORS if each.may(reference) is not each.allowed] == []


def test_each_clause_that_is_not_built_holds_back_what_rests_on_it(
    reference: Policy, all_built: Policy, changed: Changed
) -> None:
    later = [vector for vector in vectors(reference, "later") if vector.fields is not None]
    rules: list[Purpose | Kind | Source] = [*reference.purposes.values(), *reference.kinds.values()]
    rules += reference.sources.values()
    gating = {rule.clause for rule in rules if not rule.in_force}
    assert gating
    for clause in sorted(gating):

        def all_but_one(rules: dict[str, Any], left: str = clause) -> None:
            build_everything(rules)
            rules["clauses"][left]["built"] = False

        waiting = changed(all_but_one)
        assert any(not vector.answer(waiting).allowed for vector in later), clause


def test_there_are_hundreds_of_rules_to_take_away(reference: Policy) -> None:
    assert len(list(grants(reference.document))) > 400
    assert len(list(restrictions(reference.document))) > 150


def _likely_first(found: list[Vector], grant: Mutation) -> list[Vector]:
    return sorted(found, key=lambda vector: vector.ask.purpose not in grant.path)


def _both(first: Change, second: Change) -> Change:
    def change(rules: dict[str, Any]) -> None:
        first(rules)
        second(rules)

    return change


def _holds_together(policy: Policy) -> bool:
    reading = Reading("policy.yaml")
    try:
        check(policy.document, read_prose(REFERENCE, (each.id for each in policy.sections), []), reading)
    except (KeyError, ValueError):
        return False
    return not reading.problems
