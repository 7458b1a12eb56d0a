"""`troth catalog import --map COLUMN=FIELD`: a column of products that is not understood is what somebody says it is."""

from pathlib import Path
from typing import Any

import pytest

from tests.catalog.importing.like_real import write
from troth.catalog.models import Product, Variant
from troth.cli.main import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(tmp_path: Path) -> str:
    write(tmp_path)
    path = tmp_path / "apparel.csv"
    head, _sep, rest = path.read_text().partition("\n")
    lines = [f"{head.strip()},Lagernummer,Stoff"]
    lines += [f"{line.strip()},L-{number},Leinen" for number, line in enumerate(rest.splitlines())]
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def test_a_column_named_by_command_comes_in(export: str, capsys: Any) -> None:
    assert main(["catalog", "import", export]) == 0
    assert "Lagernummer: 22 cells" in capsys.readouterr().out
    Product.objects.all().delete()
    assert main(["catalog", "import", export, "--map", "lagernummer=SKU", "--map", "Stoff=specification"]) == 0
    assert "Lagernummer: " not in capsys.readouterr().out
    assert Variant.objects.filter(sku="L-3").count() == 1
    assert "Leinen" in Product.objects.first().specifications  # type: ignore[union-attr]


def test_a_second_import_under_the_same_names_changes_nothing(export: str, capsys: Any) -> None:
    for _ in range(2):
        capsys.readouterr()
        assert main(["catalog", "import", export, "--map", "Lagernummer=sku"]) == 0
    assert "0 new, 0 changed, 20 unchanged" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "words"), [("Lagernumer=sku", "no column “Lagernumer”"), ("Lagernummer=shelf", "Products have no “shelf”")]
)
def test_what_is_said_wrongly_is_refused_in_words_and_nothing_changes(
    export: str, capsys: Any, said: str, words: str
) -> None:
    assert main(["catalog", "import", export, "--map", said]) == 2
    assert words in capsys.readouterr().err
    assert not Product.objects.exists()


def test_a_word_without_a_sign_between_is_no_name(export: str, capsys: Any) -> None:
    with pytest.raises(SystemExit):
        main(["catalog", "import", export, "--map", "Lagernummer"])
    assert "COLUMN=FIELD" in capsys.readouterr().err
