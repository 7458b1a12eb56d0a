"""A practice shop begins with visits and a table of networks that nobody could take for real ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from tests.catalog import goods
from tests.visits.log.test_the_log import works_here
from troth.peers import read
from troth.visits.counting import countries
from troth.visits.log import networks, reading
from troth.visits.models import Count
from troth.visits.models.counting import What
from troth.visits.practice import table, visits

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
DOCUMENTATION = [ip_network(each) for each in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")]


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A practice shop whose operator names no table."""
    settings.TROTH = replace(settings.TROTH, home=tmp_path, networks=(), mode="practice")
    networks._opened.cache_clear()
    return tmp_path


@pytest.fixture
def shop(home: Path) -> None:
    for each in range(3):
        goods.product(f"Tube {each}", goods.variant(900))
    table.make(home)


def test_every_network_of_the_table_is_kept_for_documentation_and_says_practice() -> None:
    for network, said in table.NETWORKS.items():
        one = ip_network(network)
        assert any(one.version == kept.version and one.subnet_of(kept) for kept in DOCUMENTATION)  # type: ignore[arg-type]
        assert said["autonomous_system_organization"].startswith("Practice ")


def test_practice_knows_no_network_until_the_table_is_made_and_all_of_its_own_then(home: Path) -> None:
    assert networks.of(read("192.0.2.7")) == networks.NOWHERE
    assert not countries.are_known()
    table.make(home)
    found = networks.of(read("192.0.2.7"))
    assert (found.place, found.provider) == ("US-MA", "Practice Harbor Cable")
    assert networks.of(read("2001:db8:49::1")).country == "DE"
    assert networks.of(read("127.0.0.1")) == networks.NOWHERE
    assert networks.load() == (table.KIND,)


def test_a_live_shop_and_one_with_a_table_of_its_own_never_read_it(home: Path, settings: Any) -> None:
    table.make(home)
    settings.TROTH = replace(settings.TROTH, mode="live")
    assert networks.of(read("192.0.2.7")) == networks.NOWHERE
    settings.TROTH = replace(settings.TROTH, mode="practice", networks=(home / "other.mmdb",))
    assert networks.of(read("192.0.2.7")) == networks.NOWHERE


@pytest.mark.usefixtures("shop")
def test_made_up_visits_show_countries_sites_and_days() -> None:
    assert visits.make() > 500
    counted = {(what, name) for what, name in Count.objects.values_list("what", "name")}
    assert {
        (What.COUNTRY, "US"),
        (What.COUNTRY, "DE"),
        (What.SOURCE, "search.example"),
        (What.DEVICE, "phone"),
    } <= counted
    assert {what for what, _name in counted} >= {What.VIEW, What.VISIT, What.VISITOR, What.ROBOT, What.STEP}
    assert Count.objects.values("day").distinct().count() == visits.WEEKS * 7


@pytest.mark.usefixtures("shop")
def test_the_log_of_the_day_before_shows_providers() -> None:
    visits.make()
    seen = reading.latest(
        "administer_site", datetime.now(UTC).date() - timedelta(days=1), works_here(701, "site_keeper")
    )
    providers = {value.reveal() for row in seen.rows for heading, value in row if heading == "Provider" and value}
    assert len(providers) > 3
    assert all(each.startswith("Practice ") for each in providers)


@pytest.mark.usefixtures("shop")
def test_a_shop_that_has_counted_anything_is_left_alone() -> None:
    visits.make()
    before = Count.objects.count()
    assert visits.make() == 0
    assert Count.objects.count() == before
