"""Ten thousand visits: no address lies anywhere in plain, and when a day's key is gone, nothing of that day can be read.

The control of each takes the protection away and finds what it looks for.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as shop
from django.db import connections
from django.http import HttpResponse
from django.test import RequestFactory

from tests.finder import found
from tests.test_canary import beside, cells
from troth import gate
from troth.gate import keyring
from troth.people import limits
from troth.storefront.visitlog import VisitLog
from troth.vault import days, keys, records
from troth.vault.models import Key, Record
from troth.visits.log import buffer, flush

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)

MANY = 10_000
MARKS = ("198.18.", "198.19.")  # kept for measurements (RFC 2544): nothing else in the world is called so
AFTER = timedelta(days=32)


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, settings: Any) -> None:
    settings.TROTH = replace(settings.TROTH, keys=tmp_path / "keys")
    keyring.ensure()


def visited(many: int = MANY) -> None:
    """Through the middleware, by as many addresses; each of them counts for the limits as well."""
    shop_of_one_page = VisitLog(lambda request: HttpResponse("<p>A tube.</p>"))
    asked = RequestFactory(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    for number in range(many):
        address = f"198.{18 + number // 65536}.{number // 256 % 256}.{number % 256}"
        request = asked.get(
            "/products/tube/", REMOTE_ADDR=address, HTTP_REFERER=f"https://blog.example/?from={address}"
        )
        shop_of_one_page(request)
        if number % 100 == 0:
            limits.take(request, "voucher")
            logging.getLogger("django.request").error("Internal Server Error: %s", request.path)
        if number % 997 == 0:
            flush()
    flush()


def files() -> Iterator[tuple[str, bytes]]:
    """Everything under TROTH_HOME and TROTH_KEYS, databases and their logs included, as it lies on the disk."""
    stores = {Path(str(connections[store].settings_dict["NAME"])).parent for store in ("default", "vault")}
    for folder in {shop.TROTH.home, shop.TROTH.keys, *(each for each in stores if each.is_absolute())}:
        for file in folder.rglob("*"):
            if file.is_file():
                yield file.name, file.read_bytes()


def everywhere(caplog: pytest.LogCaptureFixture) -> list[str]:
    places = [*cells("default"), *cells("vault"), *beside(), *files(), ("log", caplog.text.encode())]
    return found(MARKS, places)


def test_ten_thousand_visits_leave_no_address_in_any_store_log_cache_or_file(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    visited()
    assert sum(len(records.opened_many(keys.living(row.key), row)[1]) for row in visits()) == MANY
    assert everywhere(caplog) == []
    written = capfd.readouterr()
    assert not any(mark in written.out + written.err for mark in MARKS)


def test_with_the_seals_taken_off_the_same_search_finds_them(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "seal", lambda cipher, plain, bound_to: plain)
    visited(300)
    assert any("vault_record.sealed" in place for place in everywhere(caplog))


def test_a_log_line_with_an_address_would_be_found(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.request").error("GET / from 198.18.0.7")
    assert [place.partition(" (")[0] for place in everywhere(caplog)] == ["log: 198.18."]


def visits() -> list[Record]:
    return list(Record.objects.filter(kind="visit").select_related("key"))


def readable() -> int:
    """How many visits somebody opens who has every row there is and all of today's keys."""
    opened = 0
    for row in visits():
        with suppress(Exception):  # the attacker shrugs and goes on
            opened += len(records.opened_many(keys.living(row.key), row)[1])
    return opened


def backed_up() -> Callable[[], None]:
    """A copy of the vault's rows, and how to put it back."""
    rows = {model: list(model.objects.filter(**only).values()) for model, only in _MODELS}

    def restore() -> None:
        for model, _only in reversed(_MODELS):
            model.objects.filter(id__in=[row["id"] for row in rows[model]]).delete()
        for model, _only in _MODELS:
            model.objects.bulk_create([model(**row) for row in rows[model]])

    return restore


_MODELS: tuple[tuple[Any, dict[str, str]], ...] = ((Key, {"retention": "visit"}), (Record, {"kind": "visit"}))


def test_after_the_days_key_is_gone_nothing_is_readable_also_from_a_backup_with_todays_keys() -> None:
    visited(300)
    restore = backed_up()
    restore()
    assert readable() == 300  # one step earlier the same attacker reads everything

    assert gate.expire(after_standstill=True, now=datetime.now(UTC) + AFTER) >= 1
    assert visits() == []
    assert days.living() == []

    restore()
    assert len(keyring.epochs()) == 1  # the epoch that wrapped it is still there
    assert readable() == 0
    today = datetime.now(UTC).date()
    keyring.replay()
    assert not gate.look("visit", today, purpose="administer_site", actor=gate.system("administer_site")).rows


def test_without_a_secret_of_the_day_such_a_backup_would_be_readable_until_the_epoch_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(days, "wrap", lambda day, plain, key: plain)
    visited(300)
    restore = backed_up()
    gate.expire(after_standstill=True, now=datetime.now(UTC) + AFTER)
    restore()
    assert readable() == 300


def test_a_new_epoch_does_not_bring_a_day_back_and_does_not_lose_one() -> None:
    visited(20)
    for _progress in keyring.rotate():
        pass
    assert readable() == 20
    restore = backed_up()
    gate.expire(after_standstill=True, now=datetime.now(UTC) + AFTER)
    restore()
    for _progress in keyring.rotate():
        pass
    assert readable() == 0


def test_a_day_stays_while_its_time_is_not_over() -> None:
    visited(20)
    gate.expire(after_standstill=True, now=datetime.now(UTC) + timedelta(days=29))
    assert readable() == 20
    assert len(days.living()) == 1


def test_a_day_whose_secret_was_lost_does_not_stop_retention() -> None:
    visited(20)
    shutil.rmtree(days.folder())
    assert readable() == 0
    assert gate.expire(after_standstill=True, now=datetime.now(UTC) + AFTER) >= 1
    assert visits() == []


def test_a_run_that_was_killed_between_the_two_is_finished_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    visited(20)
    end = datetime.now(UTC) + AFTER
    with monkeypatch.context() as killed:
        killed.setattr(days, "end", lambda day: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            gate.expire(after_standstill=True, now=end)
    assert len(days.living()) == 1
    gate.expire(after_standstill=True, now=end)
    assert days.living() == []


def test_a_days_secret_is_its_owners_only_and_overwritten_before_it_goes() -> None:
    days.begin("2026-11-23")
    (file,) = days.folder().iterdir()
    assert file.stat().st_mode & 0o077 == 0
    held, before = file.open("rb"), file.read_bytes()
    days.begin("2026-11-23")
    assert file.read_bytes() == before  # whoever comes second takes the first one's
    days.end("2026-11-23")
    assert held.read() != before
    held.close()


def test_what_is_not_flushed_yet_lies_in_memory_and_in_no_file() -> None:
    VisitLog(lambda request: HttpResponse("<p></p>"))(RequestFactory().get("/", REMOTE_ADDR="198.18.0.9"))
    assert len(buffer._waiting) == 1
    assert found(MARKS, files()) == []
