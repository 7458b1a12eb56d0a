from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.catalog.importing.brought import furnished
from tests.doubles.former_shop import FormerShop, open_shop
from troth.recipients import former_shop


@pytest.fixture
def old_shop(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FormerShop]:
    """Pictures at the former shop, and folders of this one's own to bring them to."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.TROTH = replace(settings.TROTH, home=tmp_path)
    monkeypatch.setattr(former_shop, "PAUSE", 0.0)
    cache.clear()  # Wagtail remembers sizes by key, and keys come again after a rollback
    with open_shop() as shop:
        yield furnished(shop)
