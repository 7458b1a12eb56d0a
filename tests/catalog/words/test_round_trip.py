"""Words in further languages written out with the goods and read again: nothing is lost, and nothing changes by itself."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog import goods
from tests.catalog.importing import sheets
from tests.catalog.words import german
from troth.catalog.exporting import table
from troth.catalog.importing import Report, import_file, import_table, reading, recorded, undo
from troth.catalog.importing.keeping import Keeping
from troth.catalog.models import Category, CategoryWords, ImportRun, Product, ProductWords
from troth.catalog.words import columns

pytestmark = pytest.mark.django_db


def written() -> bytes:
    return "".join(table.lines()).encode()


def read(content: bytes) -> Report:
    report = Report("words.csv")
    return import_table(reading.read(content, report), report)


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written().decode())))


def edited(**cells: str) -> bytes:
    """The export of a shop with one product of one variant; `Title_de="x"` is the cell of "Title (de)"."""
    (row,) = rows()
    row |= {f"{name.removesuffix('_de').replace('_', ' ')} (de)": cell for name, cell in cells.items()}
    return sheets.sheet(tuple(row), row)


def everything() -> list[dict[str, object]]:
    names = ("product__slug", "language", *columns.FIELDS, "facets", "missing")
    return list(ProductWords.objects.order_by("product__slug").values(*names))


def test_each_language_has_its_columns() -> None:
    german.beaker(german.glassware())

    first, second = rows()

    assert first["Title (de)"] == "Becherglas"
    assert first["Specifications (de)"].split("\n")[:2] == ["Glass = Glas", "Material = Werkstoff"]
    assert first["Options (de)"].split("\n")[1] == "50 mL, clear = 50 mL, klar"
    assert first["Categories (de)"] == "Glassware = Glasgeräte"
    assert second["Title (de)"] == ""


def test_read_again_nothing_is_different_and_into_an_empty_shop_the_same_comes() -> None:
    shelf = german.glassware()
    german.beaker(shelf)
    german.flask(shelf)
    german.tube(shelf)
    content, before = written(), everything()

    again = read(content)
    assert again.counts["unchanged"] == 3
    assert again.clean
    assert written() == content

    Product.objects.all().delete()
    Category.objects.all().delete()
    fresh = read(content)

    assert fresh.clean
    assert fresh.left_behind == []
    assert everything() == before
    assert CategoryWords.objects.get().name == "Glasgeräte"


def test_words_are_changed_in_the_table_and_told_in_the_report() -> None:
    german.flask()

    report = read(edited(Title_de="Rundkolben", In_one_sentence_de="Rund."))

    words = ProductWords.objects.get()
    assert (words.title, words.blurb) == ("Rundkolben", "Rund.")
    (changed,) = report.products
    assert {(change.before, change.after) for change in changed.changes} == {("Kolben", "Rundkolben"), ("", "Rund.")}


def test_a_new_language_of_a_product_comes_with_the_table() -> None:
    german.tube()

    read(edited(Title_de="Röhrchen", Description_de="<p>Dicht.<script>x</script></p>"))

    words = ProductWords.objects.get()
    assert (words.title, words.description) == ("Röhrchen", "<p>Dicht.</p>")


def test_a_table_without_these_columns_leaves_the_words_alone() -> None:
    german.flask()
    (row,) = rows()
    cells = {name: cell for name, cell in row.items() if not name.endswith("(de)")}

    report = read(sheets.sheet(tuple(cells), cells))

    assert report.counts["unchanged"] == 1
    assert ProductWords.objects.get().title == "Kolben"


def test_a_language_the_shop_does_not_speak_is_named_as_left_behind() -> None:
    german.flask()
    (row,) = rows()
    row["Title (fr)"] = "Ballon"

    report = read(sheets.sheet(tuple(row), row))

    assert [left.column for left in report.left_behind] == ["Title (fr)"]


def test_a_line_that_is_no_translation_is_left_out_and_said() -> None:
    german.flask()

    report = read(edited(Options_de="Volumen\nClear = Klar"))

    assert ProductWords.objects.get().options == {"Clear": "Klar"}
    assert [finding.column for finding in report.findings] == ["Options (de)"]


def test_an_import_of_words_is_taken_back(tmp_path: Path) -> None:
    german.flask()
    goods.product("Cup")
    before = everything()
    table_of_all = rows()
    for row in table_of_all:
        row |= {"Title (de)": f"Neu: {row['Title']}", "Options (de)": "Clear = Klar"}
    file = tmp_path / "words.csv"
    file.write_bytes(sheets.sheet(tuple(table_of_all[0]), *table_of_all))
    run = brought(file)
    assert [words.title for words in ProductWords.objects.order_by("title")] == ["Neu: Cup", "Neu: Flask"]

    undo.undo(run)

    assert everything() == before


def test_words_that_were_changed_since_stay(tmp_path: Path) -> None:
    german.flask()
    file = tmp_path / "words.csv"
    file.write_bytes(edited(Title_de="Rundkolben"))
    run = brought(file)
    words = ProductWords.objects.get()
    words.title = "Stehkolben"
    words.save()

    report = undo.undo(run)

    assert ProductWords.objects.get().title == "Stehkolben"
    assert "title (de)" in report.products[0].words[0]


def brought(file: Path) -> ImportRun:
    run = recorded.begun()
    import_file(file, keeper=Keeping(run))
    return run


PHRASES = st.text(st.sampled_from(list("ab =\\n\n:;'\u2028")), min_size=1, max_size=9).map(str.strip).filter(bool)


@given(st.dictionaries(PHRASES, PHRASES, max_size=3))
def test_phrases_come_back_from_their_lines_as_they_were(phrases: dict[str, str]) -> None:
    assert columns.read(columns.written(phrases)) == (phrases, [])
