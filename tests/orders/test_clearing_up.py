from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.orders.buying import basket_with, bought, in_the_vault, order_by, tube
from troth import gate
from troth.orders import expire, place, sweep
from troth.orders.models import Invoice, Order, Payment, Placing
from troth.orders.states import FOLLOWS, Status, before, may_follow

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

LATER = timezone.now() + timedelta(days=30)


def dies_before_the_shop_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is killed between the stores: nothing in it gets to clear up."""
    asked = order_by(ADA, basket_with((tube(), 1)))

    class Killed(BaseException):
        pass

    def killed(*args: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(place, "_write", killed)
        with pytest.raises(Killed):
            place.place(asked)


def test_what_a_killed_process_left_is_swept_when_nobody_can_be_at_it_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    dies_before_the_shop_writes(monkeypatch)
    assert in_the_vault() == (1, 4)
    assert sweep.sweep() == 0
    assert sweep.sweep(LATER) == 1
    assert in_the_vault() == (0, 0)
    assert not Placing.objects.exists()


def test_the_sweep_is_on_record(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"email": {"email": ADA.email}, "residence": {"country": "US"}}
    ada = gate.collect(None, told, purpose="account", source="sign_up").person
    gate.bind_account(ada, 4711)
    asked = order_by(ADA, basket_with((tube(), 1)), person=ada)
    monkeypatch.setattr(place, "_write", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        place.place(asked)

    lines = gate.timeline(ada, actor=gate.the_person(ada), limit=50)
    assert len([line for line in lines if line.verb == "erase"]) == 3
    assert gate.parties_of(ada) == []


def test_an_order_that_is_there_is_not_swept() -> None:
    order = bought()
    Placing.objects.create(party=order.party, started_at=timezone.now() - timedelta(hours=1))
    assert sweep.sweep() == 0
    assert in_the_vault() == (1, 4)
    assert not Placing.objects.exists()


def test_an_order_nobody_paid_for_is_emptied_and_its_guest_forgotten() -> None:
    order = bought()
    Order.objects.update(reserved_until=timezone.now() - timedelta(minutes=1))
    expire.expire()
    assert sweep.empty_unpaid() == 0
    assert sweep.empty_unpaid(LATER) == 1
    assert sweep.empty_unpaid(LATER) == 0
    assert in_the_vault() == (0, 0)
    assert [event.what for event in order.events.all()][-1] == "emptied"


def test_whom_an_invoice_is_made_out_to_stays_with_the_books() -> None:
    """Ordered on account, invoiced, called off and credited: nobody paid, and both papers are there."""
    order = bought()
    Order.objects.update(status=Status.CANCELLED)
    invoice = Invoice.objects.create(
        order=order, year=2026, place=1, number="2026-000001", currency="USD", amount=order.total, cause="1"
    )
    assert sweep.empty_unpaid(LATER) == 0
    assert in_the_vault() == (1, 4)
    invoice.delete()
    assert sweep.empty_unpaid(LATER) == 1, "the control"


def test_an_order_somebody_paid_for_is_never_emptied() -> None:
    bought()
    Order.objects.update(status=Status.CANCELLED)
    Payment.objects.update(state="refunded")
    assert sweep.empty_unpaid(LATER) == 0


def test_every_state_is_reached_and_the_table_agrees_with_itself() -> None:
    assert set(FOLLOWS) == set(Status)
    reached = {after for followers in FOLLOWS.values() for after in followers}
    assert reached == set(Status) - {Status.AWAITS_TRANSFER}, "an order on account begins so, and nothing leads back"
    for after in Status:
        assert all(may_follow(state, after) for state in before(after))


def test_nothing_follows_the_end() -> None:
    assert FOLLOWS[Status.REFUNDED] == frozenset()
    assert FOLLOWS[Status.DELIVERED] == {Status.REFUNDED, Status.NOT_ARRIVED}, "back only where nothing of it was there"
