"""Somebody who came from an earlier shop finds on My privacy what it noted, and takes all of it along or away."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cast import ADA
from tests.intake.exports import SHOPIFY_CUSTOMERS, bring, in_shopify, sheet
from tests.intake.looks import person
from troth import gate
from troth.rights import mine, reader

pytestmark = pytest.mark.django_db


def test_they_see_where_their_data_came_from_and_how_long_it_stays(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA)))
    ada = person(ADA)

    shown = mine.mine(reader.Reader((ada,)))

    noted = next(each for each in shown.own if each.record.kind == "provenance")
    assert {name: value.reveal() for name, _label, value in noted.fields}["system"] == "Shopify"
    assert "three years" in noted.kept
    assert noted.source == "the records of a shop system we used before"
    assert not noted.correctable
    assert shown.orders == ()


def test_it_goes_with_them_when_they_are_erased(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA)))
    ada = person(ADA)
    assert "provenance" in {each.kind for each in gate.export(ada, actor=gate.the_person(ada)).records}

    gate.erase(ada, actor=gate.the_person(ada))

    assert gate.persons_at(ADA.email) == []
    from troth.vault.models import Record

    assert not Record.objects.exists()
