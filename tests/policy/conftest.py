"""The reference policy, as it is and as it will be once every clause is built."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from troth.policy import Policy, load
from troth.policy.build import build
from troth.policy.prose import read_prose

REFERENCE = Path(__file__).parents[2] / "policies" / "celloramatech"
Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="session")
def reference() -> Policy:
    return load(REFERENCE)


@pytest.fixture(scope="session")
def changed(reference: Policy) -> Callable[[Change], Policy]:
    """The reference policy with a change made to its rules, unchecked."""
    prose = read_prose(REFERENCE, (section.id for section in reference.sections), [])

    def change(how: Change) -> Policy:
        data: dict[str, Any] = deepcopy(dict(reference.document))
        how(data)
        return build(data, prose)

    return change


def build_everything(data: dict[str, Any]) -> None:
    for clause in data["clauses"].values():
        clause["built"] = True


@pytest.fixture(scope="session")
def all_built(changed: Callable[[Change], Policy]) -> Policy:
    return changed(build_everything)
