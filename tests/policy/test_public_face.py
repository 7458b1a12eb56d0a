"""What the package offers, and what it stands on."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest

from troth import policy
from troth.policy import Policy


def test_the_public_face_is_all_there() -> None:
    assert all(hasattr(policy, name) for name in policy.__all__)
    assert {"load", "decide", "Policy", "PolicyError", "Ask", "Facts", "Allowed", "Refused"} <= set(policy.__all__)


def test_values_are_frozen(reference: Policy) -> None:
    with pytest.raises(FrozenInstanceError):
        reference.version = "0"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        reference.purposes["billing"].promotional = True  # type: ignore[misc]


def test_it_imports_no_framework_and_opens_no_connection() -> None:
    seen = "import sys, troth.policy, troth.policy.export; print('\\n'.join(sys.modules))"
    modules = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True).stdout.split()
    assert not {"django", "jsonschema", "socket", "sqlite3"} & set(modules)
