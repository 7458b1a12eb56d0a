"""Whose rules a visitor gets whom nobody knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from troth.storefront.consent import sent
from troth.visits import consent
from troth.visits.log import networks
from troth.visits.log.networks import Network

pytestmark = pytest.mark.django_db


def allowed() -> frozenset[str]:
    return sent.of(Client().get("/privacy/").wsgi_request).allowed


def test_without_a_table_of_networks_the_strictest() -> None:
    assert not settings.TROTH.networks
    assert not allowed()


@pytest.mark.parametrize(
    ("network", "free"),
    [
        (Network("US", "US-MA"), True),
        (Network("US", "US-CA"), True),
        (Network("DE", "DE"), False),
        (Network("US", "US-MA", anonymous=True), False),  # a tunnel's country is nobody's
        (Network(), False),
    ],
)
def test_with_one_those_of_the_country_it_names(network: Network, free: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, networks=(Path("networks.mmdb"),)))
    monkeypatch.setattr(networks, "of", lambda address: network)
    assert allowed() == (set(consent.CATEGORIES) if free else set())
