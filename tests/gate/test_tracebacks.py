"""When something breaks, the report of it shows no value."""

import sys

import pytest
from django.test import RequestFactory
from django.views.debug import ExceptionReporter

from tests.cast import ADA
from tests.gate.conftest import joins
from troth import gate

pytestmark = pytest.mark.django_db


def report() -> str:
    kind, value, trace = sys.exc_info()
    return ExceptionReporter(RequestFactory().get("/"), kind, value, trace).get_traceback_html()


def test_a_failure_after_opening_shows_masks():
    ada = joins(ADA)
    try:
        opened = gate.use(ada, ["name", "email"], purpose="account", actor=gate.the_person(ada))
        name = opened.first("name")["name"]
        raise RuntimeError(f"something broke near {name!r}")
    except RuntimeError:
        shown = report()
    assert "personal, open for account" in shown
    assert ADA.name not in shown
    assert ADA.email not in shown


def test_a_failure_while_collecting_shows_nothing_of_what_was_told(monkeypatch):
    def breaks(size: int) -> bytes:
        raise RuntimeError("there is no randomness left")

    monkeypatch.setattr("troth.vault.seal.os.urandom", breaks)
    try:
        gate.collect(None, {"name": {"name": ADA.name}}, purpose="account", source="sign_up")
    except RuntimeError:
        shown = report()
    assert "troth/gate/collect.py" in shown
    assert ADA.name not in shown
