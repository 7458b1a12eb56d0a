"""Tax rates by postal code, in the office and by command: a file is looked at before it holds, and can be undone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.office.conftest import Comes
from troth.cli.main import commands
from troth.orders.models import RateEdition, TaxRule
from troth.orders.prices import book
from troth.orders.prices.local import nearest
from troth.orders.prices.rates import Place

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HERE = "/office/local-rates/"
MASSACHUSETTS = {"country": "US", "region": "MA", "rate": 6250, "name": "Massachusetts sales tax", "shipping": False}


def rate_at(postcode: str) -> tuple[int, str] | None:
    told = book.current()
    found = nearest.rate(told.rates, told.local, Place("US", "MA", postcode))
    return (found.rate, found.name) if found else None


def test_a_file_is_sent_looked_at_brought_into_force_and_undone(comes: Comes) -> None:
    TaxRule.objects.create(**MASSACHUSETTS)
    bilal = comes("bookkeeping")
    assert "Bring in a file" in bilal.get(HERE).content.decode()
    answer = bilal.post(HERE, sent("state,zip,rate\nMA,02118,7.5\nCO,80202,8.81\n"))
    page = bilal.get(answer["Location"]).content.decode()
    assert "7.5%" in page
    assert "does not count" in page
    tables = re.findall('<table class="office-table.*?</table>', page + bilal.get(HERE).content.decode(), re.DOTALL)
    cells = re.findall("<td[^>]*>", "".join(tables))
    assert len(cells) == 15, "two states and a file"
    assert all("data-label=" in cell for cell in cells), "on a phone each stands beside its number"
    assert rate_at("02118") is None
    decide = f"{answer['Location']}decide/"
    assert "in force from now on" in bilal.post(decide, {"do": "begin"}, follow=True).content.decode()
    assert rate_at("02118") == (7500, "Massachusetts sales tax")
    assert "done already" in bilal.post(decide, {"do": "begin"}, follow=True).content.decode()
    bilal.post(decide, {"do": "undo"})
    assert rate_at("02118") is None


def test_a_bad_file_is_told_line_by_line_and_nothing_is_kept(comes: Comes) -> None:
    bilal = comes("bookkeeping")
    answer = bilal.post(HERE, sent("state,zip,rate\nMA,02118,much\nZZ,80202,8.81\n"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 2: “much” is no rate." in page
    assert "Line 3: “ZZ” is no state" in page
    assert not RateEdition.objects.exists()
    assert bilal.post(HERE, {"country": "US", "writes": "percent"}).status_code == 422


@pytest.mark.parametrize("who", ["marketing", "order_desk", "no job"])
def test_others_neither_see_nor_change_them(comes: Comes, who: str) -> None:
    browser = comes(who)
    for answer in (browser.get(HERE), browser.post(HERE, sent("state,zip,rate\nMA,02118,7.5\n"))):
        assert answer.status_code in (302, 403)
    assert not RateEdition.objects.exists()


def test_the_command_looks_begins_lists_and_undoes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    TaxRule.objects.create(**MASSACHUSETTS)
    file = tmp_path / "rates.csv"
    file.write_text("state,zip,rate\nMA,2118,7.5\n")
    assert ran("taxes", "bring-in", str(file)) == 0
    said = capsys.readouterr().out
    assert "MA: 1 rates, 7.5% to 7.5% (1 new, 0 changed, 0 gone)" in said
    assert "given back" in said
    assert not RateEdition.objects.exists()
    assert ran("taxes", "bring-in", str(file), "--begin") == 0
    assert rate_at("02118") == (7500, "Massachusetts sales tax")
    edition = RateEdition.objects.get().pk
    ran("taxes", "list")
    assert "in force" in capsys.readouterr().out
    assert ran("taxes", "undo", str(edition)) == 0
    assert ran("taxes", "undo", str(edition)) == 1
    file.write_text("state,zip,rate\nMA,2118,much\n")
    assert ran("taxes", "bring-in", str(file), "--begin") == 1
    assert "Line 2" in capsys.readouterr().err
    assert ran("taxes", "bring-in", str(tmp_path / "none.csv")) == 1


def ran(*words: str) -> int:
    told = commands().parse_args(words)
    return int(told.run(told))


def sent(text: str) -> dict[str, object]:
    return {"file": SimpleUploadedFile("rates.csv", text.encode()), "country": "US", "writes": "percent"}
