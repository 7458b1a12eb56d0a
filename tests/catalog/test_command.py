import argparse
import json
from pathlib import Path

import pytest

from troth.catalog.models import Product
from troth.cli import catalog

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "importing" / "files"


def troth(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    catalog.register(parser.add_subparsers())
    told = parser.parse_args([str(word) for word in words])
    return int(told.run(told))


def test_an_import_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    code = troth("catalog", "import", FILES / "legacy.csv")

    out = capsys.readouterr().out
    assert code == 0
    assert "3 new, 0 changed, 0 unchanged, 0 refused" in out
    assert "Variant Tax Code: 1 cells, such as “TX1”" in out
    assert "round-flask: https://old.example/rf-box.jpg" in out


def test_a_dry_run_says_so_and_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    troth("catalog", "import", FILES / "legacy.csv", "--dry-run")

    assert "Nothing was changed: this was a dry run." in capsys.readouterr().out
    assert not Product.objects.exists()


def test_lost_rows_are_named_and_show_in_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    code = troth("catalog", "import", FILES / "broken.csv", "--json")

    told = json.loads(capsys.readouterr().out)
    assert code == 1
    assert told["rows"] == {"read": 8, "imported": 5, "lost": 3}
    assert {finding["row"] for finding in told["findings"] if finding["weight"] == "lost"} == {5, 6, 8}


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", None])
def test_a_file_that_cannot_be_imported_gets_one_sentence(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file.csv"
    if content is not None:
        file.write_bytes(content)

    code = troth("catalog", "import", file)

    told = capsys.readouterr()
    assert code == 2
    assert told.out == ""
    assert len(told.err.splitlines()) == 1


def test_an_unknown_currency_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert troth("catalog", "import", FILES / "legacy.csv", "--currency", "DOLLARS") == 2
    assert "ISO 4217" in capsys.readouterr().err


def test_the_sample_is_loaded_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert troth("catalog", "sample") == 0
    assert "Added" in capsys.readouterr().out
    troth("catalog", "sample")
    assert "in the shop already" in capsys.readouterr().out
    troth("catalog", "sample", "--json")
    assert json.loads(capsys.readouterr().out)["products"] == 0


def test_an_import_can_be_taken_back_by_its_reference(capsys: pytest.CaptureFixture[str]) -> None:
    troth("catalog", "import", FILES / "legacy.csv", "--json")
    ref = json.loads(capsys.readouterr().out)["ref"]

    code = troth("catalog", "undo", ref)

    assert code == 0
    assert "3 removed" in capsys.readouterr().out
    assert not Product.objects.exists()


def test_an_import_that_changed_nothing_leaves_nothing_to_take_back(capsys: pytest.CaptureFixture[str]) -> None:
    troth("catalog", "import", FILES / "legacy.csv")
    capsys.readouterr()
    troth("catalog", "import", FILES / "legacy.csv", "--json")
    assert json.loads(capsys.readouterr().out)["ref"] == ""


def test_an_unknown_reference_gets_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert troth("catalog", "undo", "00000000-0000-0000-0000-000000000000") == 2
    assert "no import of that reference" in capsys.readouterr().err


def test_the_catalogue_is_written_out_and_never_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    troth("catalog", "import", FILES / "legacy.csv")
    file = tmp_path / "out.csv"

    assert troth("catalog", "export", file) == 0
    assert troth("catalog", "import", file, "--dry-run") == 0
    assert "0 new, 0 changed, 3 unchanged" in capsys.readouterr().out
    assert troth("catalog", "export", file) == 2
