"""A second import, a changed file, a dry run, and what the shop did in between."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.catalog import goods
from tests.catalog.counting import statements
from troth.catalog import revision, stock
from troth.catalog.importing import import_file, run, store
from troth.catalog.importing.plan import Plan
from troth.catalog.models import Catalogue, Category, Product, ProductImage, Variant

pytestmark = pytest.mark.django_db
LEGACY = Path(__file__).parent / "files" / "legacy.csv"


def changed(tmp_path: Path, *swaps: tuple[str, str]) -> Path:
    text = LEGACY.read_text(encoding="utf-8")
    for before, after in swaps:
        assert before in text
        text = text.replace(before, after)
    file = tmp_path / "changed.csv"
    file.write_text(text, encoding="utf-8")
    return file


def everything() -> list[object]:
    return [
        list(model.objects.order_by("pk").values())  # type: ignore[attr-defined]
        for model in (Product, Variant, ProductImage, Category, Catalogue)
    ]


def test_importing_again_changes_nothing_at_all() -> None:
    import_file(LEGACY)
    before = everything()

    report = import_file(LEGACY)

    assert report.counts == {"new": 0, "changed": 0, "unchanged": 3, "refused": 0}
    assert everything() == before


def test_a_dry_run_changes_nothing_and_says_what_would_be_new() -> None:
    goods.product("Already here")
    before = everything()

    report = import_file(LEGACY, dry_run=True)

    assert report.counts["new"] == 3
    assert len(report.to_fetch) == 3
    assert everything() == before


def test_a_dry_run_shows_the_difference_and_the_import_makes_just_that(tmp_path: Path) -> None:
    import_file(LEGACY)
    file = changed(tmp_path, (",85.00,", ",79.00,"), ("Plain rack", "Fancy rack"))

    dry = import_file(file, dry_run=True)
    real = import_file(file)

    assert dry.products == real.products
    assert [
        (product.handle, change.where, change.field, change.before, change.after)
        for product in dry.products
        for change in product.changes
    ] == [
        ("round-flask", "50 mL", "price", "85.00", "79.00"),
        ("plain-rack", "", "title", "Plain rack", "Fancy rack"),
    ]
    assert real.counts == {"new": 0, "changed": 2, "unchanged": 1, "refused": 0}
    assert Variant.objects.get(sku="RF-50").price == 7900


def test_variants_stay_the_same_rows_so_that_baskets_keep_them(tmp_path: Path) -> None:
    import_file(LEGACY)
    before = dict(Variant.objects.values_list("sku", "ref"))

    import_file(changed(tmp_path, ("50 mL", "0.05 L")))

    assert dict(Variant.objects.values_list("sku", "ref")) == before
    assert Variant.objects.get(sku="RF-50").option1 == "0.05 L"


def test_a_variant_that_left_the_file_is_no_longer_offered_but_kept(tmp_path: Path) -> None:
    import_file(LEGACY)
    rows = LEGACY.read_text(encoding="utf-8").splitlines(keepends=True)
    file = tmp_path / "shorter.csv"
    file.write_text("".join(row for row in rows if "RF-250," not in row), encoding="utf-8")

    report = import_file(file)

    assert not Variant.objects.get(sku="RF-250").offered
    assert report.counts["changed"] == 1


def test_a_missing_column_leaves_things_alone_and_an_empty_cell_empties_them(tmp_path: Path) -> None:
    import_file(LEGACY)
    file = tmp_path / "few.csv"
    file.write_text("Handle,Title,Vendor\nround-flask,Round flask,\n", encoding="utf-8")

    import_file(file)

    flask = Product.objects.get(slug="round-flask")
    assert flask.vendor == ""
    assert flask.keywords == "round, heat"
    assert Variant.objects.get(sku="RF-50").price == 8500
    assert flask.images.count() == 3


def test_what_the_shop_added_stays(tmp_path: Path) -> None:
    import_file(LEGACY)
    flask = Product.objects.get(slug="round-flask")
    flask.specifications = "Neck: NS 29/32"
    flask.slug = "flask"
    flask.images = [ProductImage(drawn="catalog/placeholder.svg", sort_order=0), *flask.images.all()]
    flask.categories = [*flask.categories.all(), goods.category("Heating")]
    flask.save()

    report = import_file(changed(tmp_path, ("Round flask,", "Rounder flask,")))

    flask = Product.objects.get(handle="round-flask")
    assert (flask.title, flask.slug, flask.specifications) == ("Rounder flask", "flask", "Neck: NS 29/32")
    assert flask.images.count() == 4
    assert {category.name for category in flask.categories.all()} == {"Glass", "Heating"}
    assert report.counts["changed"] == 1


def test_an_address_that_is_taken_gets_a_number_and_a_word_about_it() -> None:
    goods.product("Round flask")

    report = import_file(LEGACY)

    assert Product.objects.get(handle="round-flask").slug == "round-flask-2"
    assert any("round-flask-2" in finding.words for finding in report.findings)
    assert import_file(LEGACY).counts["unchanged"] == 3


def test_a_handle_in_another_script_gets_an_address(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text("Handle,Title,Variant Price\nKölben-1,Kölben,3\nkolben-1,Kolben 2,4\n", encoding="utf-8")

    import_file(file)

    assert sorted(Product.objects.values_list("slug", flat=True)) == ["kolben-1", "kolben-1-2"]


def test_prices_are_read_in_the_currency_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text("Handle,Title,Variant Price\na,A,500\n", encoding="utf-8")

    import_file(file, currency="JPY")

    assert Variant.objects.values_list("price", "currency").get() == (500, "JPY")


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    import_file(LEGACY, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_an_import_makes_a_new_revision_only_when_something_changed() -> None:
    import_file(LEGACY)
    before = revision.current()
    import_file(LEGACY)
    assert revision.current() == before


def test_a_large_file_is_some_statements_a_hundred_products(tmp_path: Path) -> None:
    """Twenty thousand rows go in within two minutes because nothing is asked for each of them."""
    rows = "".join(f"p-{number},P {number},{number},https://old.example/{number}.jpg,Cat\n" for number in range(400))
    file = tmp_path / "large.csv"
    file.write_text(f"Handle,Title,Variant Price,Image Src,Type\n{rows}", encoding="utf-8")

    with statements() as first:
        assert import_file(file).counts["new"] == 400
    with statements() as second:
        assert import_file(file).counts["unchanged"] == 400

    assert len(first) < 4 * 40
    assert len(second) < 4 * 12


def test_what_is_sold_while_the_file_is_read_stays_sold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stock is written as a difference from what was read."""
    import_file(LEGACY)
    flask = Variant.objects.get(sku="RF-50")

    def sold_meanwhile(plans: Sequence[Plan]) -> None:
        assert stock.reserve(flask.pk, 5)
        store.store(plans)

    monkeypatch.setattr(run, "store", sold_meanwhile)
    import_file(changed(tmp_path, (",12,deny", ",20,deny")))

    assert Variant.objects.get(sku="RF-50").stock == 20 - 5
