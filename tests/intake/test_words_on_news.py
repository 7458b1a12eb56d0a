"""What was said in the earlier shop about news: a no binds, silence stays silence, a yes counts where a file is proof."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.cast import ADA, BEN, CHIARA, Customer
from tests.gate.conftest import joins
from tests.intake.exports import (
    SHOPIFY_CUSTOMERS,
    SHOPIFY_ORDERS,
    WIX_CONTACTS,
    bring,
    in_shopify,
    in_wix,
    ordered_at_shopify,
    saved,
    sheet,
)
from tests.intake.looks import may_write, noted, person, word
from troth import gate
from troth.intake import runs, taking_orders
from troth.intake.contact import Word
from troth.intake.contact_cells import agreed
from troth.intake.contact_layouts import _wix_word
from troth.intake.marks import mark
from troth.intake.past_order import PastOrder, Sums
from troth.orders.models import Order
from troth.orders.states import Status
from troth.policy import State
from troth.vault.models import Choice

pytestmark = pytest.mark.django_db
STATUS = "Email subscriber status"


def wix(place: Path, customer: Customer, status: str, **cells: str) -> dict:
    return bring(place, sheet(WIX_CONTACTS, in_wix(customer, **{STATUS: status}, **cells)))


def test_an_unsubscribed_person_gets_no_news_survey_or_update_by_mail(tmp_path: Path) -> None:
    report = wix(tmp_path, ADA, "Unsubscribed")

    assert report["news"]["declined"] == 1
    declinable = {each.name for each in gate.policy().purposes.values() if each.choice and "email" in each.channels}
    assert {name for name in declinable if not may_write(ADA, name)} == declinable
    assert word(ADA) == "declined"
    assert gate.standing(person(ADA)).choices["newsletter", "email"].source == "import"


def test_a_no_wins_over_a_yes_said_here(tmp_path: Path) -> None:
    account = joins(ADA)
    gate.choose(account, "newsletter", "email", State.GRANTED, actor=gate.the_person(account), source="preferences")
    gate.bind_account(account, 1)

    wix(tmp_path, ADA, "Unsubscribed")

    assert not gate.may_reach(account, "newsletter", "email").allowed


def test_a_no_wins_over_a_yes_in_another_row_whichever_comes_first(tmp_path: Path) -> None:
    yes, no = ({STATUS: status} for status in ("Subscribed", "Unsubscribed"))
    bring(tmp_path, sheet(WIX_CONTACTS, in_wix(ADA, **yes), in_wix(ADA, **no), in_wix(BEN, **no), in_wix(BEN, **yes)))
    assert (word(ADA), word(BEN)) == ("declined", "declined")


def test_a_later_yes_in_a_file_does_not_take_a_no_back(tmp_path: Path) -> None:
    wix(tmp_path, ADA, "Unsubscribed")
    wix(tmp_path, ADA, "Subscribed", Source="Pop-up")
    assert word(ADA) == "declined"


def skipped(report: dict) -> list[tuple[int, str]]:
    """Rows whose word on news was left aside, and how the reason begins."""
    found = [each for each in report["findings"] if "yes here stays" in each["words"] or "no already" in each["words"]]
    assert not [each for each in found for mark in (ADA.email, ADA.name) if mark in each["words"]]
    return [(each["row"], each["words"].partition(".")[0]) for each in found]


def test_a_yes_that_a_no_outweighs_stands_in_the_report_by_its_row_also_in_a_trial_run(tmp_path: Path) -> None:
    """The no stood beside an order; the list of customers comes later."""
    bring(tmp_path, sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA, "#1001", **{"Accepts Marketing": "no"})))
    yes = sheet(SHOPIFY_CUSTOMERS, in_shopify(BEN), in_shopify(ADA, **{"Accepts Email Marketing": "yes"}))
    looked = runs.by_command(saved(tmp_path, yes), dry_run=True)
    report = bring(tmp_path, yes)
    assert skipped(looked) == skipped(report) == [(3, "A yes to news")]
    assert looked["news"] == report["news"]
    assert (word(ADA), skipped(bring(tmp_path, yes))) == ("declined", [])


def test_an_unclear_no_that_a_yes_outweighs_stands_there_too(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, **{"Accepts Email Marketing": "yes"})))
    report = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, **{"Accepts Email Marketing": "no"})))
    assert skipped(report) == [(2, "A no to news that may also mean “never asked”")]
    assert (word(ADA), may_write(ADA)) == ("granted", True)


def test_a_yes_to_what_was_agreed_already_is_nothing_to_report(tmp_path: Path) -> None:
    for source in ("Form", "Pop-up"):
        report = wix(tmp_path, ADA, "Subscribed", Source=source)
    assert (report["products"]["changed"], skipped(report), word(ADA)) == (1, [], "granted")


def test_subscribed_is_a_yes_where_the_law_lets_news_go_until_a_no(tmp_path: Path) -> None:
    report = wix(tmp_path, ADA, "Subscribed")
    assert report["news"]["granted"] == 1
    assert word(ADA) == "granted"


@pytest.mark.parametrize("customer", [BEN, CHIARA], ids=["Germany", "United Kingdom"])
def test_where_the_law_wants_a_yes_first_a_file_is_no_proof_and_they_are_asked_again(
    tmp_path: Path, customer: Customer
) -> None:
    report = wix(tmp_path, customer, "Subscribed")

    assert report["news"] == {"granted": 0, "declined": 0, "ask again": 1}
    assert word(customer) is None
    assert not may_write(customer)
    assert noted(customer)["news_by_mail"] == "subscribed"


def test_without_a_country_the_strictest_rules_hold(tmp_path: Path) -> None:
    nowhere = {name: "" for name in WIX_CONTACTS if name.startswith("Address")}
    report = wix(tmp_path, ADA, "Subscribed", **nowhere)
    assert report["news"]["ask again"] == 1
    assert not may_write(ADA)


@pytest.mark.parametrize("status", ["Never subscribed", "", "never  subscribed"])
def test_never_subscribed_and_blank_say_nothing(tmp_path: Path, status: str) -> None:
    bring(tmp_path, sheet(WIX_CONTACTS, in_wix(ADA, **{STATUS: status}), in_wix(BEN, **{STATUS: status})))
    assert not Choice.objects.exists()
    assert not may_write(BEN)


def test_shopifys_no_may_be_an_unsubscription_so_it_counts_as_a_no(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, **{"Accepts Email Marketing": "no"})))
    assert not may_write(ADA)


def test_shopifys_no_does_not_take_back_what_was_said_here(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA)))
    ada = person(ADA)
    gate.choose(ada, "newsletter", "email", State.GRANTED, actor=gate.the_person(ada), source="preferences")

    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, **{"Accepts Email Marketing": "no"})))

    assert word(ADA) == "granted"


def test_a_no_by_text_message_says_nothing_about_mail(tmp_path: Path) -> None:
    wix(tmp_path, ADA, "", **{"SMS subscriber status": "Unsubscribed"})
    assert word(ADA, "special_offers", "text") == "declined"
    assert word(ADA) is None


@given(st.text(max_size=30))
@example("SUBSCRIBED ")
@example("un-subscribed")
@example("not subscribed")
def test_no_cell_but_subscribed_is_ever_a_yes(cell: str) -> None:
    said = " ".join(cell.casefold().split())
    assert (_wix_word(cell) is Word.YES) == (said == "subscribed")
    assert (agreed(cell) is Word.YES) == (cell.casefold() in ("yes", "true"))


WORDS = st.sampled_from(["Subscribed", "Unsubscribed", "Never subscribed", "", "yes", "1", "true"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.sampled_from([ADA, BEN, CHIARA]), WORDS), min_size=1, max_size=6))
def test_a_grant_always_has_a_yes_behind_it_no_no_beside_it_and_a_law_that_takes_it(
    rows: list[tuple[Customer, str]],
) -> None:
    from django.db import transaction

    with TemporaryDirectory() as place:
        bring(Path(place), sheet(WIX_CONTACTS, *(in_wix(customer, **{STATUS: said}) for customer, said in rows)))
    for customer in {customer for customer, _ in rows}:
        theirs = {said for each, said in rows if each is customer}
        granted = word(customer) == "granted"
        assert granted == ("Subscribed" in theirs and "Unsubscribed" not in theirs and customer is ADA)
        assert (word(customer) == "declined") == ("Unsubscribed" in theirs)
        gate.erase(person(customer), actor=gate.system("rights_request"))
    assert transaction.get_connection("vault").in_atomic_block


# -- what stands beside an order


def ordered(place: Path, customer: Customer, agreed: str, number: str = "#1001") -> dict:
    return bring(place, sheet(SHOPIFY_ORDERS, *ordered_at_shopify(customer, number, **{"Accepts Marketing": agreed})))


def test_a_no_beside_an_order_binds_though_no_list_of_customers_came(tmp_path: Path) -> None:
    report = ordered(tmp_path, ADA, "no")
    assert report["news"]["declined"] == 1
    assert not any(may_write(ADA, each) for each in ("newsletter", "special_offers", "new_products"))
    assert gate.standing(person(ADA)).choices["newsletter", "email"].source == "import"


def test_a_yes_beside_an_order_is_as_old_as_the_order_and_makes_nothing(tmp_path: Path) -> None:
    report = ordered(tmp_path, ADA, "yes")
    assert not Choice.objects.exists()
    assert [each["column"] for each in report["findings"] if "yes to news" in each["words"]] == ["Accepts Marketing"]


def test_a_no_beside_an_order_says_nothing_against_a_yes_said_here_or_in_the_list(tmp_path: Path) -> None:
    account = joins(ADA)
    gate.choose(account, "newsletter", "email", State.GRANTED, actor=gate.the_person(account), source="preferences")
    gate.bind_account(account, 1)
    ordered(tmp_path, ADA, "no")
    assert gate.may_reach(account, "newsletter", "email").allowed


def test_a_no_binds_beside_an_order_that_was_worked_on_here_or_is_too_old(tmp_path: Path) -> None:
    ordered(tmp_path, ADA, "")
    Order.objects.update(status=Status.PACKED)
    assert ordered(tmp_path, ADA, "no")["products"]["unchanged"] == 1
    assert Order.objects.get().status == Status.PACKED
    assert not may_write(ADA, "newsletter")
    ordered(tmp_path, BEN, "", "#1002")
    cells = ordered_at_shopify(BEN, "#7", **{"Accepts Marketing": "no", "Created at": "1999-03-02 10:00:00 +0100"})
    assert bring(tmp_path, sheet(SHOPIFY_ORDERS, *cells))["products"]["expired"] == 1
    assert gate.standing(person(BEN)).choices["newsletter", "email"].state is State.DECLINED


def test_a_trial_run_of_orders_counts_the_noes_and_writes_none(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA, **{"Accepts Marketing": "no"})))
    assert runs.by_command(path, dry_run=True)["news"]["declined"] == 1
    assert not Choice.objects.exists()


def test_an_order_without_a_word_is_marked_as_before_orders_had_any() -> None:
    """Or every order of an earlier file would seem changed."""
    past = PastOrder(
        (2,), "a", "1", datetime(2026, 3, 2, tzinfo=UTC), Status.PAID, "USD", Sums(0, 0, 0, 0, 0, 0, 0, True), ()
    )
    before = asdict(past)
    del before["by_mail"]
    assert taking_orders._mark(past) == mark(before)
    assert taking_orders._mark(replace(past, by_mail=Word.UNCLEAR_NO)) != mark(before)
