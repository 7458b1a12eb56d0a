"""Visits of a test, and the file of networks an operator would supply."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from troth.visits import flushing
from troth.visits.log import Came, buffer, networks
from troth.visits.practice.mmdb import write

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NETWORKS = {
    "203.0.113.0/24": {
        "country": {"iso_code": "US"},
        "subdivisions": [{"iso_code": "MA"}],
        "autonomous_system_organization": "Harbor Cable",
    },
    "198.51.100.0/24": {"country": {"iso_code": "DE"}, "autonomous_system_organization": "Nordnetz"},
    "192.0.2.0/25": {"country": {"iso_code": "NL"}, "isp": "Rack Street", "is_hosting_provider": True},
    "192.0.2.128/25": {"country": {"iso_code": "CH"}, "is_tor_exit_node": True},
    "2001:db8:7::/48": {"country_code": "FR", "as_name": "Sixième"},
}

Came_ = Callable[..., Came]


@pytest.fixture(autouse=True)
def empty_buffer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing of the last test, and the connections of this one stay open."""
    monkeypatch.setattr(flushing, "close_old_connections", lambda: None)
    buffer._waiting.clear()
    yield
    buffer._waiting.clear()


@pytest.fixture
def known_networks(tmp_path: Path, settings: Any) -> Path:
    file = write(tmp_path / "networks.mmdb", NETWORKS)
    settings.TROTH = replace(settings.TROTH, networks=(file,))
    networks._opened.cache_clear()
    return file


def came(address: str = "203.0.113.77", page: str = "/products/tube/", **changes: Any) -> Came:
    """A visit from Boston with Firefox, by somebody who said nothing."""
    told: dict[str, Any] = {
        "at": datetime.now(UTC).timestamp(),
        "peer": address,
        "forwarded": "",
        "agent": FIREFOX,
        "referrer": "https://search.example/find?q=ada+marlowe+lab",
        "host": "shop.example",
        "page": page,
        "status": 200,
        "allows": True,
        "said": False,
    }
    return Came(**{**told, **changes})
