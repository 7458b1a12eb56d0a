from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from troth.catalog.money import LARGEST_AMOUNT, Money, NotAnAmount, decimal_of, minor_units


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("24.90", "USD", 2490),
        ("500", "USD", 50000),
        ("1", "USD", 100),
        ("85.0", "EUR", 8500),
        ("24,90", "EUR", 2490),
        ("2490", "JPY", 2490),
        ("2490.00", "JPY", 2490),
        ("1.234", "KWD", 1234),
        ("0", "USD", 0),
    ],
)
def test_an_amount_is_read_exactly(text: str, currency: str, amount: int) -> None:
    assert minor_units(text, currency) == amount


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("", "USD"),
        ("abc", "USD"),
        ("1.999", "USD"),
        ("0.5", "JPY"),
        ("-1", "USD"),
        ("NaN", "USD"),
        ("Infinity", "USD"),
        ("1e5", "USD"),
        ("1_000", "USD"),
        ("1,234", "USD"),
        ("1.234,50", "EUR"),
        ("٣", "USD"),
        ("9" * 50, "USD"),
        ("10", "XXQ"),
    ],
)
def test_what_is_no_amount_is_refused_and_never_rounded(text: str, currency: str) -> None:
    with pytest.raises(NotAnAmount):
        minor_units(text, currency)


@given(st.integers(0, LARGEST_AMOUNT // 1000), st.sampled_from(["USD", "JPY", "KWD", "CLF"]))
def test_written_plainly_and_read_again_it_is_the_same(amount: int, currency: str) -> None:
    assert minor_units(Money(amount, currency).plain, currency) == amount
    assert decimal_of(amount, currency) >= Decimal(0)


def test_the_words_follow_the_language_and_the_currency() -> None:
    assert Money(249000, "USD").text == "$2,490.00"
    assert Money(2490, "JPY").text == "¥2,490"
    with translation.override("de"):
        assert Money(2490, "EUR").text == "24,90\xa0€"
    with translation.override("xx"):
        assert Money(2490, "USD").text == "$24.90"
