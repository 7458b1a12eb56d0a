"""What somebody named beside a product travels with the table: out, in again, into an empty shop, and back by an undo."""

from __future__ import annotations

import csv
import io

import pytest

from tests.catalog import goods
from tests.catalog.importing import sheets
from tests.catalog.test_export import read, written
from troth.catalog import named_beside
from troth.catalog.exporting import table
from troth.catalog.importing import Report, import_table, reading
from troth.catalog.importing.keeping import Keeping
from troth.catalog.importing.recorded import begun
from troth.catalog.importing.undo import Fate, undo
from troth.catalog.models import ImportRun, Product, RelatedProduct

pytestmark = pytest.mark.django_db
BESIDE = next(each for each in table.COLUMNS if each.startswith("Goes with it"))


@pytest.fixture
def pipette() -> Product:
    """With tips for it, and a stand that goes with it; the tips came from another shop."""
    made, tips, stand = (goods.product(title) for title in ("Pipette", "Tips", "Stand"))
    Product.objects.filter(pk=tips.pk).update(handle="old-shop/tips")
    name(made, ("accessory", tips), ("related", stand))
    return made


def name(product: Product, *beside: tuple[str, Product]) -> None:
    RelatedProduct.objects.filter(product=product).delete()
    for place, (kind, other) in enumerate(beside):
        RelatedProduct.objects.create(product=product, other=other, kind=kind, sort_order=place)


def named(title: str = "Pipette") -> list[tuple[str, str]]:
    rows = RelatedProduct.objects.filter(product__title=title).order_by("sort_order")
    return [(row.kind, row.other.title) for row in rows.select_related("other")]


def edited(cell: str | None) -> bytes:
    """The export with another cell for the pipette; None: without the column."""
    rows = list(csv.DictReader(io.StringIO(written().decode())))
    for row in rows:
        if cell is None:
            del row[BESIDE]
        elif row["Title"] == "Pipette":
            row[BESIDE] = cell
    return sheets.sheet(tuple(rows[0]), *rows)


def brought(content: bytes) -> ImportRun:
    """Read as the command does, so that it can be taken back."""
    run, report = begun(), Report("products.csv")
    import_table(reading.read(content, report), report, keeper=Keeping(run))
    return run


def test_it_is_written_by_handle_or_address_and_read_again_changes_nothing(pipette: Product) -> None:
    rows = {row["Title"]: row[BESIDE] for row in csv.DictReader(io.StringIO(written().decode()))}
    assert rows == {"Pipette": "accessory old-shop/tips\nrelated stand", "Tips": "", "Stand": ""}
    assert read(written()).counts["unchanged"] == 3


def test_an_empty_shop_gets_the_same_also_where_the_other_product_comes_later(pipette: Product) -> None:
    content = written()
    assert content.index(b"Pipette") < content.index(b"Tips")
    Product.objects.all().delete()
    assert read(content).clean
    assert named() == [("accessory", "Tips"), ("related", "Stand")]
    assert read(content).counts["unchanged"] == 3


def test_it_is_changed_in_the_table(pipette: Product) -> None:
    report = read(edited("spare stand\naccessory old-shop/tips"))
    assert named() == [("spare", "Stand"), ("accessory", "Tips")]
    assert report.counts == {**report.counts, "changed": 1, "unchanged": 2}
    (change,) = next(each for each in report.products if each.changes).changes
    assert (change.before, change.after) == (
        "accessory old-shop/tips related stand",
        "spare stand accessory old-shop/tips",
    )
    read(edited(""))
    assert named() == []


def test_a_dry_run_says_so_and_changes_nothing(pipette: Product) -> None:
    report = Report("products.csv", dry_run=True)
    import_table(reading.read(edited(""), report), report)
    assert report.counts["changed"] == 1
    assert len(named()) == 2


def test_a_table_without_the_column_leaves_it_alone(pipette: Product) -> None:
    assert read(edited(None)).counts["unchanged"] == 3
    assert len(named()) == 2


def test_what_is_no_product_is_left_out_and_said_and_said_again_without_a_change(pipette: Product) -> None:
    cell = "accessory old-shop/tips\nfriend stand\nrelated moon\nrelated pipette\nrelated"
    report = read(edited(cell))
    assert named() == [("accessory", "Tips")]
    said = " ".join(finding.words for finding in report.findings)
    for part in ("“friend stand”", "“moon”", "“pipette”", "“related”"):
        assert part in said
    assert read(edited(cell)).counts["unchanged"] == 3


def test_taken_back_it_is_as_before(pipette: Product) -> None:
    run = brought(edited("spare stand"))
    assert named() == [("spare", "Stand")]
    assert undo(run).counts[Fate.RESTORED] == 1
    assert named() == [("accessory", "Tips"), ("related", "Stand")]


def test_also_where_it_named_what_the_same_file_brought(pipette: Product) -> None:
    rows = list(csv.DictReader(io.StringIO(edited("spare lid").decode())))
    rows.append(
        {**dict.fromkeys(rows[0], ""), "Title": "Lid", "URL handle": "lid", "Price": "3.00", "Status": "Active"}
    )
    run = brought(sheets.sheet(tuple(rows[0]), *rows))
    assert named() == [("spare", "Lid")]
    undo(run)
    assert not Product.objects.filter(title="Lid").exists()
    assert named() == [("accessory", "Tips"), ("related", "Stand")]


def test_what_somebody_changed_since_stays(pipette: Product) -> None:
    run = brought(edited("spare stand"))
    name(pipette, ("related", Product.objects.get(title="Tips")))
    report = undo(run)
    assert any("was changed since" in words for each in report.products for words in each.words)
    assert named() == [("related", "Tips")]


def test_a_cell_is_read_as_it_was_written() -> None:
    told = (("accessory", "a b/c"), ("spare", "x"))
    assert named_beside.read(named_beside.written(told)) == (told, [])
    assert named_beside.read("accessory x\nspare x\n\n  \nspare") == ((("accessory", "x"),), ["spare x", "spare"])
