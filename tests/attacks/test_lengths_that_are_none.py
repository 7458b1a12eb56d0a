"""A length that is a digit to Python and no number: the doors that measure a body refuse it before they read."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.mark.parametrize("door", ["/checkout/webhook/practice/", "/checkout/warnings/practice/", "/api/v1/baskets"])
def test_it_is_refused_as_too_long(door: str) -> None:
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    assert client.post(door, b"{}", "application/json", CONTENT_LENGTH="²").status_code == 413
