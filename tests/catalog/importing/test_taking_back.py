"""An import taken back: what it made goes or is hidden, what it changed is as before, what was changed since stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cast import ADA
from tests.catalog import goods
from tests.orders.buying import bought
from troth.catalog import stock
from troth.catalog.exporting import table
from troth.catalog.importing import import_file, recorded, undo
from troth.catalog.importing.keeping import Keeping
from troth.catalog.importing.undone import Fate
from troth.catalog.locations import moving, opening
from troth.catalog.models import (
    Category,
    ImportRun,
    ImportStep,
    Location,
    Product,
    ProductImage,
    Status,
    Variant,
    VariantPrice,
)

pytestmark = pytest.mark.django_db
LEGACY = Path(__file__).parent / "files" / "legacy.csv"


def brought(file: Path) -> ImportRun:
    run = recorded.begun()
    import_file(file, keeper=Keeping(run))
    return run


def changed(tmp_path: Path, *swaps: tuple[str, str]) -> Path:
    text = LEGACY.read_text(encoding="utf-8")
    for before, after in swaps:
        assert before in text
        text = text.replace(before, after)
    file = tmp_path / "changed.csv"
    file.write_text(text, encoding="utf-8")
    return file


def everything() -> list[object]:
    told = []
    for model in (Product, Variant, ProductImage):
        rows = list(model.objects.order_by("pk").values())  # type: ignore[attr-defined]
        told.append([{name: value for name, value in row.items() if name not in ("id", "picture_id")} for row in rows])
    return told


def fates(run: ImportRun) -> dict[str, str]:
    return {each.handle: each.fate.value for each in undo.undo(run).products}


def test_what_an_import_made_is_removed() -> None:
    goods.product("Stays")
    run = brought(LEGACY)

    assert set(fates(run).values()) == {"removed"}
    assert Product.objects.get().title == "Stays"
    assert not ImportStep.objects.exists()


def test_what_an_import_changed_is_exactly_as_before(tmp_path: Path) -> None:
    import_file(LEGACY)
    before = everything()
    run = brought(
        changed(
            tmp_path,
            (",85.00,", ",79.00,"),
            ("Round flask,", "Rounder flask,"),
            (",12,deny", ",3,continue"),
            ("A round flask", "A rounder flask"),
            ("https://old.example/rf-box.jpg", "https://old.example/rf-crate.jpg"),
            (",Glass,", ",Flasks,"),
        )
    )
    assert everything() != before

    assert fates(run) == {"round-flask": "restored"}
    assert everything() == before
    assert not Category.objects.get(slug="flasks").products.exists()


def test_a_new_variant_goes_and_a_withdrawn_one_is_offered_again(tmp_path: Path) -> None:
    import_file(LEGACY)
    run = brought(changed(tmp_path, ("250 mL,,,,,RF-250", "500 mL,,,,,RF-500")))
    assert Variant.objects.filter(sku="RF-500", offered=True).exists()

    undo.undo(run)

    assert not Variant.objects.filter(sku="RF-500").exists()
    assert Variant.objects.get(sku="RF-250").offered


def test_what_was_sold_since_stays_sold(tmp_path: Path) -> None:
    import_file(LEGACY)
    run = brought(changed(tmp_path, (",12,deny", ",20,deny")))
    variant = Variant.objects.get(sku="RF-50")
    assert stock.reserve(variant.pk, 5)

    undo.undo(run)

    assert Variant.objects.get(sku="RF-50").stock == 12 - 5


def test_what_was_changed_by_hand_since_stays_and_is_named(tmp_path: Path) -> None:
    import_file(LEGACY)
    run = brought(changed(tmp_path, ("Round flask,", "Rounder flask,"), (",85.00,", ",79.00,")))
    flask = Product.objects.get(handle="round-flask")
    flask.title = "Roundest flask"
    flask.save()

    (told,) = undo.undo(run).products

    assert told.fate is Fate.PARTLY
    assert "changed since" in told.words[0]
    assert Product.objects.get(handle="round-flask").title == "Roundest flask"
    assert Variant.objects.get(sku="RF-50").price == 8500


def test_a_product_somebody_edited_after_it_was_made_stays() -> None:
    run = brought(LEGACY)
    rack = Product.objects.get(handle="plain-rack")
    rack.vendor = "Racks Ltd"
    rack.save()

    assert fates(run)["plain-rack"] == "left"
    assert Product.objects.get().handle == "plain-rack"


def test_what_somebody_bought_is_hidden_instead_of_removed() -> None:
    run = brought(LEGACY)
    variant = Variant.objects.get(sku="RF-50")
    bought(ADA, (variant, 1))

    assert fates(run)["round-flask"] == "hidden"
    assert Product.objects.get(handle="round-flask").status == Status.DRAFT
    assert Variant.objects.filter(pk=variant.pk).exists()


def test_two_imports_are_taken_back_one_after_the_other(tmp_path: Path) -> None:
    first = brought(LEGACY)
    second = brought(changed(tmp_path, ("Round flask,", "Rounder flask,")))

    undo.undo(second)
    undo.undo(first)

    assert not Product.objects.exists()


def test_the_first_import_is_not_taken_back_over_the_second(tmp_path: Path) -> None:
    first = brought(LEGACY)
    brought(changed(tmp_path, ("Round flask,", "Rounder flask,")))

    assert fates(first)["round-flask"] == "left"
    assert Product.objects.get().title == "Rounder flask"


def test_a_run_that_was_cut_off_keeps_the_steps_of_its_first_try() -> None:
    run = brought(LEGACY)

    report = import_file(LEGACY, keeper=Keeping(run))

    assert report.counts["new"] == 3
    assert run.steps.count() == 3


def test_prices_in_further_currencies_are_as_before_unless_they_were_changed_since(tmp_path: Path) -> None:
    flask = goods.product("Flask")
    variant = goods.only_variant(flask)
    VariantPrice.objects.create(variant=variant, currency="GBP", price=800)
    file = tmp_path / "products.csv"
    text = "".join(table.lines())
    file.write_text(text.replace("GBP 8.00", "EUR 9.20"), encoding="utf-8", newline="")

    run = brought(file)
    assert VariantPrice.objects.get().currency == "EUR"
    assert fates(run) == {"flask": "restored"}
    assert (VariantPrice.objects.get().currency, VariantPrice.objects.get().price) == ("GBP", 800)

    run = brought(file)
    VariantPrice.objects.update(price=1)
    assert fates(run) == {"flask": "left"}
    assert VariantPrice.objects.get().currency == "EUR"


def test_what_lies_elsewhere_is_as_before_unless_it_was_moved_since(tmp_path: Path) -> None:
    one = goods.only_variant(goods.product("Flask", goods.variant(stock=6)))
    harbour = opening.open_location(opening.Told(code="harbour", name="Harbour"))
    main = Location.objects.get(main=True)
    moving.transfer(moving.Transfer(one.pk, main, harbour, 4), None)
    file = tmp_path / "products.csv"
    file.write_text("".join(table.lines()).replace("harbour 4", "harbour 1"), encoding="utf-8", newline="")

    run = brought(file)
    assert moving.at(one, harbour) == 1
    assert fates(run) == {"flask": "restored"}
    assert moving.at(one, harbour) == 4

    run = brought(file)
    moving.transfer(moving.Transfer(one.pk, main, harbour, 2), None)
    assert fates(run) == {"flask": "left"}
    assert moving.at(one, harbour) == 3
