"""The former shop's own sample exports, read where they lie; they are not ours to copy."""

import csv
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.catalog.importing.brought import fetched
from tests.doubles.former_shop import FormerShop, picture
from troth.catalog import browse
from troth.catalog.importing import import_file
from troth.catalog.importing.pictures import waiting
from troth.catalog.models import Product
from troth.recipients import former_shop

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


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_address_of_a_picture_waits_and_every_one_is_brought_or_named(
    name: str, old_shop: FormerShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read once more, without our reader. Their host is out in the world, so the answers are given here; one is missing."""
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = {row[column] for row in rows for column in ("Image Src", "Variant Image") if row[column]}
    import_file(FOLDER / name)
    lie = waiting.of_the_shop()
    assert {each.url for each in lie} == told
    assert set(waiting.hosts(lie)) == {urlsplit(url).hostname for url in told} == {"burst.shopifycdn.com"}

    missing = min(told)

    def asked(where: former_shop.Checked) -> former_shop._Answer:
        here = where.path != urlsplit(missing)._replace(scheme="", netloc="").geturl()
        return former_shop._Answer(200 if here else 404, "", 0.0, picture())

    monkeypatch.setattr(former_shop, "_asked", asked)
    monkeypatch.setattr(former_shop, "checked", lambda url: former_shop.Checked(urlsplit(url), "h", 443, ()))
    report = fetched("burst.shopifycdn.com")

    assert report.of_all == len(told)
    assert [each.what for each in report.failed] == [missing]
    drawn = {card.slug for card in _cards() if card.picture.drawn}
    assert len(drawn) <= 1


def _cards() -> list[browse.Card]:
    return [card for number in (1, 2) for card in browse.products(number=number).page.cards]
