"""`troth catalog pictures`: where they lie, and bringing them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from tests.catalog.importing.brought import mugs_and_bowls, zipped
from tests.doubles.former_shop import FormerShop, picture
from troth.catalog.importing import folder, import_file
from troth.catalog.importing.pictures import waiting
from troth.cli import catalog

pytestmark = pytest.mark.django_db


def troth(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    catalog.register(parser.add_subparsers())
    told = parser.parse_args([str(word) for word in words])
    return int(told.run(told))


@pytest.fixture(autouse=True)
def _brought(old_shop: FormerShop, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_bytes(mugs_and_bowls(old_shop))
    import_file(file)


@pytest.mark.parametrize("words", [(), ("--dry-run",)])
def test_without_a_host_it_says_where_they_lie_and_fetches_nothing(
    words: tuple[str, ...], old_shop: FormerShop, capsys: pytest.CaptureFixture[str]
) -> None:
    assert troth("catalog", "pictures", *words) == (0 if words else 1)
    out = capsys.readouterr().out
    assert f"3 at {old_shop.host}" in out
    assert f"--from {old_shop.host}" in out
    assert old_shop.asked == []


def test_with_its_host_they_are_fetched_and_a_second_time_nothing_waits(
    old_shop: FormerShop, capsys: pytest.CaptureFixture[str]
) -> None:
    assert troth("catalog", "pictures", "--from", old_shop.host) == 0
    assert "3 brought, 0 here already, 0 could not be brought" in capsys.readouterr().out
    assert troth("catalog", "pictures") == 0
    assert "No picture waits" in capsys.readouterr().out


def test_what_could_not_be_brought_is_named_and_shows_in_the_exit_code(
    old_shop: FormerShop, capsys: pytest.CaptureFixture[str]
) -> None:
    del old_shop.answers["/bowl.jpg"]
    assert troth("catalog", "pictures", "--from", old_shop.host, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["pictures"] == {"brought": 2, "known": 0, "failed": 1}
    assert (told["failed"][0]["what"], told["failed"][0]["products"]) == (old_shop.at("/bowl.jpg"), ["Bowl"])
    assert troth("catalog", "pictures", "--from", "cdn.example.com") == 1
    assert f"add: --from {old_shop.host}" in capsys.readouterr().out


def test_an_archive_is_taken_apart(old_shop: FormerShop, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = zipped(
        tmp_path / "pictures.zip", {"mug.jpg": picture(), "bowl.jpg": picture(), "BOWL-2.jpg": picture("PNG")}
    )
    assert troth("catalog", "pictures", "--archive", file) == 0
    assert "3 brought" in capsys.readouterr().out
    assert old_shop.asked == []
    assert waiting.count() == 1
    assert not list(folder.root().rglob("sent"))
    assert troth("catalog", "pictures", "--archive", tmp_path / "none.zip") == 2
    (tmp_path / "none.zip").write_bytes(b"no")
    assert troth("catalog", "pictures", "--archive", tmp_path / "none.zip") == 2
    assert "no ZIP archive" in capsys.readouterr().err


def test_what_cannot_be_had_is_left_and_waits_again_when_asked_to(
    old_shop: FormerShop, capsys: pytest.CaptureFixture[str]
) -> None:
    del old_shop.answers["/bowl.jpg"]
    troth("catalog", "pictures", "--from", old_shop.host)
    assert "--leave" in capsys.readouterr().out
    assert troth("catalog", "pictures", "--leave") == 0
    said = capsys.readouterr().out
    assert "1 pictures were left there" in said
    assert "It is not there any more" in said
    assert troth("catalog", "pictures") == 0
    assert "No picture waits" in capsys.readouterr().out
    assert troth("catalog", "pictures", "--again") == 0
    assert waiting.count() == 1
