"""Whose address it is, behind which proxies; what is shortened; what a file of networks says of it."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from troth import peers
from troth.people import limits
from troth.settings.visitors import proxies
from troth.visits.log import networks
from troth.visits.log.networks import NOWHERE, Network
from troth.visits.practice.mmdb import write

PROXY = "10.0.0.5"


@pytest.fixture
def behind_a_proxy(settings: Any) -> None:
    settings.TROTH = replace(settings.TROTH, proxies=proxies("10.0.0.0/8, 2001:db8:ff::1"))


def test_unless_told_otherwise_the_peer_is_the_visitor_whatever_the_header_says() -> None:
    assert str(peers.behind("203.0.113.77", "198.51.100.9")) == "203.0.113.77"
    assert str(peers.behind(PROXY, "198.51.100.9")) == PROXY


@pytest.mark.usefixtures("behind_a_proxy")
@pytest.mark.parametrize(
    ("peer", "forwarded", "visitor"),
    [
        (PROXY, "198.51.100.9", "198.51.100.9"),
        (PROXY, "198.51.100.9:4711", "198.51.100.9"),
        (PROXY, "[2001:db8::9]:4711", "2001:db8::9"),
        (PROXY, "::ffff:198.51.100.9", "198.51.100.9"),
        ("2001:db8:ff::1", "2001:db8::9", "2001:db8::9"),
        (PROXY, "198.51.100.9, 10.0.0.6", "198.51.100.9"),  # two proxies of ours
        (PROXY, "192.0.2.1, 198.51.100.9", "198.51.100.9"),  # the first is the visitor's own invention
        (PROXY, "192.0.2.1, nonsense, 10.0.0.6", "10.0.0.6"),  # what stands before nonsense nobody of ours wrote
        (PROXY, "", PROXY),
        ("203.0.113.77", "198.51.100.9", "203.0.113.77"),  # not by way of the proxy
        ("", "198.51.100.9", None),
    ],
)
def test_a_trusted_proxy_is_believed_from_its_end(peer: str, forwarded: str, visitor: str | None) -> None:
    found = peers.behind(peer, forwarded)
    assert (str(found) if found else None) == visitor


@pytest.mark.usefixtures("behind_a_proxy")
def test_limits_and_log_hear_of_the_same_visitor() -> None:
    def asks(forwarded: str) -> str:
        return limits.network(RequestFactory().get("/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=forwarded))

    assert asks("198.51.100.9") == asks("192.0.2.1, 198.51.100.9")
    assert asks("198.51.100.9") != asks("198.51.100.10")


@pytest.mark.parametrize("said", ["everybody", "10.0.0.1/8", "0.0.0.0/0", "::/0", "10.0.0.0/8;10.1.0.0/16"])
def test_proxies_that_make_no_sense_are_refused(said: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the setting says it in a sentence of its own)
        proxies(said)


@given(st.ip_addresses())
def test_a_shortened_address_is_a_network_the_address_lies_in_and_forgets_the_rest(address: Any) -> None:
    network = ip_network(peers.shortened(address))
    assert address in network
    assert network.prefixlen == (24 if address.version == 4 else 48)


def test_the_file_says_country_part_and_provider(known_networks: Path) -> None:
    assert networks.of(ip_address("203.0.113.77")) == Network("US", "US-MA", "Harbor Cable")
    assert networks.of(ip_address("2001:db8:7::1")) == Network("FR", "FR", "Sixième")
    assert networks.of(ip_address("192.0.2.3")) == Network("NL", "NL", "Rack Street", hosting=True)
    assert networks.of(ip_address("192.0.2.200")) == Network("CH", "CH", anonymous=True)
    assert networks.of(ip_address("8.8.8.8")) == networks.of(None) == NOWHERE


def test_several_files_complete_each_other_and_the_first_counts(known_networks: Path, settings: Any) -> None:
    other = write(
        known_networks.with_name("other.mmdb"),
        {"198.51.100.0/24": {"country": {"iso_code": "AT"}, "is_anonymous": True}},
    )
    settings.TROTH = replace(settings.TROTH, networks=(known_networks, other))
    assert networks.of(ip_address("198.51.100.9")) == Network("DE", "DE", "Nordnetz", anonymous=True)


def test_without_a_file_or_with_a_broken_one_nothing_is_known(settings: Any, tmp_path: Path) -> None:
    assert networks.country(ip_address("203.0.113.77")) == ""
    broken = tmp_path / "broken.mmdb"
    broken.write_bytes(b"not a database")
    settings.TROTH = replace(settings.TROTH, networks=(broken, tmp_path / "gone.mmdb"))
    assert networks.of(ip_address("203.0.113.77")) == NOWHERE


def test_a_new_file_in_the_old_ones_place_is_read(known_networks: Path) -> None:
    assert networks.country(ip_address("203.0.113.77")) == "US"
    write(known_networks.with_suffix(".new"), {"203.0.113.0/24": {"country": {"iso_code": "CA"}}}).replace(
        known_networks
    )
    assert networks.country(ip_address("203.0.113.77")) == "CA"


@given(
    st.recursive(
        st.text() | st.booleans() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_whatever_a_file_holds_of_a_network_becomes_a_network_or_nothing(said: Any) -> None:
    told = {"country": said, "subdivisions": said, "traits": said, "isp": said, "is_anonymous": said}
    found = networks._network(told)
    assert len(found.place) <= 6
    assert len(found.provider) <= networks.LONGEST
