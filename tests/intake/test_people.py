"""Customers of Shopify and contacts of Wix come in as people who can be found again, and who have no account."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cast import ADA, BEN, CHIARA
from tests.gate.conftest import joins
from tests.intake.exports import (
    SHOPIFY_CUSTOMERS,
    SHOPIFY_CUSTOMERS_OLD,
    WIX_CONTACTS,
    bring,
    in_shopify,
    in_shopify_before,
    in_wix,
    sheet,
)
from tests.intake.looks import noted, own, person, said, vault
from troth import gate
from troth.people.models import User

pytestmark = pytest.mark.django_db


def test_a_customer_of_shopify_comes_with_name_number_and_address(tmp_path: Path) -> None:
    report = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA)))

    assert report["products"]["new"] == 1
    assert said(ADA, "name", "name") == ADA.name
    assert said(ADA, "email", "email") == ADA.email
    assert said(ADA, "telephone", "telephone") == "+1 617-555-0143"
    assert said(ADA, "address", "postcode") == "02118"
    assert said(ADA, "address", "region") == "MA"
    assert gate.standing(person(ADA)).country == "US"
    assert noted(ADA) == {"system": "Shopify", "reference": "7210448300018"}


def test_the_old_header_set_reads_the_same(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS_OLD, in_shopify_before(BEN, Country="Germany")))

    assert said(BEN, "name", "name") == BEN.name
    assert said(BEN, "address", "organization") == BEN.organization
    assert said(BEN, "address", "country") == "DE"


def test_a_contact_of_wix_may_have_several_addresses_of_both_kinds(tmp_path: Path) -> None:
    further = {
        "Email 2": "ben.at.home@example.de",
        "Address 2 - Street": "Hof 3",
        "Address 2 - City": "Potsdam",
        "Address 2 - Zip": "14467",
        "Address 2 - Country": "Germany",
    }
    bring(tmp_path, sheet(WIX_CONTACTS, in_wix(BEN, **further)))

    assert len(own(BEN, "address").all("address")) == 2
    assert len(own(BEN, "email").all("email")) == 2
    assert gate.persons_at("ben.at.home@example.de") == [person(BEN)]


def test_source_and_dates_are_kept_as_what_the_earlier_shop_noted(tmp_path: Path) -> None:
    dates = {
        "Created At (UTC+0)": "2025-02-03 10:00",
        "Last Activity Date (UTC+0)": "2026-01-05T11:12:13Z",
        "Source": "Contact form",
        "Email subscriber status": "Subscribed",
    }
    bring(tmp_path, sheet(WIX_CONTACTS, in_wix(CHIARA, **dates)))

    assert noted(CHIARA) == {
        "system": "Wix",
        "origin": "Contact form",
        "since": "2025-02-03",
        "last_activity": "2026-01-05",
        "news_by_mail": "subscribed",
    }


def test_nobody_gets_an_account(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA), in_shopify(BEN)))
    assert not User.objects.exists()


def test_the_same_person_twice_is_one_and_gaps_are_filled(tmp_path: Path) -> None:
    without = in_wix(ADA, **{"Phone 1": "", "Email 1": ADA.email.upper()})
    report = bring(tmp_path, sheet(WIX_CONTACTS, without, in_wix(ADA)))

    assert report["products"]["new"] == 1
    assert said(ADA, "telephone", "telephone") == "+1 617-555-0143"
    assert any("same person" in each["words"] for each in report["findings"])


def test_a_second_import_changes_nothing_and_a_changed_row_is_taken_over(tmp_path: Path) -> None:
    file = sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA), in_shopify(BEN))
    bring(tmp_path, file)
    before = vault()

    report = bring(tmp_path, file)
    assert report["products"] | {"unchanged": 0} == dict.fromkeys(report["products"], 0)
    assert report["products"]["unchanged"] == 2
    assert vault() == before
    assert report["ref"] == ""

    moved = in_shopify(BEN, **{"Default Address Address1": "Am Hafen 9"})
    report = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA), moved))
    assert report["products"]["changed"] == 1
    assert [record["street_address"].reveal() for record in own(BEN, "address").all("address")] == ["Am Hafen 9"]
    assert len(vault()) == len(before)


def test_a_dry_run_tells_the_same_and_does_nothing(tmp_path: Path) -> None:
    file = sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, **{"Accepts Email Marketing": "yes"}), in_shopify(BEN))
    dry = bring(tmp_path, file, dry_run=True)
    assert vault() == []

    real = bring(tmp_path, file)
    assert dry["products"] == real["products"]
    assert dry["news"] == real["news"]
    assert dry["findings"] == real["findings"]


def test_rows_without_a_usable_address_and_columns_without_a_place_are_named(tmp_path: Path) -> None:
    bad = in_shopify(CHIARA, Email="chiara at example", Phone="", Note="likes blue")
    report = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, Tags="vip"), bad))

    lost = [each for each in report["findings"] if each["weight"] == "lost"]
    assert [each["row"] for each in lost] == [3]
    assert {"Note", "Tags"} <= {each["column"] for each in report["left_behind"]}
    assert {each["example"] for each in report["left_behind"]} == {""}
    assert report["rows"]["lost"] == 1


def test_somebody_with_an_account_keeps_what_they_said_themselves(tmp_path: Path) -> None:
    account = joins(ADA)
    gate.bind_account(account, 77)
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, **{"First Name": "Adelaide"})))

    opened = gate.use(account, ["name"], purpose="account", actor=gate.the_person(account))
    assert opened.first("name")["name"].reveal() == ADA.name
    assert gate.parties_of(account) == []  # nobody has proven that the mailbox is theirs


def test_somebody_who_stopped_processing_is_not_taken_in_again(tmp_path: Path) -> None:
    file = sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA))
    bring(tmp_path, file)
    gate.restrict(person(ADA), actor=gate.the_person(person(ADA)))

    report = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, **{"First Name": "Adelaide"})))

    assert report["products"]["refused"] == 1
    assert said(ADA, "name", "name") == ADA.name
