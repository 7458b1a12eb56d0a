"""What every test stands on: a place of its own for files and keys, and both stores open."""

import os
from typing import Any

import hypothesis
import pytest

# The suite gives the same answer for the same tree; `EXPLORE=1 dev/test` looks for examples nobody has thought of yet.
hypothesis.settings.register_profile("the same every time", derandomize=True)
if not os.environ.get("EXPLORE"):
    hypothesis.settings.load_profile("the same every time")

if "TROTH_HOME" not in os.environ:
    raise pytest.UsageError("Run the tests with `dev/test` (or `make test`): it gives them a folder of their own.")


@pytest.fixture(scope="session", autouse=True)
def key_ring() -> None:
    from troth.ledger import keys
    from troth.vault import ring

    ring.ensure()
    keys.ensure()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The databases, with the full-text table that `--nomigrations` leaves out."""
    from tests import fulltext

    with django_db_blocker.unblock():
        fulltext.make_real()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `django_db` get both databases unless they name their own."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is not None and "databases" not in marker.kwargs:
            marker.kwargs["databases"] = ["default", "vault"]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What a process keeps: counts of limits, and things by the catalogue's revision, which each test rolls back."""
    from django.apps import apps
    from django.core.cache import cache

    if apps.ready:
        from troth.catalog import search
        from troth.storefront import pagecache

        cache.clear()
        search._vocabulary.cache_clear()
        pagecache.store().clear()
