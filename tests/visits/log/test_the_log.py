"""What is noted of a visit, who sees what of it, and that each look is entered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.gate.conftest import works_here
from tests.visits.log.conftest import came
from troth import gate, ledger
from troth.ledger.models import Entry
from troth.policy import State
from troth.vault import days
from troth.vault.models import Key, Record
from troth.visits.log import flush, note, reading

pytestmark = [pytest.mark.django_db(databases=["default", "vault"]), pytest.mark.usefixtures("known_networks")]

TODAY = datetime.now(UTC).date()
WHO = {
    "administer_site": "site_keeper",
    "order_verification": "order_desk",
    "measure_usage": "marketing",
    "troubleshoot": "site_keeper",
}


def at_work(purpose: str) -> gate.Actor:
    return works_here(700, WHO[purpose])


def seen(purpose: str, actor: gate.Actor | None = None, **asked: Any) -> list[dict[str, str]]:
    """What somebody reads on their screen."""
    shown = reading.latest(purpose, TODAY, actor or at_work(purpose), **asked)
    names = [name for name, _heading in shown.columns]
    return [
        {
            name: value.reveal() if isinstance(value, gate.Personal) else "sealed"
            for name, (_heading, value) in zip(names, row, strict=True)
            if value is not None
        }
        for row in shown.rows
    ]


def entries() -> list[dict[str, Any]]:
    import json

    return [json.loads(row.body) for row in Entry.objects.order_by("id")]


def test_the_site_keeper_sees_all_that_the_policy_names() -> None:
    note(came(page="/search/"))
    flush()
    (visit,) = seen("administer_site")
    assert visit.pop("time")[:10] == TODAY.isoformat()
    assert visit == {
        "page": "/search/",
        "answer": "200",
        "ip_address": "203.0.113.77",
        "provider": "Harbor Cable",
        "location": "US-MA",
        "browser": "Firefox 140",
        "operating_system": "Linux",
        "referrer": "search.example/find",
    }


@pytest.mark.parametrize(
    ("purpose", "columns"),
    [
        ("order_verification", {"time", "ip_address", "provider", "location"}),
        ("measure_usage", {"time", "page", "referrer", "location", "network"}),
        ("troubleshoot", {"time", "page", "answer", "browser", "operating_system", "network"}),
    ],
)
def test_each_other_purpose_sees_its_own_fields(purpose: str, columns: set[str]) -> None:
    note(came())
    flush()
    (visit,) = seen(purpose)
    assert visit.keys() == columns
    assert "sealed" not in visit.values()


@pytest.mark.parametrize("purpose", ["measure_usage", "troubleshoot"])
def test_who_needs_no_whole_address_gets_it_shortened_and_cannot_open_the_rest(purpose: str) -> None:
    note(came("203.0.113.77", said=True))
    note(came("2001:db8:7:1::9", said=True))
    flush()
    assert {visit["network"] for visit in seen(purpose)} == {"203.0.113.0/24", "2001:db8:7::/48"}
    opened = gate.look("visit", TODAY, purpose=purpose, actor=works_here(701, WHO[purpose]))
    assert all(isinstance(row["ip_address"], gate.Withheld) for row in opened.rows)


@pytest.mark.parametrize("purpose", reading.PURPOSES)
def test_a_screen_has_the_columns_that_the_policy_opens_and_no_other(purpose: str) -> None:
    granted = set(gate.policy().purposes[purpose].uses["visit"])
    assert granted - {"network"} == set(reading.PURPOSES[purpose][1]) - {"network"}


@pytest.mark.parametrize("role", ["bookkeeping", "privacy_officer", "customer_service"])
@pytest.mark.parametrize("purpose", reading.PURPOSES)
def test_other_jobs_are_refused_and_that_is_entered(purpose: str, role: str) -> None:
    note(came())
    flush()
    with pytest.raises(gate.Refused) as refused:
        reading.latest(purpose, TODAY, works_here(702, role))
    assert refused.value.clause
    last = entries()[-1]
    assert (last["decision"], last["purpose"], last["kind"]) == ("refused", purpose, "visit")
    assert role in last["actor_words"]


def test_customer_service_says_why_and_then_may_find_a_fault() -> None:
    note(came())
    flush()
    sam = works_here(703, "customer_service")
    assert reading.may_look(sam) == ("troubleshoot",)
    (visit,) = seen("troubleshoot", sam, reason="A customer says that the basket stays empty.")
    assert visit["network"] == "203.0.113.0/24"
    assert entries()[-1]["decision"] == "allowed"


def test_a_batch_is_one_entry_and_so_is_a_look_and_neither_holds_a_value() -> None:
    for number in range(40):
        note(came(f"203.0.113.{number}"))
    before = len(entries())
    assert flush() == 40
    (batch,) = entries()[before:]
    assert (batch["verb"], batch["kind"], batch["purpose"], batch["source"]) == (
        "collect",
        "visit",
        "administer_site",
        "visit",
    )
    assert "visit.ip_address" in batch["fields"]
    ines = at_work("administer_site")
    before = len(entries())
    assert len(seen("administer_site", ines)) == 40
    (look,) = entries()[before:]
    assert (look["verb"], look["purpose"], look["actor_words"]) == ("use", "administer_site", "site_keeper")
    assert "203.0.113" not in str(entries())


def test_visits_belong_to_nobody() -> None:
    """No row leads from a visit to a person, to an order or to another visit but the day's key."""
    note(came())
    flush()
    (record,) = Record.objects.filter(kind="visit")
    assert record.party is None
    assert record.key.person is None
    assert (record.collected_at.minute, record.collected_at.second) == (0, 0)
    with pytest.raises(gate.NotDeclared):
        gate.collect(None, {"visit": {"page": "/"}}, purpose="administer_site", source="visit")
    with pytest.raises(gate.NotDeclared):
        gate.note(
            "name",
            [gate.Noted(datetime.now(UTC), {"name": "Ada"})],
            purpose="account",
            source="visit",
            actor=at_work("troubleshoot"),
        )


def test_two_processes_share_the_days_key() -> None:
    for page in ("/", "/search/"):
        note(came(page=page))
        flush()
    assert Key.objects.filter(retention="visit").count() == 1
    assert len(seen("administer_site")) == 2


def test_the_newest_come_first_and_a_kind_of_page_can_be_asked_for() -> None:
    now = datetime.now(UTC).replace(hour=12, minute=0)
    for minute, page in enumerate(("/products/tube/", "/search/", "/products/flask/", "/checkout/")):
        note(came(at=(now + timedelta(minutes=minute)).timestamp(), page=page))
    flush()
    ines = at_work("administer_site")
    assert [visit["page"] for visit in seen("administer_site", ines)] == [
        "/checkout/",
        "/products/flask/",
        "/search/",
        "/products/tube/",
    ]
    assert [visit["page"] for visit in seen("administer_site", ines, page="products")] == [
        "/products/flask/",
        "/products/tube/",
    ]


def test_who_may_not_see_a_field_cannot_ask_by_it() -> None:
    note(came("203.0.113.77"))
    flush()
    mia = at_work("measure_usage")
    asked = {"purpose": "measure_usage", "actor": mia}
    assert gate.look("visit", TODAY, beginning={"page": "/products"}, **asked).rows
    assert not gate.look("visit", TODAY, beginning={"ip_address": "203.0.113.77"}, **asked).rows


@pytest.mark.parametrize(
    ("address", "allows", "said", "shown"),
    [
        ("203.0.113.77", True, False, True),  # Boston: unless declined
        ("203.0.113.77", False, False, False),
        ("198.51.100.9", True, True, True),  # Berlin: after a yes
        ("198.51.100.9", True, False, False),
        ("198.51.100.9", False, False, False),
        ("192.0.2.200", True, False, False),  # a relay: nobody knows where
        ("8.8.8.8", True, False, False),  # nobody knows where: as where the rules are strictest
    ],
)
def test_marketing_reads_only_of_visitors_who_let_it(address: str, allows: bool, said: bool, shown: bool) -> None:
    note(came(address, allows=allows, said=said))
    flush()
    looked = reading.latest("measure_usage", TODAY, at_work("measure_usage"))
    assert (bool(looked.rows), looked.kept_back) == (shown, 0 if shown else 1)
    assert reading.latest("administer_site", TODAY, works_here(704, "site_keeper")).kept_back == 0


def test_what_was_said_counts_also_where_the_room_forgets_to_ask() -> None:
    """The word is sealed with the visit, and asked by the gate."""
    said = {"measure_usage": State.OBJECTED}
    noted = gate.Noted(datetime.now(UTC), {"page": "/", "time": "2026"}, "US", said)
    gate.note("visit", [noted], purpose="administer_site", source="visit", actor=gate.system("administer_site"))
    assert gate.look("visit", TODAY, purpose="measure_usage", actor=gate.system("measure_usage")).kept_back == 1


def test_only_the_shop_itself_notes_and_only_for_looking_after_the_site() -> None:
    noted = [gate.Noted(datetime.now(UTC), {"page": "/", "time": "2026"})]
    by_hand = {"source": "visit", "actor": at_work("administer_site"), "purpose": "administer_site"}
    assert gate.note("visit", noted, **by_hand) == 0
    assert entries()[-1]["decision"] == "refused"
    for_others = {"source": "visit", "actor": gate.system("troubleshoot"), "purpose": "troubleshoot"}
    assert gate.note("visit", noted, **for_others) == 0
    assert not Record.objects.filter(kind="visit").exists()


def test_the_days_that_can_be_looked_at_are_those_there_is_a_key_of() -> None:
    offered = reading.days()
    assert offered[0] == TODAY
    assert len(offered) == 31
    note(came())
    flush()
    key = Key.objects.get(id=days.key_id("visit", days.named(TODAY)))
    assert key.keep_until is not None
    assert key.keep_until.date() == TODAY + timedelta(days=31)
    assert ledger.verify().sound
