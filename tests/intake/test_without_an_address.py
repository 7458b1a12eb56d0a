"""Rows of people without an e-mail address: put beside the row that has one, or named; nobody is lost in silence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import ADA, BEN
from tests.intake.exports import SHOPIFY_CUSTOMERS, WIX_CONTACTS, bring, in_shopify, in_wix, saved, sheet
from tests.intake.looks import may_write, said, vault, word
from tests.office.conftest import hired
from troth import gate
from troth.catalog.importing.reading import Row, Table
from troth.intake import by_telephone, contact_known, contact_layouts, forgetting, runs
from troth.intake.contact import Word
from troth.intake.models import Taken
from troth.intake.report import IntakeReport
from troth.rights import correct, erase, mine, on_request
from troth.rights.at_work import at_work
from troth.rights.reader import Reader


@pytest.mark.django_db
def test_somebody_of_the_same_name_and_number_is_the_same_person(tmp_path: Path) -> None:
    alone = in_wix(ADA, **{"Email 1": "", "Address 1 - City": "Salem"})
    report = bring(tmp_path, sheet(WIX_CONTACTS, alone, in_wix(ADA)))
    assert report["rows"] == {"read": 2, "imported": 2, "lost": 0}
    assert report["products"]["new"] == 1
    assert [each["row"] for each in report["findings"] if "telephone number of another row" in each["words"]] == [2]
    assert said(ADA, "email", "email") == ADA.email


@pytest.mark.django_db
def test_a_no_that_only_the_row_without_an_address_has_still_binds(tmp_path: Path) -> None:
    yes = in_wix(ADA, **{"Email subscriber status": "Subscribed"})
    no = in_wix(ADA, **{"Email 1": "", "Email subscriber status": "Unsubscribed"})
    bring(tmp_path, sheet(WIX_CONTACTS, yes, no))
    assert word(ADA) == "declined"
    assert not may_write(ADA)


@pytest.mark.django_db
def test_who_cannot_be_rung_either_stays_outside_and_the_report_says_what_to_do(tmp_path: Path) -> None:
    report = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA), in_shopify(BEN, Email="", Phone="")))
    assert report["rows"] == {"read": 2, "imported": 1, "lost": 1}
    assert [each["row"] for each in report["findings"] if each["weight"] == "lost"] == [3]
    assert any("1 person has neither an e-mail address nor" in each["words"] for each in report["findings"])


ALONE = in_shopify(BEN, Email="")


def told(person: gate.PersonId, kind: str, field: str) -> str:
    found = gate.use(person, [kind], purpose="rights_request", actor=gate.the_person(person)).first(kind)
    value = found[field] if found else None
    return value.reveal() if isinstance(value, gate.Personal) else ""


@pytest.mark.django_db
def test_who_has_a_number_alone_comes_in_and_is_found_by_it(tmp_path: Path) -> None:
    report = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE))
    assert (report["products"]["new"], report["rows"]["lost"]) == (1, 0)
    assert any("a telephone number and no e-mail address" in each["words"] for each in report["findings"])
    (ben,) = by_telephone.at("+49 30 901820")
    assert (told(ben, "name", "name"), told(ben, "telephone", "telephone")) == (BEN.name, "+49 30 901820")
    assert told(ben, "email", "email") == ""
    assert by_telephone.at("+49 30 901821") == (), "the control"


@pytest.mark.django_db
def test_again_it_changes_nothing_and_a_changed_row_is_the_same_person(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE))
    before = vault()
    again = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE))
    assert (again["products"]["unchanged"], again["ref"], vault()) == (1, "", before)
    moved = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, {**ALONE, "Default Address City": "Potsdam"}))
    assert moved["products"]["changed"] == 1
    assert [told(ben, "address", "locality") for ben in by_telephone.at("+49 30 901820")] == ["Potsdam"]


@pytest.mark.django_db
def test_it_is_taken_back_and_forgotten_in_time_like_everybody(tmp_path: Path) -> None:
    first = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE))
    runs.undo_by_command(first["ref"])
    assert (vault(), Taken.objects.count()) == ([], 0)
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE))
    until = Taken.objects.get().until
    assert until is not None
    with time_machine.travel(until + timedelta(days=6)):  # a week before what they are found by dies
        assert forgetting.sweep() == 1
    assert (vault(), Taken.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_whom_two_former_shops_know_is_forgotten_when_the_second_time_is_over(tmp_path: Path) -> None:
    """What the first shop noted is gone by then, and they were found by it."""
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=300)):
        second = saved(tmp_path, sheet(SHOPIFY_CUSTOMERS, {**ALONE, "Default Address City": "Potsdam"}))
        runs.by_command(second, dry_run=False, shop="Wood")
    until = Taken.objects.get(made=True).until
    assert until is not None
    with time_machine.travel(until - timedelta(days=1)):
        gate.expire(after_standstill=True)
        assert forgetting.sweep() == 0, "the control"
        assert by_telephone.at("+49 30 901820")
    with time_machine.travel(until + timedelta(days=6)):
        gate.expire(after_standstill=True)
        assert forgetting.sweep() == 1
    assert (vault(), Taken.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_of_whom_is_erased_no_digest_of_their_number_stays(tmp_path: Path) -> None:
    other = in_shopify(ADA, Email="", Phone=f"'{ADA.telephone}")
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE, other))
    (ben,) = by_telephone.at("+49 30 901820")
    gate.erase(ben, actor=gate.the_person(ben))
    forgetting.sweep()
    (left,) = Taken.objects.all()
    assert [told(each, "name", "name") for each in by_telephone.at(ADA.telephone)] == [ADA.name]
    assert left.former.startswith(by_telephone.key(ADA.telephone, "").partition("/")[0])


# -- a number that becomes another


OLD, NEW = "+49 30 901820", "+49 30 901777"


def digests(telephone: str) -> int:
    """Rows of the shop's own store that still stand for a number."""
    return Taken.objects.filter(former__startswith=by_telephone.key(telephone, "").partition("/")[0]).count()


def number_of(person: gate.PersonId) -> mine.Owned:
    return next(each for each in mine.mine(Reader((person,))).all_of_it if each.record.kind == "telephone")


def corrected_in_the_office(person: gate.PersonId, telephone: str, job: str = "privacy_officer") -> None:
    work = at_work(hired(job).pk)
    on_request.correct(person, work, "telephone", number_of(person).record.id, {"telephone": telephone})


@pytest.mark.django_db
def test_a_corrected_number_finds_them_and_the_old_one_nobody(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE))
    (ben,) = by_telephone.at(OLD)
    corrected_in_the_office(ben, NEW)
    assert (by_telephone.at(OLD), by_telephone.at(NEW)) == ((), (ben,))
    assert (digests(OLD), digests(NEW)) == (0, 1)
    correct.correct(number_of(ben), {"telephone": OLD})
    assert (by_telephone.at(OLD), by_telephone.at(NEW)) == ((ben,), ())


@pytest.mark.django_db
def test_a_correction_that_is_refused_leaves_them_found_as_they_were(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE))
    (ben,) = by_telephone.at(OLD)
    with pytest.raises(gate.Refused):
        corrected_in_the_office(ben, NEW, job="marketing")
    assert (by_telephone.at(OLD), digests(NEW)) == ((ben,), 0)


@pytest.mark.django_db
def test_a_number_that_is_taken_out_finds_nobody_and_they_are_forgotten_in_time_all_the_same(tmp_path: Path) -> None:
    """By the files of both former shops; what the first one noted is over before the second."""
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=300)):
        second = saved(tmp_path, sheet(SHOPIFY_CUSTOMERS, {**ALONE, "Default Address City": "Potsdam"}))
        runs.by_command(second, dry_run=False, shop="Wood")
    (ben,) = by_telephone.at(OLD)
    assert digests(OLD) == 2
    correct.remove(Reader((ben,)), number_of(ben).record.id)
    assert (by_telephone.at(OLD), digests(OLD), Taken.objects.count()) == ((), 0, 2)
    until = Taken.objects.get(made=True).until
    assert until is not None
    with time_machine.travel(until + timedelta(days=6)):
        gate.expire(after_standstill=True)
        assert forgetting.sweep() == 1
    assert (vault(), Taken.objects.count()) == ([], 0)


@pytest.mark.django_db
@pytest.mark.parametrize("now", ["", NEW], ids=["taken out", "another"])
def test_the_same_file_again_changes_nothing_though_the_number_became_another(tmp_path: Path, now: str) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE))
    (ben,) = by_telephone.at(OLD)
    if now:
        corrected_in_the_office(ben, now)
    else:
        correct.remove(Reader((ben,)), number_of(ben).record.id)
    before = vault()
    looked = runs.by_command(saved(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE)), dry_run=True)
    again = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE))
    assert looked["products"]["unchanged"] == again["products"]["unchanged"] == 1
    assert (again["ref"], vault(), Taken.objects.count()) == ("", before, 1)
    assert (by_telephone.at(OLD), digests(OLD), told(ben, "telephone", "telephone")) == ((), 0, now)


@pytest.mark.django_db
def test_the_same_row_from_another_former_shop_is_no_second_word_of_the_first(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE))
    (ben,) = by_telephone.at(OLD)
    second = runs.by_command(saved(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE)), dry_run=False, shop="Wood")
    assert (second["products"]["known"], by_telephone.at(OLD)) == (1, (ben,)), "the control: it has a row of its own"
    correct.remove(Reader((ben,)), number_of(ben).record.id)
    third = runs.by_command(saved(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE)), dry_run=False, shop="Wood")
    assert third["products"]["unchanged"] == 1


@pytest.mark.django_db
def test_who_is_given_somebody_elses_number_and_name_stays_somebody_else(tmp_path: Path) -> None:
    """Erased, corrected and forgotten is the one who is meant."""
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE, {**ALONE, "Phone": f"'{NEW}", "Customer ID": "7"}))
    (first,), (second,) = by_telephone.at(OLD), by_telephone.at(NEW)
    corrected_in_the_office(second, OLD)
    assert by_telephone.at(OLD) == (first, second)
    assert [forgetting.person_of(row) for row in Taken.objects.order_by("pk")] == [first, second]
    correct.correct(number_of(first), {"telephone": NEW})
    assert (by_telephone.at(OLD), by_telephone.at(NEW)) == ((second,), (first,))
    correct.correct(number_of(first), {"telephone": OLD})
    erase.erase(Reader((second,)))
    assert (by_telephone.at(OLD), digests(OLD)) == ((first,), 1)


@pytest.mark.django_db
def test_another_correction_leaves_the_number_alone(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE))
    (ben,) = by_telephone.at(OLD)
    name = next(each for each in mine.mine(Reader((ben,))).all_of_it if each.record.kind == "name")
    correct.correct(name, {"name": "Ben Prahl-Marlowe"})
    assert by_telephone.at(OLD) == (ben,)


@pytest.mark.django_db
def test_an_erasure_takes_the_digest_along_at_once_and_nobody_elses(tmp_path: Path) -> None:
    other = in_shopify(ADA, Email="", Phone=f"'{BEN.telephone}")  # the same number, under another name
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE, other))
    ben = next(each for each in by_telephone.at(OLD) if told(each, "name", "name") == BEN.name)
    erase.erase(Reader((ben,)))
    (left,) = by_telephone.at(OLD)
    assert (told(left, "name", "name"), digests(OLD)) == (ADA.name, 1)


@pytest.mark.django_db
def test_a_no_to_text_messages_binds_and_blank_is_no_yes(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, {**ALONE, "Accepts SMS Marketing": "no"}))
    (ben,) = by_telephone.at("+49 30 901820")
    standing = gate.standing(ben)
    assert standing is not None
    assert {str(line.state) for line in standing.choices.values()} == {"declined"}
    assert {channel for _purpose, channel in standing.choices} == {"text"}


@pytest.mark.django_db
def test_neither_number_nor_name_is_in_the_shops_own_store(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, ALONE))
    (row,) = Taken.objects.values()
    assert not [mark for mark in ("901820", "Prahl", "prahl") if mark in str(row)]
    assert row["former"], "the control: something is kept to find them by"


@pytest.mark.django_db
@pytest.mark.parametrize("cell", ["{0}; {1}", "{0},{1}", "Ada Marlowe <{0}> ; {1}", "mailto:{0} | {1}"])
def test_a_cell_with_two_addresses_is_one_person_with_both(tmp_path: Path, cell: str) -> None:
    both = cell.format(ADA.email, "ada.at.work@example.com")
    report = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, Email=both)))
    assert (report["products"]["new"], report["rows"]["lost"]) == (1, 0)
    assert gate.persons_at(ADA.email) == gate.persons_at("ada.at.work@example.com") != []
    assert not [each for each in report["findings"] if each["column"] == "Email"]


@pytest.mark.django_db
def test_what_else_stands_in_such_a_cell_is_named(tmp_path: Path) -> None:
    report = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, Email=f"{ADA.email}; ask her")))
    assert report["products"]["new"] == 1
    assert [each["row"] for each in report["findings"] if each["column"] == "Email"] == [2]


@pytest.mark.django_db
def test_a_shared_number_under_another_name_is_somebody_else(tmp_path: Path) -> None:
    other = in_shopify(BEN, Email="", Phone=f"'{ADA.telephone}")
    report = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA), other))
    assert report["products"]["new"] == 2
    assert said(ADA, "name", "name") == ADA.name
    assert [told(each, "name", "name") for each in by_telephone.at(ADA.telephone)] == [BEN.name]


COLUMNS = ("First Name", "Last Name", "Email 1", "Phone 1", "Email subscriber status", "SMS subscriber status")
PLACES = {name: place for place, name in enumerate(COLUMNS)}
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "Ada", "ADA", "Ben"]),
        st.just("Marlowe"),
        st.sampled_from(["", "", "ada@example.com", "Ada@example.com", "ben@example.com", "no address"]),
        st.sampled_from(["", "+16175550143", "'+16175550143", "+4930901820", "7"]),
        st.sampled_from(["", "Subscribed", "Unsubscribed", "Never subscribed"]),
        st.just(""),
    ),
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(ROWS)
def test_every_row_is_somebodys_or_named_as_lost(rows: list[tuple[str, ...]]) -> None:
    report = IntakeReport("x.csv", dry_run=True)
    table = Table(COLUMNS, tuple(Row(place, cells, PLACES) for place, cells in enumerate(rows, 2)))
    layout = contact_known.layout_of(COLUMNS)
    assert layout is not None
    found = contact_layouts.contacts(table, layout, report)
    told = sorted(row for each in found for row in each.rows)
    lost = sorted(each.row for each in report.findings if each.weight == "lost" and each.row is not None)
    assert sorted([*told, *lost]) == list(range(2, len(rows) + 2))
    assert report.unreachable == len(lost)
    for each in found:
        noes = [rows[row - 2] for row in each.rows if rows[row - 2][4] == "Unsubscribed"]
        assert (each.by_mail is Word.NO) == bool(noes)
    addresses = [email.lower() for each in found for email in each.emails]
    assert len(addresses) == len(set(addresses))
