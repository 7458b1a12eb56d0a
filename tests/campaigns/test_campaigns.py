"""Partners tell what campaigns did, as sums of a day; orders are counted here, and nobody is in any of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.cast import ADA
from tests.office.conftest import Comes
from tests.office.conftest import comes as comes
from tests.orders.buying import bought, tube
from troth import gate
from troth.campaigns import figures, hearing
from troth.campaigns.models import CampaignDay
from troth.catalog.models import Variant
from troth.orders.models import Voucher, VoucherUse
from troth.orders.reports.span import last_days
from troth.recipients import signature
from troth.recipients.inbound import HEADER, LARGEST, Door, tally

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SECRET = "a secret of a partner and long enough"
DOOR = "/partners/campaigns/partner/"


@pytest.fixture(autouse=True)
def _partner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
    here = replace(settings.TROTH, campaign_partner="Billboards", campaign_secrets=(SECRET,))
    monkeypatch.setattr(settings, "TROTH", here)


def message(**changes: Any) -> bytes:
    told = {
        "id": "c-1",
        "campaign": "spring-lab",
        "day": timezone.localdate().isoformat(),
        "shown": 1200,
        "clicked": 31,
        "cost": "12.50",
        "currency": "USD",
        "voucher": "SPRING10",
        **changes,
    }
    return json.dumps({name: value for name, value in told.items() if value is not None}).encode()


def knock(body: bytes, mark: str | None = None, path: str = DOOR) -> int:
    mark = signature.sign(body, SECRET.encode()) if mark is None else mark
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    return client.post(path, body, content_type="application/json", headers={HEADER: mark}).status_code


def read() -> tuple[figures.Did, ...]:
    return figures.days(last_days(30), "USD", gate.system("measure_campaigns"))


def orders_with(code: str, many: int, goods: Variant) -> None:
    """And one whose voucher was given back."""
    voucher = Voucher.objects.create(code=code, value=10_000)
    for back in (timezone.now(), *[None] * many):
        VoucherUse.objects.create(voucher=voucher, order=bought(ADA, (goods, 1)), given_back_at=back)


def by_campaign() -> dict[str, int | None]:
    return {each.name: each.orders for each in figures.by_campaign(read(), last_days(30))}


def test_a_day_of_a_campaign_is_told_and_its_orders_are_counted_here() -> None:
    assert knock(message()) == 200
    orders_with("SPRING10", 5, tube())
    (day,) = read()
    assert (day.shown, day.clicked, day.cost) == (1200, 31, 1250)
    assert by_campaign() == {"spring-lab": 5}


def test_orders_of_a_few_are_not_told() -> None:
    """One order with a voucher that was sent to somebody is theirs. Neither is a sum that they could be reckoned from."""
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    knock(message())
    knock(message(id="c-2", campaign="autumn-lab", voucher="AUTUMN"))
    knock(message(id="c-3", campaign="both-lab"))
    knock(message(id="c-4", campaign="both-lab", voucher="AUTUMN", day=yesterday))
    knock(message(id="c-5", campaign="none-lab", voucher=""))
    goods = tube()
    orders_with("SPRING10", 5, goods)
    orders_with("AUTUMN", 1, goods)
    assert by_campaign() == {"spring-lab": 5, "autumn-lab": None, "both-lab": None, "none-lab": 0}


def test_a_later_word_about_the_same_day_takes_the_place_of_the_earlier() -> None:
    knock(message())
    knock(message(id="c-2", clicked=33))
    assert [day.clicked for day in read()] == [33]


def test_days_of_one_campaign_are_added_up() -> None:
    knock(message())
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    knock(message(id="c-2", day=yesterday, clicked=9))
    knock(message(id="c-3", campaign="autumn-lab", cost="99"))
    assert [(each.name, each.clicked, each.cost) for each in figures.by_campaign(read(), last_days(30))] == [
        ("autumn-lab", 31, 9900),
        ("spring-lab", 40, 2500),
    ]


def test_a_word_played_again_is_heard_once() -> None:
    body = message()
    mark = signature.sign(body, SECRET.encode())
    assert {knock(body, mark), knock(body, mark)} == {200}
    assert tally.tallies(Door.CAMPAIGNS) == (("Billboards", 1, 0),)


def test_a_forged_or_late_word_is_refused() -> None:
    body = message()
    marks = ("", signature.sign(body, b"another"), signature.sign(body, SECRET.encode(), at=1_000_000_000))
    assert {knock(body, mark) for mark in marks} == {400}
    assert knock(message(more="x" * LARGEST)) == 413
    assert CampaignDay.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"campaign": "click-ada.marlowe@example.com"},
        {"campaign": "spring-4711000815"},
        {"campaign": "Spring"},
        {"campaign": "x" * 41},
        {"campaign": None},
        {"day": "2019-01-01"},
        {"day": "2026-13-40"},
        {"day": "tomorrow"},
        {"day": (timezone.localdate() + timedelta(days=3)).isoformat()},
        {"shown": -1},
        {"shown": True},
        {"shown": "12"},
        {"shown": 1.5},
        {"clicked": 10**11},
        {"cost": 12.5},
        {"cost": "-1"},
        {"cost": "1e9"},
        {"cost": "1.234"},
        {"cost": "1.5", "currency": "JPY"},
        {"currency": "XYZ"},
        {"currency": "usd"},
        {"voucher": "no such words"},
        {"id": None},
    ],
    ids=str,
)
def test_what_makes_no_sense_or_has_room_for_somebody_is_refused(wrong: dict[str, Any]) -> None:
    assert knock(message(**wrong)) == 400
    assert (CampaignDay.objects.count(), tally.tallies(Door.CAMPAIGNS)) == (0, ())


def test_a_day_has_room_for_so_many_campaigns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name for each person who clicked would be a list of people."""
    monkeypatch.setattr(hearing, "MOST_A_DAY", 2)
    assert [knock(message(id=f"c-{name}", campaign=f"lab-{name}")) for name in "abc"] == [200, 200, 400]
    assert knock(message(id="c-more", campaign="lab-a", clicked=1)) == 200, "one that is there may be put right"
    assert tally.tallies(Door.CAMPAIGNS) == (("Billboards", 3, 0),)


def test_what_nobody_asked_for_is_thrown_away_and_counted() -> None:
    knock(message(seen_by=["ada@example.com"], click_ids=["x"]))
    assert tally.tallies(Door.CAMPAIGNS) == (("Billboards", 1, 2),)
    assert "ada@example.com" not in str([*CampaignDay.objects.values()])


def test_what_is_older_than_figures_are_kept_goes() -> None:
    knock(message())
    CampaignDay.objects.update(day=timezone.localdate() - timedelta(days=figures.KEPT + 1))
    knock(message(id="c-2"))
    assert figures.forget() == 1
    assert CampaignDay.objects.count() == 1


# On the screen


def test_marketing_practises_and_sees_a_plot_and_its_table(comes: Comes) -> None:
    browser = comes("marketing")
    assert "No partner has told of a campaign" in browser.get("/office/campaigns/").content.decode()
    told = {"campaign": "spring-lab", "day": timezone.localdate().isoformat(), "shown": "1200", "clicked": "31"}
    answer = browser.post("/office/campaigns/practise/", {**told, "cost": "12.50", "currency": "USD"}, follow=True)
    page = answer.content.decode()
    assert "<svg" in page
    assert "spring-lab" in page
    assert "$12.50" in page
    assert "One thing it said beside was thrown away unread" in page


@pytest.mark.parametrize(
    "who", ["order_desk", "customer_service", "bookkeeping", "privacy_officer", "no job", "superuser"]
)
def test_it_is_nobody_elses_job(comes: Comes, who: str) -> None:
    browser = comes(who)
    assert browser.get("/office/campaigns/").status_code == 403
    told = {"campaign": "x-y", "day": timezone.localdate().isoformat(), "shown": "1", "clicked": "1"}
    answer = browser.post("/office/campaigns/practise/", {**told, "cost": "1", "currency": "USD"})
    assert answer.status_code == 403
    assert CampaignDay.objects.count() == 0


def test_the_privacy_officer_sees_what_was_thrown_away_at_every_door(comes: Comes) -> None:
    knock(message(seen_by=["ada@example.com"]))
    page = comes("privacy_officer").get("/office/browsers/").content.decode()
    assert "Thrown away at the doors" in page
    assert "Billboards" in page
