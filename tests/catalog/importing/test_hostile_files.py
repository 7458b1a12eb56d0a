"""Files made to hurt: archives that unpack to gigabytes, workbooks, a million columns, torn encodings. Each gets a
sentence or a report, nothing is half done, and the memory stays within bounds."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

from tests.catalog.importing.sheets import bring
from troth.catalog.importing import NotATable, NotImportable, TooLarge, opening, reading, report
from troth.catalog.models import Product

pytestmark = pytest.mark.django_db
HEAD = "Handle,Title,Variant Price\n"
ROOT = Path(__file__).resolve().parents[3]


def packed(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def test_one_table_in_an_archive_is_read() -> None:
    beside = ("__MACOSX/._products.csv", b"\x00\x05")
    assert bring(packed(("export/products.csv", f"{HEAD}a,A,1\n".encode()), beside)).counts["new"] == 1


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("a.csv", b"x"), ("b.csv", b"y")], "holds 2 files"),
        ([("a.csv", b"x"), ("run.exe", b"y")], "holds 2 files"),
        ([("a.zip", b"x")], "holds 1 files"),
        ([], "holds 0 files"),
        ([("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")], "a spreadsheet's own file"),
        (
            [("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"")],
            "a spreadsheet's own",
        ),
    ],
)
def test_other_archives_are_refused_with_a_sentence(files: list[tuple[str, bytes]], said: str) -> None:
    with pytest.raises(NotATable, match=said):
        bring(packed(*files))


def test_an_archive_that_unpacks_to_more_than_it_may_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_BYTES", 1_000_000)
    with pytest.raises(TooLarge, match="Unpacked"):
        bring(packed(("bomb.csv", HEAD.encode() + b"a" * 5_000_000)))


def test_an_archive_that_lies_about_its_size_is_stopped_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_BYTES", 1_000_000)
    honest = packed(("bomb.csv", b"a" * 5_000_000))
    lying = honest.replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(NotImportable):
        bring(lying)


def test_a_list_of_contents_without_end_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LONGEST_CONTENTS", 1000)
    with pytest.raises(TooLarge, match="too many files"):
        bring(packed(*((f"{number}.csv", b"") for number in range(100))))


@pytest.mark.parametrize("cut", [4, 30, 60, -10, -30])
def test_a_torn_archive_is_refused(cut: int) -> None:
    whole = packed(("products.csv", f"{HEAD}a,A,1\n".encode() * 50))
    with pytest.raises(NotImportable):
        bring(whole[:cut])
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "xls"), (b"%PDF-1.7\n", "PDF"), (b"\x1f\x8b\x08\x00", "gzip")],
)
def test_other_kinds_of_files_are_called_by_their_name(content: bytes, kind: str) -> None:
    with pytest.raises(NotATable, match=kind):
        bring(content)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "windows-1252"])
def test_encodings_are_told_apart(encoding: str) -> None:
    bring(f"{HEAD}tee,Thé à la menthe,3\nb,Bière blonde,4\n".encode(encoding))
    assert Product.objects.get(handle="tee").title == "Thé à la menthe"


def test_torn_characters_are_said() -> None:
    told = bring("\ufeff".encode() + HEAD.encode() + b"a,A\xff\xfeB,1\n")
    assert Product.objects.get().title == "A\ufffd\ufffdB"
    assert any("could not be read" in finding.words for finding in told.findings)


@pytest.mark.parametrize(
    ("name", "most", "content"),
    [
        ("MOST_ROWS", 5, f"{HEAD}{'a,A,1\n' * 10}"),
        ("MOST_CELLS", 20, f"{HEAD}{'a,A,1\n' * 10}"),
        ("LONGEST_LINE", 100, f"{HEAD}a,{'A' * 200},1\n"),
    ],
)
def test_each_limit_holds(name: str, most: int, content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, name, most)
    with pytest.raises(TooLarge):
        bring(content.encode())
    assert not Product.objects.exists()


def test_a_million_columns_are_refused() -> None:
    with pytest.raises(TooLarge, match="columns"):
        bring(b"a," * 1_000_000)


def test_lost_rows_are_named_even_when_there_are_too_many_findings_to_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MOST_FINDINGS", 3)
    told = bring(f"{HEAD}a,A,1\n{',,9\n' * 10}".encode())
    assert len(told.findings) == 3
    assert told.unlisted == 7
    assert told.lost_rows == set(range(3, 13))


def test_formulas_stay_text_and_are_said() -> None:
    told = bring(f'{HEAD}a,"=HYPERLINK(""https://evil.example"")",1\n'.encode())
    assert Product.objects.get().title == '=HYPERLINK("https://evil.example")'
    assert any("spreadsheet formula" in finding.words for finding in told.findings)


MEASURE = """
    import resource, sys, io, zipfile
    import django
    django.setup()
    from troth.catalog.importing import NotImportable, Report, reading
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    content = {content}
    try:
        reading.read_stream(io.BytesIO(content), Report("x"))
        said = "read"
    except NotImportable as reason:
        said = type(reason).__name__
    print(said, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 - before)
"""


@pytest.mark.parametrize(
    ("content", "said", "megabytes"),
    [
        # 64 MB of commas and line ends: sixteen million cells.
        ("b'handle,title\\n' + b'a,b,c,d\\n' * 8_000_000", "TooLarge", 420),
        # One quotation mark that never closes, over 60 MB.
        ("b'handle,title\\n\"' + b'x' * 60_000_000", "TooLarge", 250),
        # A gigabyte of zeros in an archive of a megabyte.
        (
            "(lambda out: (zipfile.ZipFile(out, 'w', 8).writestr('a.csv', bytes(1 << 28)), out.getvalue())[1])(io.BytesIO())",
            "TooLarge",
            420,
        ),
    ],
)
def test_the_memory_stays_within_bounds(content: str, said: str, megabytes: int) -> None:
    """Measured in a process of its own, above what the program itself takes."""
    code = textwrap.dedent(MEASURE).format(content=content)
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert told.returncode == 0, told.stderr[-2000:]
    answer, more = told.stdout.split()
    assert answer == said
    assert int(more) < megabytes
