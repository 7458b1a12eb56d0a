from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def american() -> Iterator[None]:
    """Prices in these tests are written as in the United States, whatever the shop's own language is."""
    with translation.override("en-us"):
        yield
