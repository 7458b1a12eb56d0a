"""The summary on top of the policy is counted from the rules: take a rule away and it says less."""

import dataclasses

import pytest

from troth import gate
from troth.publishing import minute as of


@pytest.fixture
def under(monkeypatch):
    """The summary under a changed policy."""

    def read(**changes):
        changed = dataclasses.replace(gate.policy(), **changes)
        monkeypatch.setattr(gate, "policy", lambda: changed)
        return of._minute.__wrapped__("en")

    return read


def test_it_names_every_kind_in_force_and_nothing_else():
    kinds = [kind for kind in gate.policy().kinds.values() if kind.in_force and kind.name != "staff"]
    assert len(of.minute().kinds) == len(kinds)
    assert of.minute().fields == sum(len(kind.fields) for kind in kinds)
    assert of.minute().plain == ("countries that decide whose rules apply",)


def test_it_counts_what_each_recipient_may_be_told():
    told = {each.label: each.fields for each in of.minute().told}
    policy = gate.policy()
    ups = {
        (kind, field)
        for purpose in policy.recipients["ups"].grants
        for kind, fields in policy.recipient_fields(purpose, "ups").items()
        for field in fields
    }
    assert told["UPS"] == len(ups)
    assert told["our data centre"] == 0


def test_a_right_that_is_not_built_is_not_promised(under):
    policy = gate.policy()
    clauses = {**policy.clauses, "O.erase": dataclasses.replace(policy.clauses["O.erase"], built=False)}
    assert "O.erase" not in [each.clause for each in under(clauses=clauses).rights]


def test_a_cookie_that_waits_for_a_yes_is_counted(under):
    policy = gate.policy()
    name, cookie = next((name, each) for name, each in policy.cookies.items() if each.in_force)
    waiting = of.minute().cookies_waiting
    assert cookie.category != "measurement"
    changed = under(cookies={**policy.cookies, name: dataclasses.replace(cookie, category="measurement")})
    assert changed.cookies_waiting == waiting + 1
