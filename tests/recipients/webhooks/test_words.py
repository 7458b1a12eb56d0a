"""What programs hear: that something happened, in numbers; signed, once it is certain, and again until it is taken."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.cast import ADA
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.recipients.webhooks.program import Program
from troth.catalog import running_low, stock
from troth.orders import cancel, moving
from troth.orders.models import Order
from troth.orders.models.order import By, What
from troth.recipients import webhooks
from troth.recipients.webhooks import Event, log, sending, setting, signing
from troth.recipients.webhooks.models import Delivery, Endpoint, Sent, Standing
from troth.tasks import NotAnId, worker

pytestmark = pytest.mark.django_db


def adds(program: Program, *events: Event) -> setting.Made:
    return setting.add(program.url, events or tuple(Event))


def due_now() -> None:
    """As if the pauses of queue and address were over."""
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    Endpoint.objects.update(resting_until=None)


def test_a_word_says_what_and_which_and_nothing_about_anybody(program: Program) -> None:
    order = bought(ADA)
    adds(program)
    moving.note(order, By.PROVIDER, What.PAID)
    worker.run_due()
    headers, body = program.heard[0]
    told = json.loads(body)
    assert told["type"] == "order.paid"
    assert told["data"] == {"order": order.number}
    assert told["id"] == headers["webhook-id"]
    assert not any(mark in f"{headers}{body!r}" for mark in ADA.marks)
    assert Delivery.objects.get().state == Sent.TAKEN


def test_nothing_but_numbers_can_be_said(program: Program) -> None:
    adds(program)
    with pytest.raises(NotAnId):
        webhooks.tell(Event.ORDER_PAID, order="Ada Okafor-Marlowe")
    assert not Delivery.objects.exists()


def test_only_what_was_chosen_is_told(program: Program) -> None:
    adds(program, Event.RETURN_REQUESTED)
    webhooks.tell(Event.ORDER_PAID, order="T-000000")
    webhooks.tell(Event.RETURN_REQUESTED, order="T-000000")
    assert list(Delivery.objects.values_list("event", flat=True)) == ["return.requested"]


def test_what_came_to_nothing_is_never_told(program: Program) -> None:
    adds(program)

    with transaction.atomic():
        webhooks.tell(Event.ORDER_PAID, order="T-000000")
        transaction.set_rollback(True)
    worker.run_due()
    assert program.heard == []


def test_an_orders_way_is_told_step_by_step(program: Program) -> None:
    adds(program)
    desk, order = works_at_the_desk(), bought(ADA)
    Order.objects.update(status="paid")
    from troth.orders.pack import pack

    pack(order.number, desk)
    cancel.cancel(order.number, works_at_the_desk(502, "customer_service"))
    told = list(Delivery.objects.order_by("pk").values_list("event", "ids"))
    steps = ["order.placed", "order.packed", "order.cancelled"]
    assert told == [(step, {"order": order.number}) for step in steps]  # a number, and nothing of whom


def test_late_money_that_goes_straight_back_is_no_paid_order(program: Program) -> None:
    order = bought(ADA)
    adds(program)
    Order.objects.update(status="abandoned")
    order.refresh_from_db()
    moving.note(order, By.PROVIDER, What.PAID_LATE)
    assert not Delivery.objects.exists()


def test_the_signature_is_right_under_its_secret_and_no_other(program: Program) -> None:
    made = adds(program)
    webhooks.tell(Event.ORDER_PAID, order="T-000000")
    worker.run_due()
    headers, body = program.heard[0]
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    assert signing.genuine(made.secret, headers, body)
    other = signing.secret_of(Endpoint(public_id=uuid4()))
    assert not signing.genuine(other, headers, body)
    assert not signing.genuine(made.secret, headers, body.replace(b"T-000000", b"T-000001"))
    assert not signing.genuine(made.secret, {**headers, "webhook-id": str(uuid4())}, body)
    assert not signing.genuine(made.secret, {**headers, "webhook-timestamp": "1"}, body)


def test_a_signature_is_that_of_standard_webhooks() -> None:
    """The worked example of the specification's reference library."""
    key = b"\x31\xf6\x8d\xa9\x7d\xea\xa3\x5a\xb1\x6d\x2a\x57\x5f\x0b\x70\xbd\xf5\xd3\x5c\x76\x9a\x5a\x5d\x00"
    import base64
    import hashlib
    import hmac

    body = b'{"test": 2432232314}'
    told = hmac.new(key, b"msg_1.1614265330." + body, hashlib.sha256).digest()
    assert signing.mark(key, "msg_1", 1614265330, body) == f"v1,{base64.b64encode(told).decode()}"


def test_the_secret_lies_in_no_store(program: Program) -> None:
    made = adds(program)
    row = str(Endpoint.objects.values().get())
    assert made.secret.removeprefix("whsec_") not in row
    assert len(made.secret) > 40


def test_while_a_secret_is_changed_both_are_right_and_then_only_the_new_one(program: Program) -> None:
    old = adds(program)
    new = setting.rotate(old.endpoint.public_id)
    assert new is not None
    assert new.secret != old.secret
    for former in (True, False):
        webhooks.tell(Event.ORDER_PAID, order="T-000000")
        worker.run_due()
        headers, body = program.heard[-1]
        assert signing.genuine(new.secret, headers, body)
        assert signing.genuine(old.secret, headers, body) is former
        Endpoint.objects.update(former_until=timezone.now())


def test_what_is_not_taken_is_tried_again_under_the_same_id(program: Program) -> None:
    program.answers = [500, 503, 200]
    adds(program)
    webhooks.tell(Event.ORDER_PAID, order="T-000000")
    for tries in (1, 2, 3):
        worker.run_due()
        assert len(program.heard) == tries
        due_now()
    worker.run_due()
    assert len(program.heard) == 3
    assert len({headers["webhook-id"] for headers, _body in program.heard}) == 1
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries, delivery.status) == (Sent.TAKEN, 3, 200)


def test_one_that_is_down_is_left_alone_and_keeps_the_queue_waiting_once(program: Program) -> None:
    program.answers = [500]
    adds(program)
    for number in range(5):
        webhooks.tell(Event.ORDER_PAID, order=f"T-00000{number}")
    worker.run_due()
    assert len(program.heard) == 1
    assert DBTaskResult.objects.filter(status="READY").count() == 5  # none is lost


def test_one_that_fails_very_often_is_switched_off_and_the_office_is_told(program: Program) -> None:
    program.answers = [500]
    adds(program)
    webhooks.tell(Event.ORDER_PAID, order="T-000000")
    assert setting.given_up() == 0
    for _ in range(sending.OFF_AFTER):
        worker.run_due()
        due_now()
    assert setting.given_up() == 1
    worker.run_due()
    assert len(program.heard) == sending.OFF_AFTER
    assert Delivery.objects.get().state == Sent.FAILED
    assert webhooks.tell(Event.ORDER_PAID, order="T-000001") == 0
    setting.switch(Endpoint.objects.get().public_id, on=True)
    assert setting.given_up() == 0
    assert webhooks.tell(Event.ORDER_PAID, order="T-000002") == 1


def test_one_good_answer_makes_up_for_the_bad_ones(program: Program) -> None:
    program.answers = [500, 500, 200]
    adds(program)
    webhooks.tell(Event.ORDER_PAID, order="T-000000")
    for _ in range(3):
        worker.run_due()
        due_now()
    assert Endpoint.objects.get().failures == 0


def test_one_that_says_it_is_gone_is_switched_off_at_once(program: Program) -> None:
    program.answers = [410]
    adds(program)
    webhooks.tell(Event.ORDER_PAID, order="T-000000")
    worker.run_due()
    assert Endpoint.objects.get().on is False
    assert Delivery.objects.get().state == Sent.FAILED


def test_of_an_answer_only_the_status_is_kept(program: Program) -> None:
    adds(program)
    webhooks.tell(Event.ORDER_PAID, order="T-000000")
    worker.run_due()
    assert "words" not in str(Delivery.objects.values("status", "why", "ids").get())


def test_a_word_is_sent_again_at_the_press_of_a_button(program: Program) -> None:
    adds(program)
    webhooks.tell(Event.ORDER_PAID, order="T-000000")
    worker.run_due()
    assert log.again(Delivery.objects.get().ref)
    worker.run_due()
    (first, _), (second, _) = program.heard
    assert first["webhook-id"] == second["webhook-id"]
    assert not log.again(uuid4())


def test_what_runs_low_is_told_once_each_time_it_does(program: Program) -> None:
    adds(program)
    one = tube(stock=stock.FEW + 2)
    assert running_low.tell() == 0
    stock.reserve(one.pk, 2)
    assert [running_low.tell(), running_low.tell()] == [1, 0]
    assert Delivery.objects.get().ids == {"variant": str(one.ref)}
    stock.release(one.pk, 2)
    assert running_low.tell() == 0
    stock.reserve(one.pk, 5)
    assert running_low.tell() == 1


def test_whoever_begins_to_listen_hears_of_what_becomes_low_from_then_on(program: Program) -> None:
    tube(stock=1, title="Low for long")
    later = tube(stock=stock.FEW + 2, title="Enough")
    assert running_low.tell() == 0
    made = adds(program)
    assert running_low.tell() == 0
    stock.reserve(later.pk, 2)
    assert running_low.tell() == 1
    assert Delivery.objects.get().ids == {"variant": str(later.ref)}
    setting.switch(made.endpoint.public_id, on=False)
    tube(stock=1, title="Low meanwhile")
    assert running_low.tell() == 0
    setting.switch(made.endpoint.public_id, on=True)
    assert running_low.tell() == 0
    assert Delivery.objects.count() == 1


def test_what_is_no_longer_low_is_forgotten_whoever_listens() -> None:
    one = tube(stock=1)
    running_low.tell()
    assert Standing.objects.count() == 1
    stock.release(one.pk, 20)
    running_low.tell()
    assert not Standing.objects.exists()


def test_who_listens_is_asked_once_in_a_while_and_a_change_is_known_at_once(program: Program) -> None:
    with CaptureQueriesContext(connection) as asked:
        for _ in range(3):
            webhooks.tell(Event.ORDER_PAID, order="T-000000")
    assert len(asked) == 1
    made = adds(program, Event.RETURN_REQUESTED)
    assert webhooks.tell(Event.RETURN_REQUESTED, order="T-000000") == 1
    setting.choose(made.endpoint.public_id, [Event.ORDER_PAID])
    assert webhooks.tell(Event.RETURN_REQUESTED, order="T-000000") == 0
    setting.switch(made.endpoint.public_id, on=False)
    assert webhooks.tell(Event.ORDER_PAID, order="T-000000") == 0


def test_old_words_are_forgotten(program: Program) -> None:
    adds(program)
    webhooks.tell(Event.ORDER_PAID, order="T-000000")
    assert sending.sweep() == 0
    Delivery.objects.update(happened_at=timezone.now() - timedelta(days=31))
    assert sending.sweep() == 1


def test_there_is_an_end_to_how_many_listen(program: Program, monkeypatch: Any) -> None:
    monkeypatch.setattr(setting, "MOST", 1)
    adds(program)
    with pytest.raises(setting.TooMany):
        adds(program)
