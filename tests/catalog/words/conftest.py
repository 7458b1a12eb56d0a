from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in the shop's first language and says when it changes to another."""
    with translation.override("en"):
        yield
