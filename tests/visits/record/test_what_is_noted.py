"""What signed-in people look at is noted where the rules and their word allow it, and nowhere else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from tests.cast import ADA, BEN
from tests.visits.record.conftest import EVERYTHING, Browser
from troth import gate
from troth.catalog.models import Product
from troth.policy import Refused
from troth.vault.models import Key, Record
from troth.visits import record
from troth.visits.banners import tally
from troth.visits.models import ProductDay
from troth.visits.record import again

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def total() -> int:
    tally.flush()
    return ProductDay.objects.aggregate(all=Sum("views"))["all"] or 0


def refusals(of: Browser) -> list[gate.Line]:
    lines = gate.timeline(of.person, actor=gate.the_person(of.person))
    return [line for line in lines if line.purpose == "browsing_record" and line.decision == "refused"]


def test_an_americans_looks_are_noted_until_she_declines(ada: Browser, flask: Product, ring: Product) -> None:
    ada.opens(flask)
    assert ada.noted() == ["erlenmeyer-flask"]

    ada.says("browsing_record", gate.State.OBJECTED)
    ada.opens(ring)
    assert ada.noted() == ["erlenmeyer-flask"]
    assert total() == 2


def test_a_germans_are_only_counted_until_he_says_yes(flask: Product, ring: Product) -> None:
    ben = Browser(BEN)
    ben.opens(flask)
    assert not Record.objects.filter(kind="viewed").exists()
    assert total() == 1

    ben.says("browsing_record", gate.State.GRANTED)
    ben.opens(ring)
    assert ben.noted() == ["cork-ring"]


def test_where_nothing_may_be_noted_the_log_is_not_filled_with_refusals(flask: Product) -> None:
    ben = Browser(BEN)
    ben.opens(flask)
    assert refusals(ben) == []


def test_a_gate_that_refuses_leaves_the_page_whole_and_nothing_kept(
    ada: Browser, flask: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_told: object) -> None:
        raise gate.Refused.by(Refused("2c.record", "declined", "No."))

    monkeypatch.setattr(gate, "collect", refuse)
    page = ada.opens(flask)
    assert "<h1>Erlenmeyer flask</h1>" in page
    assert [picture.status_code for picture in ada.pictures] == [200]
    monkeypatch.undo()
    assert ada.noted() == []


def test_the_gate_decides_even_where_the_browser_allows_everything(flask: Product) -> None:
    ben = Browser(BEN)
    assert not record.note(ben.user.pk, flask.slug, browser=EVERYTHING)
    assert not Record.objects.filter(kind="viewed").exists()


def test_a_browser_that_sends_the_privacy_signal_is_only_counted(flask: Product, ring: Product) -> None:
    ada = Browser(ADA, **{"sec-gpc": "1"})
    ada.opens(flask)
    ada.opens(ring)
    assert ada.noted() == []
    assert total() == 2


def test_stopping_processing_stops_it(ada: Browser, flask: Product) -> None:
    gate.restrict(ada.person, actor=gate.the_person(ada.person))
    ada.opens(flask)
    assert not Record.objects.filter(kind="viewed").exists()


def test_a_visitor_without_an_account_is_counted_and_nothing_else(flask: Product) -> None:
    before = Record.objects.count(), Key.objects.count()
    visitor = Browser()
    visitor.opens(flask)
    assert total() == 1
    assert (Record.objects.count(), Key.objects.count()) == before
    assert visitor.client.cookies == {}


def test_the_picture_sets_no_cookie_and_is_kept_by_nobody(ada: Browser, flask: Product) -> None:
    for who in (ada, Browser()):
        who.opens(flask)
        [picture] = who.pictures
        assert not picture.cookies
        assert picture["Cache-Control"] == "no-store"
        assert picture["Content-Type"] == "image/gif"
        assert picture.content.startswith(b"GIF89a")


def test_a_reload_is_no_second_look_but_tomorrow_is(
    ada: Browser, flask: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.opens(flask)
    ada.opens(flask)
    assert ada.noted() == ["erlenmeyer-flask"]
    later = again.time.monotonic() + again.SECONDS + 1
    monkeypatch.setattr(again.time, "monotonic", lambda: later)
    ada.opens(flask)
    assert ada.noted() == ["erlenmeyer-flask"] * 2


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch;prerender"},
        {"sec-fetch-site": "cross-site"},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
    ],
    ids=["fetched in advance", "on another site", "a crawler"],
)
def test_what_nobody_looks_at_is_neither_noted_nor_counted(flask: Product, headers: dict[str, str]) -> None:
    ada = Browser(ADA, **headers)
    ada.opens(flask)
    assert ada.noted() == []
    assert total() == 0


def test_a_picture_of_no_product_notes_and_counts_nothing(ada: Browser) -> None:
    assert ada.client.get("/seen/product/ada-marlowe-at-example-com.gif").status_code == 200
    assert ada.noted() == []
    assert total() == 0


def test_a_product_page_asks_nothing_more_of_the_vault_for_a_visitor(
    flask: Product, django_assert_num_queries: object
) -> None:
    visitor = Browser()
    with django_assert_num_queries(0, using="vault"):  # type: ignore[operator]
        visitor.opens(flask)


def test_its_time_runs_out_by_the_key(ada: Browser, flask: Product) -> None:
    ada.opens(flask)
    assert gate.expire(after_standstill=True, now=timezone.now() + timedelta(days=50)) == 0
    gate.expire(after_standstill=True, now=timezone.now() + timedelta(days=125))
    assert not Record.objects.filter(kind="viewed").exists()
    assert gate.standing(ada.person) is not None


def test_no_product_stands_in_clear_in_the_vault(ada: Browser, flask: Product) -> None:
    ada.opens(flask)
    [row] = Record.objects.filter(kind="viewed")
    assert b"flask" not in bytes(row.sealed)
