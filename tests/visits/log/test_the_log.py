"""What is noted of a visit, who sees what of it, and that each look is entered."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
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
YESTERDAY = TODAY - timedelta(days=1)
NOON = datetime.combine(YESTERDAY, time(12, 20, 7), tzinfo=UTC).timestamp()  # its hour is over: marketing may see it
WHO = {
    "administer_site": "site_keeper",
    "measure_usage": "marketing",
    "troubleshoot": "site_keeper",
}


def at_work(purpose: str) -> gate.Actor:
    return works_here(700, WHO[purpose])


def seen(purpose: str, actor: gate.Actor | None = None, day: date = TODAY, **asked: Any) -> list[dict[str, str]]:
    """What somebody reads on their screen."""
    return read(reading.latest(purpose, day, actor or at_work(purpose), **asked))


def read(shown: reading.Visits) -> list[dict[str, str]]:
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
        ("measure_usage", {"hour", "page", "referrer", "location", "network"}),
        ("troubleshoot", {"time", "page", "answer", "browser", "operating_system", "network"}),
    ],
)
def test_each_other_purpose_sees_its_own_fields(purpose: str, columns: set[str]) -> None:
    note(came(at=NOON))
    flush()
    (visit,) = seen(purpose, day=YESTERDAY)
    assert visit.keys() == columns
    assert "sealed" not in visit.values()


@pytest.mark.parametrize("purpose", ["measure_usage", "troubleshoot"])
def test_who_needs_no_whole_address_gets_it_shortened_and_cannot_open_the_rest(purpose: str) -> None:
    note(came("203.0.113.77", at=NOON, said=True))
    note(came("2001:db8:7:1::9", at=NOON, said=True))
    flush()
    shown = seen(purpose, day=YESTERDAY)
    assert {visit["network"] for visit in shown} == {"203.0.113.0/24", "2001:db8:7::/48"}
    opened = gate.look("visit", YESTERDAY, purpose=purpose, actor=works_here(701, WHO[purpose]))
    assert all(isinstance(row["ip_address"], gate.Withheld) for row in opened.rows)


@pytest.mark.parametrize("purpose", reading.COLUMNS)
def test_a_screen_has_the_columns_that_the_policy_opens_and_no_other(purpose: str) -> None:
    granted, shown = set(gate.policy().purposes[purpose].uses["visit"]), set(reading.COLUMNS[purpose])
    whole = {"network": "ip_address", "hour": "time"}  # beside the whole of it, the shortened says nothing more
    assert granted - {short for short, long in whole.items() if long in granted} == shown


def test_marketing_learns_the_hour_and_neither_the_minute_nor_the_order_within_it() -> None:
    pages = [f"/products/tube-{number}/" for number in range(20)]
    for number, page in enumerate(pages):
        note(came(at=NOON + 60 * number, page=page))
    flush()
    mia, ines = works_here(700, "marketing"), works_here(701, "site_keeper")
    shown = seen("measure_usage", mia, YESTERDAY)
    assert {visit["hour"] for visit in shown} == {f"{YESTERDAY}T12:00:00+00:00"}
    assert not any(f"12:{minute}" in str(visit) for visit in shown for minute in range(20, 40))
    assert sorted(visit["page"] for visit in shown) == sorted(pages)
    drawn = [visit["page"] for visit in seen("measure_usage", mia, YESTERDAY)]
    assert drawn not in (pages, pages[::-1])
    assert drawn == [visit["page"] for visit in shown], "or pages of it could not be turned"
    opened = gate.look("visit", YESTERDAY, purpose="measure_usage", actor=mia)
    assert all(isinstance(row["time"], gate.Withheld) for row in opened.rows)
    kept = [visit["page"] for visit in seen("administer_site", ines, YESTERDAY)]
    assert kept == pages[::-1]


def test_the_hour_that_is_not_over_is_not_opened_to_whoever_is_told_hours() -> None:
    """Whoever watched it fill would know when each of its visits came."""
    note(came(said=True))
    flush()
    assert seen("measure_usage", works_here(700, "marketing")) == []
    assert len(seen("troubleshoot", works_here(701, "site_keeper"))) == 1


def test_nobody_reads_the_log_to_check_orders() -> None:
    desk = works_here(705, "order_desk")
    assert reading.may_look(desk) == ()
    with pytest.raises(LookupError):
        reading.latest("order_verification", TODAY, desk)


def test_who_checks_an_order_sees_what_came_from_its_address_and_no_other() -> None:
    for address in ("203.0.113.77", "203.0.113.7", "198.51.100.9"):
        note(came(address))
    flush()
    (visit,) = read(reading.from_there("203.0.113.7", TODAY, works_here(705, "order_desk")))
    assert visit.pop("time")[:10] == TODAY.isoformat()
    assert visit == {"ip_address": "203.0.113.7", "provider": "Harbor Cable", "location": "US-MA"}
    with pytest.raises(gate.Refused):
        reading.from_there("203.0.113.7", TODAY, at_work("measure_usage"))


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
    note(came("203.0.113.77", at=NOON))
    flush()
    mia = at_work("measure_usage")
    asked = {"purpose": "measure_usage", "actor": mia}
    assert gate.look("visit", YESTERDAY, beginning={"page": "/products"}, **asked).rows
    assert gate.look("visit", YESTERDAY, exactly={"page": "/products/tube/"}, **asked).rows
    for name, value in (("ip_address", "203.0.113.77"), ("time", datetime.fromtimestamp(NOON, UTC).isoformat())):
        assert not gate.look("visit", YESTERDAY, beginning={name: value}, **asked).rows
        assert not gate.look("visit", YESTERDAY, exactly={name: value}, **asked).rows


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
    note(came(address, at=NOON, allows=allows, said=said))
    flush()
    looked = reading.latest("measure_usage", YESTERDAY, at_work("measure_usage"))
    assert (bool(looked.rows), looked.kept_back) == (shown, 0 if shown else 1)
    assert reading.latest("administer_site", YESTERDAY, works_here(704, "site_keeper")).kept_back == 0


def test_what_was_said_counts_also_where_the_room_forgets_to_ask() -> None:
    """The word is sealed with the visit, and asked by the gate."""
    said = {"measure_usage": State.OBJECTED}
    noted = gate.Noted(datetime.fromtimestamp(NOON, UTC), {"page": "/", "time": "2026"}, "US", said)
    gate.note("visit", [noted], purpose="administer_site", source="visit", actor=gate.system("administer_site"))
    assert gate.look("visit", YESTERDAY, purpose="measure_usage", actor=gate.system("measure_usage")).kept_back == 1


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
