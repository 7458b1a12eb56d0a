from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.recipients.webhooks.program import Program, listening


@pytest.fixture
def program() -> Iterator[Program]:
    with listening() as told:
        yield told
