"""Tables to take away, opened by spreadsheets that part cells at another sign than the one they were written with."""

from __future__ import annotations

import csv
import io
import uuid
from typing import Any

import pytest
from django.test import RequestFactory

from troth.catalog.exporting.guard import guarded, guarded_throughout
from troth.office.imports import downloads
from troth.office.reports import files
from troth.office.reports.tables import Table

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
EVIL = (
    "=1+1",
    "Flask;=cmd|' /C calc'!A0",
    "Flask; =1+1",
    'Flask;"=1+1"',
    "Flask\t=1+1",
    "Flask\n=1+1",
    "Flask\r\n@SUM(1)",
    "Flask;;;-2+3",
    "Flask;\uff1d1+1",
)
HARMLESS = ("Flask", "Flask; round", "a - b", "1 + 1 = 2", "ben@example.org", "10-20 ml; 3+ pieces")


def _begins(told: str) -> list[str]:
    """What cells begin with, whichever sign a program parts them at."""
    begun = []
    for sign in ",;\t":
        for row in csv.reader(io.StringIO(told, newline=""), delimiter=sign):
            begun += [cell.lstrip(' \r\n\t"')[:1] for cell in row]
    return begun


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_of_figures_begins_like_a_formula(text: str) -> None:
    told = files.as_csv([Table(text, ("Name", "Many"), ((text, 3), ("Flask", 4)), foot=(text, 7))] * 2)
    assert not set(_begins(told.decode("utf-8-sig"))) & set(SIGNS)


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_of_an_import_s_report_begins_like_a_formula(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, Any] = {
        "findings": [{"row": 2, "column": text, "weight": "lost", "words": text}],
        "left_behind": [{"column": text, "cells": 4, "example": text}],
    }
    monkeypatch.setattr(downloads, "_told", lambda request, ref: told)
    answer = downloads.report_csv(RequestFactory().get("/"), uuid.uuid4())
    assert not set(_begins(answer.content.decode("utf-8-sig"))) & set(SIGNS)


def test_control_a_guard_at_the_beginning_alone_lets_some_through() -> None:
    assert set(_begins(guarded("Flask;=1+1"))) & set(SIGNS)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert guarded_throughout(text) == text
