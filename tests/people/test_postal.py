"""Addresses that fit their country."""

import pytest

from troth.people import postal
from troth.people.postal_form import PostalForm

US = {
    "name": "A",
    "street_address": "1 Main St",
    "locality": "Milton",
    "region": "MA",
    "postcode": "02186",
    "country": "US",
}

SHAPES = {
    "US": "name organization street_address locality region* postcode",
    "DE": "name organization street_address postcode locality",
    "GB": "name organization street_address locality postcode",
    "JP": "name organization postcode region* street_address",
    "CH": "name organization street_address postcode locality",
    "CA": "name organization street_address locality region* postcode",
    "IN": "name organization street_address locality postcode region*",
    "BR": "name organization street_address locality region* postcode",
}


@pytest.mark.parametrize("country", SHAPES)
def test_each_country_has_its_lines_in_its_order(country: str) -> None:
    shape = [field for field in postal.shape_of(country) if field.name != "country"]
    assert " ".join(field.name + ("*" if field.choices else "") for field in shape) == SHAPES[country]


@pytest.mark.parametrize(
    ("country", "field", "label"),
    [
        ("US", "region", "State"),
        ("US", "postcode", "ZIP code"),
        ("GB", "locality", "Post town"),
        ("JP", "region", "Prefecture"),
        ("CA", "region", "Province"),
        ("IN", "postcode", "PIN code"),
        ("IE", "postcode", "Eircode"),
        ("DE", "postcode", "Postcode"),
    ],
)
def test_lines_are_called_what_people_there_call_them(country: str, field: str, label: str) -> None:
    assert {part.name: str(part.label) for part in postal.shape_of(country)}[field] == label


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("GB", "ec1y8sy", "EC1Y 8SY"),
        ("GB", "w1a 0ax", "W1A 0AX"),
        ("CA", "m5v2t6", "M5V 2T6"),
        ("JP", "1540023", "154-0023"),
        ("BR", "01310100", "01310-100"),
        ("CH", "CH-3011", "3011"),
        ("US", "95014 1234", "95014-1234"),
        ("NL", "1012ab", "1012 AB"),
        ("DE", "10115", "10115"),
    ],
)
def test_postcodes_are_kept_as_the_post_writes_them(country: str, typed: str, kept: str) -> None:
    checked = postal.check({**US, "region": "", "country": country, "postcode": typed})
    assert checked.cleaned["postcode"] == kept
    assert "postcode" not in checked.errors


def test_a_whole_address_passes() -> None:
    checked = postal.check({**US, "region": "massachusetts", "street_address": " 1  Main St \r\n\n Apt 3 "})
    assert checked.ok
    assert checked.cleaned["region"] == "MA"
    assert checked.cleaned["street_address"] == "1 Main St\nApt 3"


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"postcode": "1234"}, "postcode"),
        ({"region": "Bavaria"}, "region"),
        ({"region": "CA"}, "postcode"),
        ({"street_address": ""}, "street_address"),
        ({"name": ""}, "name"),
        ({"country": "XX"}, "country"),
        ({"country": ""}, "country"),
        ({"name": "x" * 101}, "name"),
        ({"street_address": "a\nb\nc\nd\ne"}, "street_address"),
    ],
)
def test_each_mistake_is_named_at_its_line(change: dict[str, str], wrong: str) -> None:
    checked = postal.check({**US, **change})
    assert set(checked.errors) == {wrong}


def test_lines_a_country_does_not_have_are_dropped_and_control_characters_with_them() -> None:
    checked = postal.check(
        {**US, "country": "DE", "postcode": "10115", "region": "Berlin", "name": "A\x00\x1b[31mB", "more": "x"}
    )
    assert checked.cleaned["region"] == ""
    assert checked.cleaned["name"] == "A[31mB"
    assert set(checked.cleaned) == set(postal.FIELDS)


def test_an_address_is_written_as_on_a_parcel() -> None:
    checked = postal.check({**US, "organization": "Cellorama"})
    assert postal.lines_of(checked.cleaned) == [
        "A",
        "Cellorama",
        "1 Main St",
        "Milton, MA 02186",
        "United States of America",
    ]


def test_a_japanese_address_in_latin_letters_is_written_in_latin_order() -> None:
    told = {
        "name": "Ken Ito",
        "street_address": "1-2-3 Taishido",
        "region": "Tokyo",
        "postcode": "1540023",
        "country": "JP",
    }
    lines = postal.lines_of(postal.check(told).cleaned)
    assert lines[0] == "Ken Ito"
    assert "Tokyo" in " ".join(lines)


def test_every_country_has_a_shape_and_checks_without_failing() -> None:
    for country in postal.known_countries():
        assert {"name", "street_address", "country"} <= {field.name for field in postal.shape_of(country)}
        postal.check({"country": country, "postcode": "?", "region": "?", "locality": "?"})


def test_the_form_follows_the_country_that_was_chosen() -> None:
    form = PostalForm({"delivery-country": "JP"}, prefix="delivery")
    assert [field.name for field in form.shape] == ["name", "organization", "postcode", "region", "street_address"]


def test_an_optional_address_may_be_left_empty_but_not_half_written() -> None:
    assert PostalForm({"country": "DE"}, required=False).is_valid()
    half = PostalForm({"country": "DE", "locality": "Berlin"}, required=False)
    assert not half.is_valid()
    assert {"name", "street_address", "postcode"} <= set(half.errors)
