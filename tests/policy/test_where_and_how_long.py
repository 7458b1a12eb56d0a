"""Whose rules apply, and when the time of a record is over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.policy import Model, Policy, months_before
from troth.policy.calendar import end_of_period, months_after

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("country", "organization_country", "jurisdiction"),
    [
        ("DE", "", "eu_eea"),
        ("US", "", "united_states"),
        ("US-CA", "", "california"),
        ("US-MA", "", "united_states"),
        ("US", "DE", "eu_eea"),
        ("DE", "US", "eu_eea"),
        ("CH", "GB", "united_kingdom"),
        ("CA", "US-CA", "canada"),
        ("BR", "", "rest_of_world"),
        ("BR", "US", "united_states"),
        ("", "JP", "rest_of_world"),
        ("", "", "eu_eea"),
        ("XX", "", "rest_of_world"),
    ],
)
def test_the_stricter_rules_apply(
    reference: Policy, country: str, organization_country: str, jurisdiction: str
) -> None:
    assert reference.jurisdiction_of(country, organization_country) == jurisdiction
    assert reference.by_strictness.index(jurisdiction) <= reference.by_strictness.index(
        reference.jurisdiction_of(country or organization_country)
    )


def test_only_the_default_jurisdiction_names_no_countries(reference: Policy) -> None:
    for name in reference.jurisdictions:
        assert bool(reference.countries_of(name)) == (name != reference.default_jurisdiction)


def test_an_order_is_kept_for_two_years_after_its_year(reference: Policy) -> None:
    for day in (at(2026, 1, 1), at(2026, 5, 4, 13, 30), at(2026, 12, 31, 23, 59)):
        assert reference.keep_until("order", day, "eu_eea") == at(2029, 1, 1)


def test_an_invoice_is_kept_as_long_as_the_law_there_says(reference: Policy) -> None:
    years = {name: reference.keep_until("statutory", at(2026, 5, 4), name) for name in reference.jurisdictions}
    ten = {"eu_eea", "united_kingdom", "switzerland"}
    assert years == {name: at(2037 if name in ten else 2034, 1, 1) for name in reference.jurisdictions}


def test_each_term_says_which_law(reference: Policy) -> None:
    for name in reference.jurisdictions:
        clause, because = reference.law_for("statutory", name)
        assert clause == "R.statutory"
        assert because.endswith(".")
    assert reference.law_for("account", "eu_eea") == (
        "R.account",
        "Kept while you have an account with us, a subscription, or an order that is still kept.",
    )


def test_a_visit_is_kept_for_thirty_days_after_its_day(reference: Policy) -> None:
    assert reference.keep_until("visit", at(2026, 11, 22), "canada") == at(2026, 12, 23)


def test_account_data_has_no_fixed_end(reference: Policy) -> None:
    assert reference.keep_until("account", at(2026, 11, 22), "canada") is None


def test_an_embargo_names_its_law(reference: Policy) -> None:
    refused = reference.embargoed("CU")
    assert refused is not None
    assert (refused.clause, refused.code) == ("1.5.embargo", "embargoed")
    assert "15 CFR" in refused.reason
    assert reference.embargoed("UA-43") is not None
    assert reference.embargoed("UA") is None
    assert reference.embargoed("") is None


def test_consent_is_settled_for_every_purpose_channel_and_place(reference: Policy) -> None:
    for purpose in reference.purposes.values():
        for channel in ("", *purpose.channels):
            for place in reference.jurisdictions:
                wanted = reference.consent(purpose.name, channel, place)
                assert (wanted.model is Model.NONE_NEEDED) == (not purpose.choice)
                assert bool(wanted.months) == (wanted.model is Model.IMPLIED_AFTER_PURCHASE)


def test_without_a_channel_the_loosest_one_answers(reference: Policy) -> None:
    assert reference.consent("special_offers", "", "eu_eea").model is Model.UNLESS_DECLINED  # by post
    assert reference.consent("newsletter", "", "eu_eea").model is Model.OPT_IN


def test_months_end_where_the_calendar_does() -> None:
    assert months_before(at(2026, 3, 31), 1) == at(2026, 2, 28)
    assert months_before(at(2024, 3, 31), 1) == at(2024, 2, 29)
    assert months_after(at(2024, 2, 29), 12) == at(2025, 2, 28)
    assert months_after(at(2026, 12, 1), 1) == at(2027, 1, 1)


@given(MOMENTS, st.integers(1, 240))
def test_months_go_back_and_forth(moment: datetime, months: int) -> None:
    assert months_before(moment, months) < moment < months_after(moment, months)
    assert moment.day - months_after(months_before(moment, months), months).day in (0, 1, 2, 3)


@given(MOMENTS, st.sampled_from(["year", "month"]))
def test_a_period_ends_after_everything_in_it(moment: datetime, period: str) -> None:
    end = end_of_period(moment, period)
    assert end > moment
    assert (end.day, end.hour, end.minute, end.second, end.microsecond) == (1, 0, 0, 0, 0)
    assert end_of_period(moment, "none") == moment
