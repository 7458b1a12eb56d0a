"""Nothing of anybody is left in the shop store, in reports, on the screen, in logs or in temporary files."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cast import ADA, BEN, CHIARA
from tests.finder import found, marks_of
from tests.intake.exports import (
    SHOPIFY_CUSTOMERS,
    SHOPIFY_ORDERS,
    WIX_CONTACTS,
    WIX_ITEMS,
    in_shopify,
    in_wix,
    ordered_at_shopify,
    ordered_at_wix,
    saved,
    sheet,
    wix_item,
)
from tests.test_canary import beside, cells
from troth.cli.main import main
from troth.intake import report as reports
from troth.vault import seal

pytestmark = pytest.mark.django_db
MARKS = [*marks_of(ADA, BEN, CHIARA), "please ring twice", "likes blue", "1969-07-20"]
FILES: dict[str, Callable[[], bytes]] = {
    "customers": lambda: sheet(
        SHOPIFY_CUSTOMERS, in_shopify(ADA, Note="likes blue"), in_shopify(BEN, Email="nonsense", Phone="12")
    ),
    "contacts": lambda: sheet(
        WIX_CONTACTS, in_wix(CHIARA, Birthdate="1969-07-20"), in_wix(BEN, **{"Address 1 - Country": "?"})
    ),
    "orders": lambda: sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA), *ordered_at_shopify(BEN, "#7", Total=BEN.name)),
    "items": lambda: sheet(WIX_ITEMS, wix_item(ordered_at_wix(CHIARA), "Funnel", "2", "10.00")),
}


def bring_all(place: Path, *options: str) -> None:
    for name, content in FILES.items():
        main(["intake", "import", str(saved(place, content(), f"{name}.csv")), *options])


def test_nobody_is_found_after_everything_was_brought_in_twice_and_looked_at(
    tmp_path: Path, capsys: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with caplog.at_level(logging.DEBUG):
        for options in (["--dry-run"], ["--json"], [], ["--json"]):
            bring_all(tmp_path, *options)

    said = capsys.readouterr()
    assert '"new": 1' in said.out
    assert found(MARKS, cells("default")) == []
    assert found(MARKS, cells("vault")) == []
    assert found(MARKS, beside()) == []
    assert found(MARKS, [("screen", said.out.encode()), ("errors", said.err.encode())]) == []
    assert found(MARKS, [("log", caplog.text.encode())]) == []
    assert list(scratch.iterdir()) == []


def test_with_the_seals_off_the_same_search_finds_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(seal, "seal", lambda cipher, plain, bound_to: plain)
    monkeypatch.setattr(seal, "open_sealed", lambda cipher, sealed, bound_to: bytes(sealed))
    bring_all(tmp_path)
    seen = " ".join(found(MARKS, cells("vault")))
    assert ADA.name in seen
    assert CHIARA.email in seen
    assert "please ring twice" not in seen
    assert found(MARKS, cells("default")) == []


def test_a_report_that_kept_examples_would_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    def leave(self: reports.IntakeReport, table: Any, read: set[str], said: Any) -> None:
        for column in table.columns:
            cell = next((row.get(column) for row in table.rows if row.get(column)), "")
            self.left_behind.append(reports.LeftBehind(column, 1, cell))

    monkeypatch.setattr(reports.IntakeReport, "leave", leave)
    bring_all(tmp_path, "--json")
    assert found(MARKS, [("screen", capsys.readouterr().out.encode())])


def test_json_is_json(tmp_path: Path, capsys: Any) -> None:
    assert main(["intake", "import", str(saved(tmp_path, FILES["items"]())), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["layout"] == "Wix order items"


def test_exit_codes_tell_what_was_lost(tmp_path: Path, capsys: Any) -> None:
    assert main(["intake", "import", str(saved(tmp_path, FILES["customers"]()))]) == 1
    assert "row 3" in capsys.readouterr().out
    assert main(["intake", "import", str(saved(tmp_path, b"a,b\n1,2\n"))]) == 2
    assert main(["intake", "undo", "00000000-0000-0000-0000-000000000001"]) == 2
