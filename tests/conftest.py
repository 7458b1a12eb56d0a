"""What every test stands on: a place of its own for files and keys, and both stores open."""

import os
import tempfile
from pathlib import Path

_place = Path(os.environ.get("TROTH_TEST_PLACE") or tempfile.mkdtemp(prefix="troth-tests-"))
_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["TROTH_HOME"] = str(_place / _worker / "var")
os.environ["TROTH_KEYS"] = str(_place / _worker / "keys")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.settings")

import pytest  # noqa: E402  (the environment must be set before Django reads it)


@pytest.fixture(scope="session", autouse=True)
def key_ring() -> None:
    from troth.ledger import keys
    from troth.vault import ring

    ring.ensure()
    keys.ensure()


@pytest.fixture(autouse=True)
def _both_stores(request: pytest.FixtureRequest) -> None:
    """Tests marked `django_db` get both databases unless they name their own."""
    marker = request.node.get_closest_marker("django_db")
    if marker is not None and "databases" not in marker.kwargs:
        marker.kwargs["databases"] = ["default", "vault"]
