"""Rows of people without an e-mail address: put beside the row that has one, or named; nobody is lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import ADA, BEN
from tests.intake.exports import SHOPIFY_CUSTOMERS, WIX_CONTACTS, bring, in_shopify, in_wix, sheet
from tests.intake.looks import may_write, said, word
from troth.catalog.importing.reading import Row, Table
from troth.intake import contact_layouts
from troth.intake.contact import Word
from troth.intake.report import IntakeReport


@pytest.mark.django_db
def test_somebody_of_the_same_name_and_number_is_the_same_person(tmp_path: Path) -> None:
    alone = in_wix(ADA, **{"Email 1": "", "Address 1 - City": "Salem"})
    report = bring(tmp_path, sheet(WIX_CONTACTS, alone, in_wix(ADA)))
    assert report["rows"] == {"read": 2, "imported": 2, "lost": 0}
    assert report["products"]["new"] == 1
    assert [each["row"] for each in report["findings"] if "telephone number of another row" in each["words"]] == [2]
    assert said(ADA, "email", "email") == ADA.email


@pytest.mark.django_db
def test_a_no_that_only_the_row_without_an_address_has_still_binds(tmp_path: Path) -> None:
    yes = in_wix(ADA, **{"Email subscriber status": "Subscribed"})
    no = in_wix(ADA, **{"Email 1": "", "Email subscriber status": "Unsubscribed"})
    bring(tmp_path, sheet(WIX_CONTACTS, yes, no))
    assert word(ADA) == "declined"
    assert not may_write(ADA)


@pytest.mark.django_db
def test_others_stay_outside_are_named_and_the_report_says_what_to_do(tmp_path: Path) -> None:
    report = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA), in_shopify(BEN, Email="")))
    assert report["rows"] == {"read": 2, "imported": 1, "lost": 1}
    assert [each["row"] for each in report["findings"] if each["weight"] == "lost"] == [3]
    assert any("1 person has no e-mail address that works" in each["words"] for each in report["findings"])


@pytest.mark.django_db
def test_a_shared_number_under_another_name_is_somebody_else(tmp_path: Path) -> None:
    other = in_shopify(BEN, Email="", Phone=f"'{ADA.telephone}")
    report = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA), other))
    assert report["rows"]["lost"] == 1
    assert said(ADA, "name", "name") == ADA.name


COLUMNS = ("First Name", "Last Name", "Email 1", "Phone 1", "Email subscriber status", "SMS subscriber status")
PLACES = {name: place for place, name in enumerate(COLUMNS)}
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "Ada", "ADA", "Ben"]),
        st.just("Marlowe"),
        st.sampled_from(["", "", "ada@example.com", "Ada@example.com", "ben@example.com", "no address"]),
        st.sampled_from(["", "+16175550143", "'+16175550143", "+4930901820", "7"]),
        st.sampled_from(["", "Subscribed", "Unsubscribed", "Never subscribed"]),
        st.just(""),
    ),
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(ROWS)
def test_every_row_is_somebodys_or_named_as_lost(rows: list[tuple[str, ...]]) -> None:
    report = IntakeReport("x.csv", dry_run=True)
    table = Table(COLUMNS, tuple(Row(place, cells, PLACES) for place, cells in enumerate(rows, 2)))
    layout = contact_layouts.layout_of(COLUMNS)
    assert layout is not None
    found = contact_layouts.contacts(table, layout, report)
    told = sorted(row for each in found for row in each.rows)
    lost = sorted(each.row for each in report.findings if each.weight == "lost" and each.row is not None)
    assert sorted([*told, *lost]) == list(range(2, len(rows) + 2))
    assert report.unreachable == len(lost)
    for each in found:
        noes = [rows[row - 2] for row in each.rows if rows[row - 2][4] == "Unsubscribed"]
        assert (each.by_mail is Word.NO) == bool(noes)
    addresses = [email.lower() for each in found for email in each.emails]
    assert len(addresses) == len(set(addresses))
