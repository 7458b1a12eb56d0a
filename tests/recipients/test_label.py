"""The practice label: an address as the post wants it."""

from __future__ import annotations

import json
import re
from base64 import b64decode

import pytest
from django.utils import translation

from tests.cast import ADA, BEN, CHIARA, Customer
from troth.recipients import depot

pytestmark = pytest.mark.django_db


def printed(who: Customer) -> list[str]:
    """The lines of the address, top to bottom."""
    ship_to = {"name": who.name, "company": who.organization, "street": who.street_address, "city": who.locality}
    asked = {
        "parcel": {"reference": "r", "order": "T-1", "service": "s", "grams": 500},
        "ship_to": {**ship_to, "state": who.region, "postal_code": who.postcode, "country": who.country},
    }
    label = b64decode(json.loads(depot.receive("ups", json.dumps(asked).encode()))["label"]).decode()
    return re.findall(r'font-size="20">([^<]*)</text>', label)


@pytest.mark.parametrize(
    ("who", "country"), [(ADA, "UNITED STATES OF AMERICA"), (BEN, "GERMANY"), (CHIARA, "UNITED KINGDOM")]
)
def test_the_last_line_is_the_countrys_name_in_english_and_capitals(who: Customer, country: str) -> None:
    assert printed(who)[-1] == country


def test_the_language_of_the_desk_does_not_change_the_label() -> None:
    with translation.override("de"):
        assert printed(BEN)[-1] == "GERMANY"
