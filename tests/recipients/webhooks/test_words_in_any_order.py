"""Our own words to programs on a bad day: the process that sends dies, answers are lost, words come twice and late.

A program that goes by the id has each word once, and what the shop's log says was taken it has got.
"""

from __future__ import annotations

import json
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.killed.dying import deaths
from tests.recipients.webhooks.program import Program
from troth.recipients import webhooks
from troth.recipients.webhooks import Event, sending, setting
from troth.recipients.webhooks.models import Delivery, Endpoint, Sent
from troth.tasks import worker

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


def ids(program: Program) -> list[str]:
    return [json.loads(body)["id"] for _headers, body in program.heard]


def says(program: Program, number: str = "T-ABCDEF") -> Delivery:
    program.heard.clear()
    Endpoint.objects.update(failures=0, resting_until=None, on=True)
    webhooks.tell(Event.ORDER_PLACED, order=number)
    return Delivery.objects.latest("pk")


def later() -> None:
    DBTaskResult.objects.filter(status="RUNNING").update(started_at=timezone.now() - timedelta(hours=1))
    worker.recover()
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))
    Endpoint.objects.update(resting_until=None)
    worker.run_due()


def test_a_word_is_got_though_its_sender_dies_and_twice_under_one_id(program: Program) -> None:
    setting.add(program.url, tuple(Event))
    twice = 0
    for delivery in deaths(lambda: says(program), lambda _delivery: worker.run_due(), least=4):
        later()
        later()
        delivery.refresh_from_db()
        assert delivery.state == Sent.TAKEN
        assert {*ids(program)} == {str(delivery.ref)}
        assert len(ids(program)) <= 2
        twice += len(ids(program)) == 2
    assert twice, "the answer was on its way when it died; so programs go by the id"


def test_control_noted_before_it_is_sent_a_word_is_lost(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    setting.add(program.url, tuple(Event))
    real = sending._sent

    def noted_first(delivery: Delivery) -> tuple[int, str]:
        Delivery.objects.filter(pk=delivery.pk).update(state=Sent.TAKEN)
        return real(delivery)

    monkeypatch.setattr(sending, "_sent", noted_first)
    lost = 0
    for _delivery in deaths(lambda: says(program), lambda _delivery: worker.run_due(), least=4):
        later()
        lost += not program.heard
    assert lost


@pytest.mark.parametrize("seed", range(3))
def test_on_a_bad_day_each_word_is_got_and_those_are_all(program: Program, seed: int) -> None:
    setting.add(program.url, tuple(Event))
    chance = Random(seed)
    program.answers = [chance.choice([204, 204, 500, 503, 429, 404]) for _ in range(25)] + [204]
    for number in range(6):
        webhooks.tell(Event.ORDER_PLACED, order=f"T-{number:06}")
        if chance.random() < 0.5:
            later()
    for _ in range(30):
        later()
    told = {str(ref) for ref in Delivery.objects.values_list("ref", flat=True)}
    assert {*ids(program)} == told
    assert len(told) == 6
    assert not Delivery.objects.exclude(state=Sent.TAKEN).exists()
