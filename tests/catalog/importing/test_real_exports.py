"""The former shop's own sample exports, read where they lie; they are not ours to copy."""

import os
from pathlib import Path

import pytest

from troth.catalog.importing import import_file
from troth.catalog.models import Product

_BESIDE = Path(__file__).resolve().parents[3].parent / "shared" / "data"
FOLDER = Path(os.environ.get("TROTH_SHARED_DATA", _BESIDE)) / "shopify"
EXPECTED = {"apparel.csv": (22, 20, 20), "home-and-garden.csv": (21, 20, 21), "jewelery.csv": (41, 20, 41)}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not FOLDER.is_dir(),
        reason=f"REAL EXPORTS NOT TESTED: {FOLDER} is missing; name the folder with TROTH_SHARED_DATA",
    ),
]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_real_export_goes_in_whole_and_a_second_time_changes_nothing(name: str) -> None:
    rows, products, pictures = EXPECTED[name]

    report = import_file(FOLDER / name)

    assert (report.rows, len(report.imported_rows), len(report.products)) == (rows, rows, products)
    assert len(report.to_fetch) == pictures
    assert report.clean
    assert report.findings == [finding for finding in report.findings if finding.weight == "noted"]
    assert import_file(FOLDER / name).counts == {"new": 0, "changed": 0, "unchanged": products, "refused": 0}


def test_all_of_them_together_make_one_shop() -> None:
    for name in EXPECTED:
        import_file(FOLDER / name)

    assert Product.objects.count() == 60
    assert not Product.objects.filter(variants__isnull=True).exists()
