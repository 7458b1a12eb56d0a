"""Entries are appended, read back, and hold codes only."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connections, transaction

from troth import ledger
from troth.ledger import EntryBody
from troth.ledger.errors import Damaged, NotACode, UnknownEntry

from .conftest import ADA, BERT, fill, line, sql

NOON = datetime(2026, 11, 22, 12, 0, 0, 5, UTC)


def test_the_written_form_is_canonical() -> None:
    body = line(fields=("b.two", "a.one"), at=NOON, verb="use", kind="")
    assert body.written(NOON) == (
        '{"actor":"0c7f3a52","actor_kind":"employee","actor_words":"order_desk","at":"2026-11-22T12:00:00.000005Z",'
        '"clause":"2b.i","decision":"allowed","fields":["a.one","b.two"],"policy_version":"2026-11-01",'
        '"purpose":"fulfil_order","verb":"use"}'
    )


def test_time_is_written_in_utc() -> None:
    berlin = NOON.astimezone(timezone(timedelta(hours=1)))
    assert line().written(berlin) == line().written(NOON)


def test_it_reads_as_it_was_written() -> None:
    body = line(fields=("a.one", "b.two"), recipient="ups", channel="email", refers="x", at=NOON, state="granted")
    assert EntryBody.read(body.written(NOON)) == body


def test_what_a_later_version_added_is_passed_over() -> None:
    written = json.loads(line().written(NOON)) | {"later": "thing"}
    assert EntryBody.read(json.dumps(written)) == line(at=NOON)


@pytest.mark.parametrize(
    "part",
    [
        {"source": "Ada Okafor-Marlowe"},
        {"actor": "ada.marlowe@example.com"},
        {"actor_words": "+16175550143"},
        {"refers": "77 Quillfeather Lane"},
        {"code": "größe"},
        {"purpose": "x" * 256},
        {"kind": "line\nbreak"},
        {"fields": ("name", "Ada Okafor-Marlowe")},
        {"fields": ("",)},
    ],
)
def test_no_value_gets_in(part: dict[str, str]) -> None:
    with pytest.raises(NotACode) as refused:
        line(**part).written(NOON)
    assert "Ada" not in str(refused.value)
    assert "ada" not in str(refused.value)


@pytest.mark.parametrize("subject", ["", "ada", "A" * 32, "a" * 65, "ada.marlowe@example.com", "g" * 32])
def test_the_subject_is_a_pseudonym(subject: str) -> None:
    with pytest.raises(NotACode):
        ledger.append(subject, line())


@pytest.mark.django_db(databases=["default", "vault"])
def test_an_entry_is_found_by_its_token() -> None:
    written = ledger.append(ADA, line(verb="disclose", recipient="ups"))
    found = ledger.entry(written.token)
    assert (found.subject, found.body.recipient, found.at, found.pending) == (ADA, "ups", written.at, True)
    ledger.sequence()
    assert (ledger.entry(written.token).index, ledger.entry(written.token).pending) == (0, False)
    with pytest.raises(UnknownEntry):
        ledger.entry("nobody")


@pytest.mark.django_db(databases=["default", "vault"])
def test_entries_of_several_pseudonyms_come_newest_first_and_in_pages() -> None:
    first, second = fill(2, ADA)
    third = fill(1, BERT)[0]
    fill(1, "c" * 32)
    fourth = fill(1, ADA)[0]
    assert _tokens([ADA, BERT]) == [fourth, third, second, first]
    assert _tokens([ADA]) == [fourth, second, first]
    assert _tokens([ADA, BERT], limit=2) == [fourth, third]
    assert _tokens([ADA, BERT], limit=2, before=third) == [second, first]
    assert _tokens([ADA, BERT], limit=None, before=fourth) == [third, second, first]
    assert _tokens([]) == []


def _tokens(subjects: list[str], limit: int | None = 50, before: str | None = None) -> list[str]:
    return [entry.token for entry in ledger.entries_for(subjects, limit, before)]


@pytest.mark.django_db(databases=["default", "vault"])
@pytest.mark.parametrize("body", ["", "nonsense", "[]", "{}", '{"at":"yesterday"}', '{"at":5,"verb":"use"}'])
def test_a_body_that_is_none_is_refused_with_a_sentence(body: str) -> None:
    token = fill(1)[0]
    sql("UPDATE ledger_entry SET body = %s", body)
    for read in (lambda: ledger.entry(token), lambda: ledger.entries_for([ADA]), ledger.last_at, ledger.state):
        with pytest.raises(Damaged, match="troth ledger verify"):
            read()


@pytest.mark.django_db(databases=["default", "vault"])
def test_many_are_one_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1, connection=connections["vault"]):  # type: ignore[operator]
        written = ledger.append_many([(ADA, line()), (BERT, line(verb="collect"))])
    assert [ledger.entry(entry.token).body.verb for entry in written] == ["use", "collect"]
    assert ledger.append_many([]) == []


@pytest.mark.django_db(databases=["default", "vault"])
def test_thousands_at_once_are_cut_into_statements_the_store_can_take() -> None:
    fill(10_001)
    assert ledger.state().pending == 10_001


@pytest.mark.django_db(databases=["default", "vault"])
def test_an_entry_shares_the_fate_of_its_transaction() -> None:
    with transaction.atomic(using="vault"):
        ledger.append(ADA, line())
        transaction.set_rollback(True, using="vault")
    assert ledger.state().pending == 0


@pytest.mark.django_db(databases=["default", "vault"])
def test_tokens_and_salts_are_new_each_time() -> None:
    fill(100)
    assert sql("SELECT count(DISTINCT token), count(DISTINCT salt) FROM ledger_entry") == [(100, 100)]


@pytest.mark.django_db(databases=["default", "vault"])
def test_the_time_of_the_newest_entry_is_known() -> None:
    assert ledger.last_at() is None
    ledger.append(ADA, line(at=NOON))
    assert ledger.last_at() == NOON == ledger.state().last_at
