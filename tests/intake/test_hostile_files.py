"""Files made to hurt are refused or defused, and nothing is half done."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import ADA, BEN
from tests.intake.exports import (
    SHOPIFY_CUSTOMERS,
    SHOPIFY_ORDERS,
    WIX_CONTACTS,
    bring,
    in_shopify,
    in_wix,
    ordered_at_shopify,
    sheet,
)
from tests.intake.looks import said, vault
from troth.catalog.importing import NotImportable
from troth.catalog.models import ImportRun
from troth.intake import cells

pytestmark = pytest.mark.django_db


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 100,
        b"%PDF-1.7",
        b"Handle,Title\nx,y\n",
        zipped(("a.csv", sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA))), ("b.csv", b"x")),
        zipped(("a.csv", b"First Name,Last Name,Email,Accepts Email Marketing\n" + b"\n" * 70 * 1024 * 1024)),
    ],
    ids=["empty", "zeros", "another kind", "products", "two tables", "zip bomb"],
)
def test_what_is_no_file_of_people_or_orders_is_refused_whole(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NotImportable):
        bring(tmp_path, content)
    assert vault() == []
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
def test_other_encodings_and_delimiters_are_read(tmp_path: Path, encoding: str) -> None:
    text = sheet(WIX_CONTACTS, in_wix(BEN)).decode().replace(",", ";")
    bring(tmp_path, text.encode(encoding))
    assert said(BEN, "address", "street_address") == BEN.street_address


def test_a_zip_with_one_table_is_read(tmp_path: Path) -> None:
    assert bring(tmp_path, zipped(("x.csv", sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA)))))["products"]["new"] == 1


def test_reordered_missing_and_strange_columns_do_no_harm(tmp_path: Path) -> None:
    columns = ["Favourite colour (customer.metafields.custom.colour)", "EMAIL", "last name", "First Name"]
    row = dict(zip(columns, ["blue", ADA.email, "Marlowe", "Ada"], strict=True))
    told = bring(tmp_path, sheet([*columns, "Accepts Email Marketing"], row))
    assert said(ADA, "name", "name") == "Ada Marlowe"
    assert [each["column"] for each in told["left_behind"]] == columns[:1]


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "A\x00\x1b[31mB\u202e", "x" * 9000]
)
def test_hostile_names_stay_inside_what_a_name_may_be(tmp_path: Path, name: str) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, **{"First Name": name, "Last Name": ""})))
    kept = said(ADA, "name", "name") or ""
    assert len(kept) <= 100
    assert kept.isprintable()


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=60, deadline=None)
@given(ANY)
def test_no_cell_is_too_strange_to_read(cell: str) -> None:
    for read in (cells.clean, cells.code, cells.email, cells.country, cells.moment):
        read(cell)
    cells.telephone(cell, "US")
    assert cells.country(cell) in {"", cells.country(cells.country(cell))}
    address = cells.address({"street_address": cell, "locality": cell, "country": "DE", "postcode": cell, "name": cell})
    assert set(address) <= {"name", "organization", "street_address", "locality", "region", "postcode", "country"}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(SHOPIFY_ORDERS), ANY, max_size=8))
def test_orders_of_any_cells_are_taken_whole_or_named(tmp_path: Path, broken: dict[str, str]) -> None:
    from troth.orders.models import Order

    Order.objects.all().delete()
    first, second = ordered_at_shopify(ADA)
    report = bring(tmp_path, sheet(SHOPIFY_ORDERS, {**first, **broken}, second), dry_run=True)
    rows = report["rows"]
    assert rows["imported"] + rows["lost"] + 2 * report["products"]["expired"] >= rows["read"] - 1
