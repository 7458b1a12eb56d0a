"""Files for partners, made in the office; and the page on which everybody reads what was given."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.catalog.goods import product, variant
from tests.office.conftest import Comes
from troth.visits.models import Allowance, Cell, Count, Handout
from troth.visits.models.counting import What
from troth.visits.partners import A_MONTH, noise

pytestmark = pytest.mark.django_db
HERE = "/office/partners/"
DAY = timezone.localdate().replace(day=1) - timedelta(days=1)


def typed(what: str = "page_visitors /", kind: str = "csv", **other: Any) -> dict[str, Any]:
    return {"partner": "lab_compass", "what": what, "first": DAY, "last": DAY, "kind": kind, **other}


def test_marketing_makes_a_file_and_what_is_in_it_has_noise(comes: Comes, monkeypatch: Any) -> None:
    monkeypatch.setattr(noise, "drawn", lambda true, loss: [each + 500 for each in true])
    Count.objects.create(day=DAY, what=What.VISITOR, name="/", many=48_151)
    answer = comes("marketing").post(HERE, typed())
    assert answer["Content-Disposition"] == f'attachment; filename="lab_compass-page_visitors-{DAY}-{DAY}.csv"'
    assert answer.content.decode().splitlines() == ["day,page,visitors", f"{DAY},/,48651"]


def test_as_json_with_what_the_noise_is(comes: Comes) -> None:
    product("Tube", variant(1000))
    answer = comes("marketing").post(HERE, typed("order_sizes USD", "json"))
    told = json.loads(answer.content)
    assert (told["of"], told["noise"]["hides"], len(told["rows"])) == (
        "USD",
        "one buyer on one day, in this currency",
        7,
    )


@pytest.mark.parametrize(
    "who", ["order_desk", "bookkeeping", "customer_service", "privacy_officer", "no job", "superuser"]
)
def test_it_is_one_jobs(comes: Comes, who: str) -> None:
    browser = comes(who)
    assert browser.get(HERE).status_code == 403
    assert browser.post(HERE, typed()).status_code == 403
    assert not Handout.objects.exists()
    assert not Cell.objects.exists()


def test_when_all_is_told_the_page_says_so_and_gives_no_file(comes: Comes) -> None:
    Allowance.objects.create(partner="lab_compass", month=DAY.replace(day=1), granted=A_MONTH, spent=A_MONTH)
    browser = comes("marketing")
    answer = browser.post(HERE, typed())
    assert answer.status_code == 422
    assert "has been told all that it may learn" in answer.content.decode()
    assert "all told" in browser.get(HERE).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": "page_visitors /my/privacy/"},
        {"what": "customers DE"},
        {"partner": "usps"},
        {"last": "2999-01-01"},
        {"kind": "exe"},
    ],
)
def test_what_may_not_be_asked_gives_no_file(comes: Comes, wrong: dict[str, str]) -> None:
    assert comes("marketing").post(HERE, {**typed(), **wrong}).status_code == 422
    assert not Handout.objects.exists()


def test_without_the_library_the_page_says_what_to_install(comes: Comes, monkeypatch: Any) -> None:
    noise.mechanism.cache_clear()
    monkeypatch.setitem(sys.modules, "opendp.prelude", None)
    assert "requirements/partners.txt" in comes("marketing").post(HERE, typed()).content.decode()
    noise.mechanism.cache_clear()


def test_everybody_can_read_what_was_given(comes: Comes, client: Client) -> None:
    assert "Nothing was given so far" in client.get("/privacy/figures/").content.decode()
    comes("marketing").post(HERE, typed())
    told = client.get("/privacy/figures/").content.decode()
    assert "Lab Compass" in told
    assert "Visitors of a page per day: /" in told
    assert str(Handout.objects.get().entry)[:8] in told


def test_the_note_is_led_to_by_the_policy(client: Client) -> None:
    assert 'href="/privacy/figures/"' in client.get("/privacy/").content.decode()
    assert 'href="/de/privacy/figures/"' in client.get("/de/privacy/").content.decode()
