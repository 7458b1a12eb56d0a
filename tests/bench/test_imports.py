"""The bench of imports runs at its smallest size, and notices a file that did not go in whole. Nothing is timed here."""

from pathlib import Path

import pytest

from bench import imports
from bench.place import Failed
from bench.stores import Sqlite

pytestmark = pytest.mark.slow


def test_every_file_goes_in_and_is_measured(tmp_path: Path) -> None:
    told = imports.measured(tmp_path, 20, list(imports.FILES), Sqlite())
    assert [each["file"] for each in told] == list(imports.FILES)
    assert {each["rows"] for each in told} == {20}
    assert all(each["MB at most"] > 0 for each in told)


def test_a_file_that_is_not_all_there_afterwards_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = {"First Name": "Ada", "Last Name": "", "Email": "ada@example.com", "Accepts Email Marketing": "no"}
    twice = imports.File(("intake", "import"), lambda _rows: iter([ada, ada]), 1)
    monkeypatch.setitem(imports.FILES, "twice", twice)
    with pytest.raises(Failed, match="of 2 first"):
        imports.measured(tmp_path, 2, ["twice"], Sqlite())
