"""A table nobody knows: one of people never becomes products. It is asked what it is, and by whom that may be said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.cast import ADA, BEN
from tests.intake.looks import may_write, noted, said, word
from tests.office.conftest import Comes
from tests.office.test_people_files import looked_through, send
from troth import gate
from troth.catalog.importing import folder
from troth.catalog.models import ImportRun, ImportStep, Product, RunState
from troth.tasks import worker

pytestmark = pytest.mark.django_db
GERMAN = (
    f"Nachname;Vorname;E-Mail;Handy;Straße;PLZ;Ort;Land;Newsletter;Lieblingsfarbe\n"
    f"Marlowe;Ada;{ADA.email};+1 617 555 0199;12 Dock St;02118;Boston;US;nein;blau\n"
    f"Okafor;Ben;{BEN.email};;;;;;ja;\n"
).encode()
GOODS = b"Bezeichnung;Preis;Artikelnummer;Ansprechpartner\nBecher;18,00;B-1;maker@example.com\n"
BARE = b"A;B\nwhat;ever\n"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.TROTH = replace(settings.TROTH, home=tmp_path)


@pytest.fixture
def enters(comes: Comes) -> Callable[[str], Client]:
    def entered(role: str) -> Client:
        client = comes(role)
        client.get("/office/")
        return client

    return entered


@pytest.fixture
def paul(enters: Callable[[str], Client]) -> Client:
    return enters("privacy_officer")


@pytest.fixture
def mia(enters: Callable[[str], Client]) -> Client:
    return enters("marketing")


def page(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def asked(where: BeautifulSoup) -> list[str]:
    return [str(each["value"]) for each in where.select("input[name=about]")]


def answer(client: Client, address: str, about: str) -> ImportRun:
    client.post(f"{address}about/", {"about": about}, follow=True)
    worker.run_due()
    return ImportRun.objects.get()


def test_a_table_of_people_is_not_taken_for_products_and_the_page_asks(paul: Client) -> None:
    address = looked_through(paul, GERMAN)
    shown = page(paul, address)
    run = ImportRun.objects.get()
    assert (run.kind, run.state) == ("customers", RunState.REFUSED)
    assert "“E-Mail” holds e-mail addresses" in shown.text
    assert asked(shown) == ["people", "orders"]  # goods are not his job
    assert not shown.select("select[name^=column]")
    assert folder.sent(run.ref).exists()


def test_said_to_be_people_its_headings_are_proposed_and_they_come_in(paul: Client) -> None:
    address = looked_through(paul, GERMAN)
    assert answer(paul, address, "people").state == RunState.READY
    chosen = {
        str(each.find_parent("select")["name"]): str(each["value"])  # type: ignore[index]
        for each in page(paul, address).select("select[name^=column] option[selected]")
    }
    assert chosen["column-2"] == "email.email"
    assert chosen["column-3"] == "telephone.telephone"
    assert chosen["column-8"] == "provenance.news_by_mail"
    assert chosen.get("column-9", "") == ""
    assert "Nachname" in page(paul, address).select_one("details").text  # type: ignore[union-attr]

    paul.post(f"{address}start/")
    worker.run_due()
    assert said(ADA, "name", "name") == "Ada Marlowe"
    assert said(ADA, "address", "locality") == "Boston"
    assert gate.persons_at(BEN.email)
    assert not Product.objects.exists()
    again = looked_through(paul, GERMAN)
    paul.post(f"{again}about/", {"about": "people"})
    worker.run_due()
    assert ImportRun.objects.order_by("-pk")[0].counts["unchanged"] == 2


def test_a_yes_to_news_in_such_a_table_is_no_consent_and_a_no_binds(paul: Client) -> None:
    address = looked_through(paul, GERMAN)
    answer(paul, address, "people")
    paul.post(f"{address}start/")
    worker.run_due()
    assert noted(ADA)["news_by_mail"] == "not subscribed"
    assert "news_by_mail" not in noted(BEN)
    assert word(BEN) is None
    assert not may_write(BEN)


def test_without_a_column_of_addresses_it_is_asked_for(paul: Client) -> None:
    address = looked_through(paul, b"Vorname;Nachname;Ort\nAda;Marlowe;Boston\n")
    run = answer(paul, address, "people")
    assert run.state == RunState.REFUSED
    assert "which column holds the e-mail addresses" in page(paul, address).text
    assert page(paul, address).select("select[name^=column]")


def test_marketing_cannot_send_people_and_nothing_of_them_stays(mia: Client) -> None:
    answer = send(mia, GERMAN)
    assert "This looks like a table of people" in answer.content.decode()
    assert not ImportRun.objects.exists()
    assert list(folder.root().iterdir()) == []


def test_people_without_a_heading_are_seen_by_what_stands_there(mia: Client) -> None:
    assert "table of people" in send(mia, b"Ada,ada@example.com\nBen,ben@example.de\n").content.decode()
    assert "table of people" in send(mia, b"Kontakt;Sonstiges\nada@example.com;x\nben@example.de;y\n").content.decode()


def test_a_table_without_headings_is_refused_before_its_first_row_is_taken_for_some(paul: Client) -> None:
    answer = send(paul, b"Ada;ada@example.com\nBen;ben@example.de\n").content.decode()
    assert "it has no headings" in answer
    assert "ada@example.com" not in answer
    assert not ImportRun.objects.exists()
    assert list(folder.root().iterdir()) == []


def test_goods_with_an_address_beside_come_in_without_it(enters: Callable[[str], Client], mia: Client) -> None:
    without = b"Bezeichnung;Preis;Artikelnummer\nBecher;18,00;B-1\n"
    address = looked_through(mia, without)
    proposed = page(mia, address).select("select[name^=column] option[selected]")
    assert [str(each["value"]) for each in proposed] == ["title", "price", "sku"]
    assert "table of people" in send(mia, GOODS).content.decode()


def test_whoever_may_bring_in_both_says_which_it_is(paul: Client, mia: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from troth.office.imports.products import Products

    monkeypatch.setattr(Products, "may", lambda _self, _request: True)
    address = looked_through(paul, GOODS)
    assert asked(page(paul, address)) == ["people", "goods", "orders"]
    assert answer(paul, address, "goods").kind == "products"
    proposed = {
        str(each.find_parent("select")["name"]): str(each["value"])  # type: ignore[index]
        for each in page(paul, address).select("select[name^=column] option[selected]")
    }
    assert proposed["column-0"] == "title"
    assert ImportRun.objects.get().state == RunState.READY, page(paul, address).text
    paul.post(f"{address}start/")
    worker.run_due()
    assert Product.objects.get().title == "Becher"
    kept = "".join(str(row) for row in (*Product.objects.values(), *ImportStep.objects.values()))
    assert "maker@example.com" not in kept
    reports = [path.read_text() for path in folder.root().rglob("*.json")]
    assert reports
    assert not any("maker@example.com" in each for each in reports)


def test_an_address_is_refused_as_anything_about_goods(paul: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from troth.office.imports.products import Products

    monkeypatch.setattr(Products, "may", lambda _self, _request: True)
    address = looked_through(paul, GOODS)
    answer(paul, address, "goods")
    told = {"column-0": "title", "column-1": "price", "column-3": "specification", "currency": "EUR"}
    paul.post(f"{address}look/", told)
    worker.run_due()
    assert ImportRun.objects.get().state == RunState.REFUSED
    assert "can only be left out" in page(paul, address).text


def test_orders_nobody_can_read_are_said_to_be_so(paul: Client) -> None:
    address = looked_through(paul, b"Bestellnummer;Bestelldatum;Kunde;Gesamtbetrag\n1;2026-01-01;Ada;18\n")
    assert "This looks like orders" in page(paul, address).text
    said = paul.post(f"{address}about/", {"about": "orders"}, follow=True).content.decode()
    assert "Orders are read as Shopify, Wix and WooCommerce write them" in said
    assert ImportRun.objects.get().state == RunState.REFUSED


def test_an_answer_that_is_none_changes_nothing(paul: Client) -> None:
    address = looked_through(paul, BARE)
    for said_to_be in ("goods", "nonsense", ""):
        run = answer(paul, address, said_to_be)
        assert (run.kind, run.state, run.taken_as) == ("customers", RunState.REFUSED, {})


def test_a_file_that_was_sent_as_another_kind_is_not_asked_what_it_is(
    paul: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crafted form would lose what was said with the file, such as the trade show."""
    from troth.office.shows.file import PeopleMet

    monkeypatch.setattr(PeopleMet, "may", lambda _self, _request: True)
    looked_through(paul, BARE)
    said = {"show": "Glass 2026", "place": "Berlin", "day": "2026-11-20"}
    ImportRun.objects.update(kind="people_met", taken_as=said)
    run = ImportRun.objects.get()
    paul.post(f"/office/imports/{run.ref}/about/", {"about": "people"})
    run.refresh_from_db()
    assert (run.kind, run.state, run.taken_as) == ("people_met", RunState.REFUSED, said)
