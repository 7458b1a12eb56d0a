"""What can be pressed again and again doesn't fill the ledger."""

from __future__ import annotations

import pytest

from tests.cast import BEN
from tests.visits.record.conftest import Browser
from troth.catalog.models import Product
from troth.ledger.models import Entry
from troth.people import limits
from troth.visits.record import again

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HERE = "/my/privacy/looked-at/"
OFTEN = "often just now. Please wait an hour"


@pytest.fixture
def _elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """On another machine than the shop's: the limits of practice are wider."""
    monkeypatch.setattr(limits, "at_home", lambda request: False)


def test_the_same_word_again_is_no_entry(ada: Browser) -> None:
    ada.client.post(f"{HERE}word/", {"purpose": "browsing_record", "answer": "no"})
    before = Entry.objects.count()
    for _ in range(5):
        ada.client.post(f"{HERE}word/", {"purpose": "browsing_record", "answer": "no"})
    assert Entry.objects.count() == before
    ada.client.post(f"{HERE}word/", {"purpose": "browsing_record", "answer": "yes"})
    assert Entry.objects.count() > before


@pytest.mark.usefixtures("_elsewhere")
def test_a_word_cannot_be_turned_round_without_end(ada: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "consent_choice", "2/h/key")
    for answer in ("yes", "no", "yes", "no"):  # a no is never held up
        before = Entry.objects.count()
        ada.client.post(f"{HERE}word/", {"purpose": "browsing_record", "answer": answer})
        assert Entry.objects.count() > before
    before = Entry.objects.count()
    said = ada.client.post(f"{HERE}word/", {"purpose": "browsing_record", "answer": "yes"})
    assert Entry.objects.count() == before
    assert OFTEN in ada.client.get(said["Location"]).content.decode()


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize("path", ["remove/", "00000000-0000-4000-8000-000000000000/remove/"])
def test_nothing_can_be_deleted_without_end(ada: Browser, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for action in ("looked_at_all", "looked_at_line"):
        monkeypatch.setitem(limits.RATES, action, "2/h/user")
    for _ in range(2):
        ada.client.post(HERE + path)
    before = Entry.objects.count()
    ada.client.post(HERE + path)
    assert Entry.objects.count() == before
    assert OFTEN in ada.client.get(HERE).content.decode()


def test_who_deletes_theirs_does_not_make_others_looks_new(ada: Browser, flask: Product) -> None:
    assert not again.again(1, "flask")
    assert not again.again(2, "flask")
    again.forget(1)
    assert not again.again(1, "flask")
    assert again.again(2, "flask")


def test_after_deleting_the_next_look_is_noted_and_nobody_elses_twice(ada: Browser, flask: Product) -> None:
    ben = Browser(BEN)
    ben.client.post(f"{HERE}word/", {"purpose": "browsing_record", "answer": "yes"})
    for each in (ada, ben):
        each.opens(flask)
    ada.client.post(f"{HERE}remove/")
    for each in (ada, ben):
        each.opens(flask)
    assert ada.noted() == ["erlenmeyer-flask"]
    assert ben.noted() == ["erlenmeyer-flask"]
