"""Retention carried out: what is over goes, and a wrong clock erases nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.cast import ADA
from tests.gate.conftest import joins, orders
from troth import gate
from troth.gate import clock
from troth.rights import retention
from troth.vault.models import Key, Record

pytestmark = pytest.mark.django_db


def test_nothing_goes_before_its_time():
    orders(ADA)
    assert retention.carry_out() == 0


def test_what_is_over_goes_and_its_entry_says_so(monkeypatch):
    _, party = orders(ADA)
    until = Key.objects.get(retention="order").keep_until
    with time_machine.travel(until + timedelta(minutes=1)):
        joins(ADA)  # the shop is alive: there is a fresh entry, and this process began today
        monkeypatch.setattr(clock, "_began", (timezone.now(), clock.ticks()))
        assert retention.carry_out() == 1
    assert not Key.objects.filter(retention="order").exists()
    assert set(Record.objects.filter(party=party).values_list("kind", flat=True)) == {"order_billing"}


def test_what_has_expired_is_refused_even_before_the_run_comes_by():
    _, party = orders(ADA)
    until = Key.objects.get(retention="order").keep_until
    with time_machine.travel(until + timedelta(minutes=1)), pytest.raises(gate.Refused) as refused:
        gate.disclose(party, purpose="fulfil_order", recipient="ups", actor=gate.system("fulfil_order"))
    assert refused.value.code == "expired"


def test_a_clock_that_jumped_erases_nothing():
    orders(ADA)
    with time_machine.travel(timezone.now() + timedelta(days=4000)):
        with pytest.raises(gate.ClockJumped):
            retention.carry_out()
        assert Key.objects.filter(retention="order").exists()
        assert retention.carry_out(after_standstill=True) == 2
