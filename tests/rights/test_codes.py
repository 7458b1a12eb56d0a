"""Codes that stand in records are read in words, by their owner, by staff and in the copy, and in the reader's language."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation

from tests.cast import ADA
from tests.orders.buying import bought, tube
from troth import gate
from troth.orders.risk.signals import ANONYMOUS, HOSTING, NETWORKS
from troth.rights import export, records_for_staff
from troth.rights.codes import readable
from troth.rights.reader import Reader

NOTED = {"ip_address": "192.0.2.200", "network_kind": ANONYMOUS, "time": "2026-11-23T05:00:00+00:00"}
SAID = "a computer in between, which hides where it comes from"


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("network_kind", HOSTING, "a data centre"),
        ("network_kind", ANONYMOUS, SAID),
        ("network_kind", "of a later version", "of a later version"),
        ("country", "DE", "Germany"),
        ("organization_country", "US-CA", "California"),
        ("band", "high", "Strong: one of us looks before anything is sent"),
        ("place", "US-MA", "Massachusetts, United States of America"),
        ("place", "MB", "MB"),  # where a carrier left a parcel; no country has that code
        ("approved", "yes", "yes"),
        ("approved", "no", "no"),
        ("name", "hosting", "hosting"),
        ("country", "", ""),
    ],
)
def test_a_code_is_read_in_words(name: str, code: str, words: str) -> None:
    assert readable(name, code) == words


def test_every_kind_of_network_has_its_words() -> None:
    assert set(NETWORKS) == {HOSTING, ANONYMOUS}


def test_countries_are_named_in_the_readers_language() -> None:
    with translation.override("de"):
        assert readable("country", "DE") == "Deutschland"
        assert [readable("approved", word) for word in ("yes", "no")] == ["Ja", "Nein"]


@pytest.mark.django_db(databases=["default", "vault"])
def test_staff_and_the_copy_read_it_in_words() -> None:
    order = bought(ADA, (tube(), 1), visit=NOTED)
    person = gate.person_of_party(order.whose)
    assert person is not None
    told: Any = gate.use(order.whose, ["order_visit"], purpose="rights_request", actor=gate.system("rights_request"))
    lines = [line.reveal() for record in records_for_staff.records_of(told.records) for line in record.lines]
    assert SAID in lines
    with zipfile.ZipFile(BytesIO(export.export(Reader((person,))))) as copy:
        assert SAID in copy.read("index.html").decode()
        assert ANONYMOUS in copy.read("data.json").decode()
