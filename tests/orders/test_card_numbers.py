"""Numbers of cards in what people write, and numbers that only look like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.orders import card_numbers

# Numbers that card schemes publish for testing.
CARDS = [
    "4111111111111111",
    "4111 1111 1111 1111",
    "5555-5555-5555-4444",
    "3782 822463 10005",
    "6011.1111.1111.1117",
    "2223 0031 2200 3222",
    "4222222222222",
    "3530 1113 3330 0000",
    "4111\u00a01111\u00a01111\u00a01111",
    "4111  1111  1111  1111",
    "4111\n1111\n1111\n1111",
    "４１１１ １１１１ １１１１ １１１１",
]
NONE = [
    "",
    "order 12 of the 24th",
    "4111 1111 1111 1112",  # wrong check digit
    "9400 1000 0000 0000 0000 00",  # a parcel's
    "94001000000000000000 00",
    "1Z999AA10123456784",
    "+1 617 555 0142",
    "T-7K4Q93",
    "0000 0000 0000 0000",
    "12345678901234567890123456789012345678901234567890",
]


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("around", ["%s", "my card is %s, thanks", "order 12 %s", "%s 12/29 123", "(%s)"])
def test_a_card_is_struck_out_wherever_it_stands(card: str, around: str) -> None:
    text, struck = card_numbers.struck(around % card)
    assert struck
    assert card not in text
    assert "[card number struck out]" in text
    assert not card_numbers.among(text)


@pytest.mark.parametrize("text", NONE)
def test_other_numbers_stay(text: str) -> None:
    assert card_numbers.struck(text) == (text, False)


def test_two_cards_are_two() -> None:
    text, _struck = card_numbers.struck(f"{CARDS[0]} or {CARDS[1]}?")
    assert text == "[card number struck out] or [card number struck out]?"


@given(st.text(alphabet="0123456789 -./x\n", max_size=80))
def test_nothing_is_left_after_striking_and_nothing_else_is_touched(text: str) -> None:
    told, struck = card_numbers.struck(text)
    assert not card_numbers.among(told)
    assert struck == (told != text)
    left = told.split("[card number struck out]")
    assert text.startswith(left[0])
    assert text.endswith(left[-1])
