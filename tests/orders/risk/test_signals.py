"""What speaks against an order: pure facts in, signals out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.orders.risk.signals import HOLD_AT, SIGNALS, Code, Facts, score, sentences, weighed

CALM = {"total": 1000, "usual": 1000, "first_order": False, "delivery_country": "US", "billing_country": "US"}


def codes(**told: object) -> list[Code]:
    return [signal.code for signal in weighed(Facts(**{**CALM, **told}))]  # type: ignore[arg-type]


def test_nothing_speaks_against_a_usual_order() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"provider_word": "highest"}, Code.PROVIDER_HIGHEST),
        ({"provider_score": 80}, Code.PROVIDER_HIGHEST),
        ({"provider_word": "elevated"}, Code.PROVIDER_ELEVATED),
        ({"provider_score": 66}, Code.PROVIDER_ELEVATED),
        ({"partner_band": "high"}, Code.PARTNER_HIGH),
        ({"partner_band": "elevated"}, Code.PARTNER_ELEVATED),
        ({"billing_country": "DE"}, Code.COUNTRIES_DIFFER),
        (
            {"delivery_country": "UA", "billing_country": "UA", "split_countries": frozenset({"UA"})},
            Code.NEAR_EMBARGO,
        ),
        ({"tries": 3}, Code.MANY_TRIES),
        ({"total": 4000}, Code.FAR_ABOVE_USUAL),
        ({"total": 2000, "first_order": True}, Code.FIRST_AND_HIGH),
    ],
)
def test_each_signal_has_its_fact(told: dict[str, object], code: Code) -> None:
    assert codes(**told) == [code]


@pytest.mark.parametrize(
    "told",
    [
        {"provider_word": "normal", "provider_score": 99},
        {"billing_country": ""},
        {"delivery_country": ""},
        {"tries": 2},
        {"total": 10**9, "usual": None, "first_order": True},
        {"total": 3999},
        {"total": 3000, "first_order": None},
    ],
)
def test_what_is_not_known_or_not_enough_speaks_against_nobody(told: dict[str, object]) -> None:
    assert codes(**told) == []


def test_only_the_strongest_warnings_from_outside_hold_an_order_by_themselves() -> None:
    alone = {code for code, (weight, _words) in SIGNALS.items() if weight >= HOLD_AT}
    assert alone == {Code.PROVIDER_HIGHEST, Code.PARTNER_HIGH}


def test_a_partners_reasons_stand_behind_its_warning_and_nowhere_else() -> None:
    said = Facts(**{**CALM, "billing_country": "DE", "partner_band": "elevated", "partner_says": ("One.", "Two.")})  # type: ignore[arg-type]
    told = sentences(said, weighed(said))
    assert told[1:3] == ("One.", "Two.")
    well = replace(said, partner_band="low")
    assert not {"One.", "Two."} & set(sentences(well, weighed(well)))


@given(st.integers(1, 10**7), st.integers(0, 9), st.sampled_from(["", "normal", "elevated", "highest"]), st.booleans())
def test_more_against_it_never_scores_less(total: int, tries: int, word: str, first: bool) -> None:
    facts = {**CALM, "total": total, "tries": tries, "provider_word": word, "first_order": first}
    here = score(weighed(Facts(**facts)))  # type: ignore[arg-type]
    worse = score(weighed(Facts(**{**facts, "billing_country": "FR", "tries": tries + 3})))  # type: ignore[arg-type]
    assert 0 <= here <= worse <= 100
