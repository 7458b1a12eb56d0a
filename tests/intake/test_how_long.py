"""Clocks start where the earlier shop's dates say, not today; and what is over stays outside or goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from tests.cast import ADA, BEN
from tests.gate.conftest import orders
from tests.intake.exports import WIX_CONTACTS, bring, in_wix, sheet
from tests.intake.looks import person, vault
from troth import gate
from troth.intake import forgetting
from troth.intake.models import Taken
from troth.vault.models import Key, Record

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=True):
        yield


def contact(place: Path, last: str, created: str = "2019-01-01") -> dict:
    dates = {"Created At (UTC+0)": created, "Last Activity Date (UTC+0)": last}
    return bring(place, sheet(WIX_CONTACTS, in_wix(ADA, **dates)))


def test_the_clock_of_a_contact_starts_with_their_last_activity(tmp_path: Path) -> None:
    contact(tmp_path, "2024-06-30")

    key = Key.objects.get(retention="contact")
    assert key.period == "2024"
    assert key.keep_until == datetime(2028, 1, 1, tzinfo=UTC)
    assert Taken.objects.get().until == key.keep_until
    assert {record.collected_at.year for record in Record.objects.all()} == {2024}


def test_who_was_not_heard_of_for_too_long_stays_outside_and_is_counted(tmp_path: Path) -> None:
    report = contact(tmp_path, "2022-12-31")

    assert report["products"]["expired"] == 1
    assert report["rows"] == {"read": 1, "imported": 0, "lost": 0}
    assert vault() == []
    assert not Taken.objects.exists()


def test_one_day_later_they_come_along(tmp_path: Path) -> None:
    assert contact(tmp_path, "2023-01-01")["products"]["new"] == 1


def test_without_dates_the_clock_starts_today(tmp_path: Path) -> None:
    bring(tmp_path, sheet(WIX_CONTACTS, in_wix(ADA)))
    assert Key.objects.get(retention="contact").period == "2026"


def test_a_date_to_come_is_no_date(tmp_path: Path) -> None:
    report = contact(tmp_path, "2031-01-01", created="2025-05-05")
    assert Key.objects.get(retention="contact").period == "2025"
    assert any(each["column"] == "Last Activity Date (UTC+0)" for each in report["findings"])


def test_the_gate_takes_no_date_to_come_and_refuses_what_is_over() -> None:
    told = {"provenance": {"system": "Wix"}, "email": {"email": ADA.email}}
    asked = {"purpose": "take_over", "source": "import", "actor": gate.system("take_over")}
    with pytest.raises(ValueError, match="future"):
        gate.collect(None, told, party=gate.PartyId.random(), since=timezone.now() + timedelta(days=1), **asked)
    with pytest.raises(gate.Refused) as refused:
        gate.collect(None, told, party=gate.PartyId.random(), since=datetime(2019, 1, 1, tzinfo=UTC), **asked)
    assert (refused.value.code, refused.value.clause) == ("expired", "R.contact")
    assert vault() == []


def test_coming_from_an_earlier_shop_is_no_purchase(tmp_path: Path) -> None:
    contact(tmp_path, "2026-01-01")
    assert gate.standing(person(ADA)).last_purchase is None


def test_when_their_time_is_over_all_of_them_goes(tmp_path: Path) -> None:
    contact(tmp_path, "2024-06-30")
    assert forgetting.sweep() == 0

    assert forgetting.sweep(datetime(2028, 1, 1, 0, 1, tzinfo=UTC)) == 1

    assert vault() == []
    assert gate.persons_at(ADA.email) == []
    assert not Taken.objects.exists()


def test_whom_the_gate_will_not_erase_stays_due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control is the test above."""

    def refuses(*_args: object, **_more: object) -> None:
        raise gate.Refused("O.a", "no", "No.")

    contact(tmp_path, "2024-06-30")
    over = datetime(2028, 1, 1, 0, 1, tzinfo=UTC)
    with monkeypatch.context() as here:
        here.setattr(gate, "erase", refuses)
        assert forgetting.sweep(over) == 0
    assert forgetting.sweep(over) == 1
    assert gate.persons_at(ADA.email) == []


def test_who_ordered_here_since_stays(tmp_path: Path) -> None:
    bring(tmp_path, sheet(WIX_CONTACTS, in_wix(BEN, **{"Last Activity Date (UTC+0)": "2024-06-30"})))
    ben = person(BEN)
    orders(BEN, ben)

    assert forgetting.sweep(datetime(2028, 1, 1, 0, 1, tzinfo=UTC)) == 0
    assert gate.standing(ben) is not None


def test_it_also_goes_when_the_key_of_what_was_noted_went_first(tmp_path: Path) -> None:
    contact(tmp_path, "2024-06-30")
    Key.objects.filter(retention="contact").delete()  # as `gate.expire` does it
    assert forgetting.sweep(datetime(2028, 1, 1, 0, 1, tzinfo=UTC)) == 1
    assert vault() == []
