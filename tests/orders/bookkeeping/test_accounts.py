"""The chart of accounts: the country's own, what is written over it, and what is no account."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.orders.buying import works_at_the_desk
from tests.orders.invoices.test_papers import massachusetts
from troth import gate
from troth.orders.bookkeeping import accounts
from troth.orders.models import BookAccount

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_a_german_seller_begins_with_skr03_and_others_with_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert accounts.chart()["customers"] == "1200"
    german = replace(gate.policy(), controller=replace(gate.policy().controller, country="DE"))
    monkeypatch.setattr(gate, "policy", lambda: german)
    assert (accounts.chart()["customers"], accounts.chart()["sales:19000"], accounts.chart()["tax:19000"]) == (
        *("10000", "8400"),
        "",
    )


def test_there_is_a_line_for_every_rate_that_is_laid_down() -> None:
    massachusetts()
    both = {"sales:6250", "tax:6250"}
    assert both <= {*accounts.uses()}
    assert not any(use.endswith(":0") for use in accounts.uses())


def test_only_what_differs_is_kept_and_an_empty_tax_account_is_a_word_too() -> None:
    massachusetts()
    bilal = works_at_the_desk(661, "bookkeeping")
    accounts.write({"customers": "1200", "money": "1055", "tax:6250": "", "nonsense": "1"}, bilal)
    assert {*BookAccount.objects.values_list("use", "number")} == {("money", "1055"), ("tax:6250", "")}
    assert accounts.chart()["tax:6250"] == ""
    accounts.write({"money": "1050", "tax:6250": "2200"}, bilal)
    assert not BookAccount.objects.exists()


@pytest.mark.parametrize("typed", ["=1+1", "1 2", "12345678901", "-5", "é"])
def test_what_is_no_account_is_said_and_nothing_is_changed(typed: str) -> None:
    bilal = works_at_the_desk(662, "bookkeeping")
    accounts.write({"money": "1055"}, bilal)
    with pytest.raises(accounts.NoSuchAccount):
        accounts.write({"customers": "77", "money": typed}, bilal)
    assert {*BookAccount.objects.values_list("use", "number")} == {("money", "1055")}


def test_it_is_the_book_keepers_to_write() -> None:
    with pytest.raises(gate.Refused):
        accounts.write({"money": "1055"}, works_at_the_desk(663, "order_desk"))
    assert not BookAccount.objects.exists()
