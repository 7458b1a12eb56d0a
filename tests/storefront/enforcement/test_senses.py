"""No page, and nothing that stands in one, may ask the device for its camera, its place or its movements."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.office.conftest import order_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/", "/products/", "/basket/", "/account/login/", "/my/privacy/", "/nowhere/", "/office/"]
)
def test_the_devices_senses_are_closed_to_every_page(path: str) -> None:
    order_of()
    for _ in range(2):  # made anew, and kept
        rules = Client().get(path).headers["Permissions-Policy"].split(", ")
        assert {"camera=()", "microphone=()", "geolocation=()", "gyroscope=()", "payment=()"} <= set(rules)
        assert all(rule.endswith("=()") for rule in rules)
