"""What is shown with real exports where they lie is shown everywhere with made-up ones of the same shapes."""

import csv
from pathlib import Path

import pytest

from tests.catalog.importing import like_real
from tests.catalog.importing.test_real_exports import EXPECTED, FOLDER
from troth.catalog.importing import import_file
from troth.catalog.models import Product

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    like_real.write(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_export_goes_in_whole_and_a_second_time_changes_nothing(folder: Path, name: str) -> None:
    rows, products, pictures = EXPECTED[name]

    report = import_file(folder / name)

    assert (report.rows, len(report.imported_rows), len(report.products)) == (rows, rows, products)
    assert len(report.to_fetch) == pictures
    assert report.clean
    assert report.findings == [finding for finding in report.findings if finding.weight == "noted"]
    assert import_file(folder / name).counts == {"new": 0, "changed": 0, "unchanged": products, "refused": 0}


def test_all_of_them_together_make_one_shop(folder: Path) -> None:
    for name in EXPECTED:
        import_file(folder / name)

    assert Product.objects.count() == 60
    assert not Product.objects.filter(variants__isnull=True).exists()


@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"REAL EXPORTS NOT COMPARED: {FOLDER} is missing")
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_they_say_as_much_in_each_column_as_the_real_ones(folder: Path, name: str) -> None:
    """But for a former price, which some have and some have not."""
    assert _said(folder / name) == _said(FOLDER / name)


def _said(path: Path) -> dict[str, int]:
    """Column → how many cells of it say something."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.DictReader(file)]
    counted = {name: sum(bool(row[name]) for row in rows) for name in rows[0] if name != "Variant Compare At Price"}
    return {name: many for name, many in counted.items() if many}
