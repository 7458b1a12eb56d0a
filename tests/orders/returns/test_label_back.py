"""A label for the way back: offered by the desk, made for its buyer alone, told to the carrier as the policy grants it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from dataclasses import replace as changed
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from tests.cast import ADA, BEN, Customer
from tests.doubles.carrier_line import Line
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.orders.carriers import METHODS, on_loopback
from tests.orders.returns.sent_back import asked, delivered
from tests.orders.test_told_to_carriers import ABROAD, AT_HOME, GOODS, granted, values_in, words
from troth import gate
from troth.channels.models import Message
from troth.orders import access, numbers
from troth.orders.errors import CarrierSaysNo, LabelLookedFor, NoLabelBack, NotPossible
from troth.orders.looked_up import AnothersNumber
from troth.orders.models import Order, ReturnRequest
from troth.orders.models.order import What
from troth.orders.problems import Problem
from troth.orders.receipt import NoNumber
from troth.orders.returns import decide, label, label_looked_up
from troth.orders.returns import shown as returns_shown
from troth.recipients import chosen, practice_carrier
from troth.recipients.carrier import Booked, CarrierRefused, CarrierSilent, CarrierUnreachable, ParcelAsked
from troth.recipients.parcels import addresses
from troth.support import finding
from troth.support.models import Case

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Line]]:
    with on_loopback(monkeypatch) as listening:
        yield listening


def agreed(olga: gate.Actor, *, offered: bool = True) -> tuple[Order, Any]:
    order = delivered(olga)
    ref = asked(order, olga)
    decide.agree(ref, olga)
    if offered:
        label.offer(ref, olga)
    return order, ref


def proven(order: Order) -> str:
    browser = numbers.secret()
    access.let_in(order.pk, browser, proven=True)
    return browser


def happened(order: Order) -> list[str]:
    return list(order.events.values_list("what", flat=True))


# -- offered, and had


def test_offering_one_tells_the_buyer_and_nobody_else(olga: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []
    _order, ref = agreed(olga, offered=False)
    monkeypatch.setattr(practice_carrier.depot, "receive", lambda name, request: heard.append(request) or b"{}")
    label.offer(ref, olga)
    assert heard == []
    assert Message.objects.filter(template="return_label").count() == 1
    with pytest.raises(NotPossible):
        label.offer(ref, olga)


def test_the_buyer_has_it_as_often_as_they_like_and_it_is_one_label(olga: gate.Actor) -> None:
    order, ref = agreed(olga)
    browser = proven(order)
    first = label.made(order.number, ref, browser=browser)
    again = label.made(order.number, ref, browser=browser)
    assert first is not None
    assert again is not None
    assert first.number == again.number == ReturnRequest.objects.get().label_number
    assert b"Cellorama" in first.content
    assert What.BACK_LABEL_MADE in happened(order)


def test_nobody_else_has_it(olga: gate.Actor) -> None:
    order, ref = agreed(olga)
    only_placed = numbers.secret()
    access.let_in(order.pk, only_placed)
    for browser in (only_placed, numbers.secret(), ""):
        assert label.made(order.number, ref, browser=browser) is None
    other = bought(BEN, (tube(title="Rack"), 1))
    assert label.made(other.number, ref, browser=proven(other)) is None
    stranger = gate.person_of_party(other.whose)
    assert label.made(order.number, ref, person=stranger) is None


def test_without_an_offer_or_once_it_arrived_there_is_none(olga: gate.Actor) -> None:
    order, ref = agreed(olga, offered=False)
    assert label.made(order.number, ref, browser=proven(order)) is None
    done = delivered(olga, (tube(title="Beaker"), 1))
    arrived = ReturnRequest.objects.get(public_id=_received(done, olga))
    ReturnRequest.objects.filter(pk=arrived.pk).update(label_by="usps")
    with pytest.raises(NotPossible):
        label.made(done.number, arrived.public_id, browser=proven(done))


def _received(order: Order, olga: gate.Actor) -> Any:
    from tests.orders.returns import sent_back

    ref = sent_back.ask.by_staff(order.number, sent_back.some(order, title="Beaker"), olga)
    decide.agree(ref, olga)
    sent_back.receive.receive(ref, sent_back.all_of(ref), olga)
    return ref


def test_the_carrier_is_told_by_the_buyers_own_wish_with_an_entry(olga: gate.Actor) -> None:
    order, ref = agreed(olga)
    label.made(order.number, ref, browser=proven(order))
    person = gate.person_of_party(order.whose)
    assert person is not None
    told = [line for line in gate.timeline(person, actor=gate.the_person(person)) if line.verb == "disclose"]
    mine = [line for line in told if line.actor == "person"]
    assert [(line.purpose, line.decision) for line in mine] == [("fulfil_order", "allowed")]
    policy = gate.policy()
    allowed = {
        f"{kind}.{name}"
        for kind, names in policy.recipient_fields("fulfil_order", mine[0].recipient).items()
        for name in names
    }
    assert set(mine[0].fields) <= allowed


def test_the_label_is_kept_nowhere(olga: gate.Actor) -> None:
    order, ref = agreed(olga)
    label.made(order.number, ref, browser=proven(order))
    row = json.dumps(ReturnRequest.objects.values().get(), default=str)
    assert not [mark for mark in ADA.marks if mark in row]


# -- where the carrier can't


def test_a_shop_that_has_no_contract_offers_none(olga: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    _order, ref = agreed(olga, offered=False)
    monkeypatch.setattr(settings, "TROTH", changed(settings.TROTH, carrier="table"))
    with pytest.raises(NoLabelBack):
        label.offer(ref, olga)
    assert not ReturnRequest.objects.get().label_by


@pytest.mark.parametrize(
    ("trouble", "said"), [(CarrierRefused("no"), NoLabelBack), (CarrierUnreachable("gone"), CarrierSaysNo)]
)
def test_a_carrier_that_says_no_is_told_of_kindly_and_may_be_asked_again(
    olga: gate.Actor, monkeypatch: pytest.MonkeyPatch, trouble: Exception, said: type[Exception]
) -> None:
    order, ref = agreed(olga)
    browser = proven(order)

    def refuse(self: object, asked: object, told: object) -> None:
        raise trouble

    with monkeypatch.context() as patched:
        patched.setattr(practice_carrier.PracticeCarrier, "book", refuse)
        with pytest.raises(said):
            label.made(order.number, ref, browser=browser)
    assert What.BACK_LABEL_FAILED in happened(order)
    assert label.made(order.number, ref, browser=browser) is not None


@dataclass
class VoidsOnce:
    """A carrier that makes another label each time, and takes one back once. `dead`: the line, after the next void."""

    books_once: bool = False
    takes_back: bool = True
    living: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    dead: bool = False

    def book(self, asked: ParcelAsked, told: object) -> Booked:
        number = f"N{len(self.living) + len(self.gone)}"
        self.living.add(number)
        return Booked(number, b"%PDF", "application/pdf")

    def cancel(self, tracking: str) -> None:
        if tracking in self.gone:
            raise CarrierRefused("voided already")
        self.living.discard(tracking)
        self.gone.add(tracking)
        if self.dead:
            self.dead = False
            raise CarrierUnreachable("no answer")


def test_a_line_that_goes_dead_when_the_old_one_is_taken_back_keeps_nobody_from_a_new_one(
    olga: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, ref = agreed(olga)
    browser, carrier = proven(order), VoidsOnce()
    monkeypatch.setattr(label, "_adapter", lambda recipient: carrier)
    assert label.made(order.number, ref, browser=browser) is not None
    carrier.dead = True
    with pytest.raises(CarrierSaysNo):
        label.made(order.number, ref, browser=browser)
    made = label.made(order.number, ref, browser=browser)
    assert made is not None
    assert carrier.living == {made.number}


def test_a_no_about_the_old_one_that_was_heard_stays_a_no(olga: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    order, ref = agreed(olga)
    browser, carrier = proven(order), VoidsOnce()
    monkeypatch.setattr(label, "_adapter", lambda recipient: carrier)
    made = label.made(order.number, ref, browser=browser)
    assert made is not None
    carrier.gone.add(made.number)  # it was used, so that they say no
    for _ in range(2):
        with pytest.raises(NoLabelBack):
            label.made(order.number, ref, browser=browser)
    assert carrier.living == {made.number}


# -- one nobody heard the end of


@dataclass
class Silent(VoidsOnce):
    """Takes the request and gives no answer, `times` times. `makes`: the label is made all the same."""

    times: int = 1
    makes: bool = True

    def book(self, asked: ParcelAsked, told: object) -> Booked:
        if not self.times:
            return super().book(asked, told)
        self.times -= 1
        if self.makes:
            super().book(asked, told)
        raise CarrierSilent("no answer")


def looked_for(
    olga: gate.Actor, monkeypatch: pytest.MonkeyPatch, *, makes: bool = True
) -> tuple[Order, Any, str, Silent]:
    order, ref = agreed(olga)
    browser, carrier = proven(order), Silent(makes=makes)
    monkeypatch.setattr(label, "_adapter", lambda recipient: carrier)
    with pytest.raises(LabelLookedFor):
        label.made(order.number, ref, browser=browser)
    return order, ref, browser, carrier


def letters() -> int:
    return Message.objects.filter(template="return_label").count()


def test_nobody_makes_a_second_one_however_often_they_press(olga: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    order, ref, browser, carrier = looked_for(olga, monkeypatch)
    for _ in range(3):
        with pytest.raises(LabelLookedFor):
            label.made(order.number, ref, browser=browser)
    assert len(carrier.living) == 1
    assert happened(order).count(What.BACK_LABEL_UNHEARD) == 1
    assert What.BACK_LABEL_FAILED not in happened(order)
    [shown] = returns_shown.of_order(order)
    assert (shown.label_looked_for, shown.has_label) == (True, False)


def test_the_one_that_was_found_is_taken_back_when_they_ask_for_theirs(
    olga: gate.Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, ref, browser, carrier = looked_for(olga, monkeypatch)
    [waiting] = label_looked_up.waiting(order)
    assert (waiting.ref, waiting.reference) == (ref, order.number)
    carrier.living = {"1Z999AA10123456784"}
    before = letters()
    label_looked_up.there(order.number, ref, "1Z 999 AA1 0123 4567 84", olga)
    assert letters() == before + 1, "they are told that they can have it"
    assert label_looked_up.waiting(order) == ()
    made = label.made(order.number, ref, browser=browser)
    assert made is not None
    assert (carrier.living, carrier.gone) == ({made.number}, {"1Z999AA10123456784"})


def test_where_there_is_none_they_ask_again(olga: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    order, ref, browser, carrier = looked_for(olga, monkeypatch, makes=False)
    label_looked_up.none_there(order.number, ref, olga)
    made = label.made(order.number, ref, browser=browser)
    assert made is not None
    assert carrier.living == {made.number}
    assert carrier.gone == set()


def test_of_two_answers_the_first_counts(olga: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    order, ref, _browser, _carrier = looked_for(olga, monkeypatch)
    label_looked_up.none_there(order.number, ref, olga)
    with pytest.raises(NotPossible):
        label_looked_up.there(order.number, ref, "1Z999AA10123456784", olga)
    assert ReturnRequest.objects.get().label_number == ""


def test_the_number_of_a_parcel_is_not_the_labels(olga: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    order, ref, _browser, _carrier = looked_for(olga, monkeypatch)
    order.parcels.update(tracking="1Z999AA10123456784")
    with pytest.raises(AnothersNumber):
        label_looked_up.there(order.number, ref, "1Z999AA10123456784", olga)
    with pytest.raises(NoNumber):
        label_looked_up.there(order.number, ref, "soon", olga)
    assert label_looked_up.waiting(order)


def test_it_is_a_case_until_it_is_answered(olga: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    order, ref, _browser, _carrier = looked_for(olga, monkeypatch)
    finding.look()
    assert Case.objects.get().problem == Problem.LABEL_UNHEARD
    label_looked_up.none_there(order.number, ref, olga)
    finding.look()
    assert Case.objects.get().closed_at is not None


@pytest.mark.parametrize("books_once", [False, True])
def test_one_at_which_a_process_died_is_looked_for_unless_asking_again_is_the_same_label(
    olga: gate.Actor, monkeypatch: pytest.MonkeyPatch, books_once: bool
) -> None:
    order, _ref = agreed(olga)
    monkeypatch.setattr(label_looked_up, "_books_once", lambda carrier: books_once)
    ReturnRequest.objects.update(label_asked_at=timezone.now() - label.LEASE)
    assert label_looked_up.settle() == (not books_once)
    assert label_looked_up.settle() == 0
    assert bool(label_looked_up.waiting(order)) is not books_once


def test_one_that_is_being_made_just_now_is_left_alone(olga: gate.Actor) -> None:
    agreed(olga)
    ReturnRequest.objects.update(label_asked_at=timezone.now())
    assert label_looked_up.settle() == 0


def test_only_whoever_sends_things_may_answer(olga: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    order, ref, _browser, _carrier = looked_for(olga, monkeypatch)
    with pytest.raises(gate.Refused):
        label_looked_up.none_there(order.number, ref, works_at_the_desk(77, "marketing"))


# -- what crosses the wire


def wire(carrier: str, customer: Customer, line: Line) -> list[Any]:
    order = bought(customer, (tube(title=customer.name.split()[0]), 1))
    told = gate.disclose(order.whose, purpose="fulfil_order", recipient=carrier, actor=gate.system("fulfil_order"))
    adapter: Any = chosen.carrier(carrier).adapter  # type: ignore[attr-defined]
    adapter.enter()
    line.heard.clear()
    chosen.carrier(carrier).book(ParcelAsked("r" * 43, "T-SAME00", METHODS[carrier], 300, (GOODS,), back=True), told)
    return list(line.heard)


@pytest.mark.parametrize("carrier", METHODS)
def test_it_goes_from_the_buyer_to_the_shop(carrier: str, lines: dict[str, Line]) -> None:
    heard = json.loads(wire(carrier, ADA, lines[carrier])[-1].body)
    shop = addresses.from_whom()["address_line1"]
    text = json.dumps(heard)
    to_whom = {
        "ups": lambda: heard["ShipmentRequest"]["Shipment"]["ShipTo"],
        "fedex": lambda: heard["requestedShipment"]["recipients"],
        "usps": lambda: heard["toAddress"],
    }[carrier]()
    assert shop in json.dumps(to_whom)
    assert not [mark for mark in (ADA.street_address, ADA.name.split()[-1]) if mark in json.dumps(to_whom)]
    assert ADA.street_address in text
    assert ADA.name.split()[-1] in text


@pytest.mark.parametrize("carrier", METHODS)
def test_whatever_is_personal_on_the_way_back_is_granted_to_that_carrier(carrier: str, lines: dict[str, Line]) -> None:
    first, second = (values_in(wire(carrier, who, lines[carrier])) for who in AT_HOME)
    differing = {place for place in first.keys() | second.keys() if first.get(place) != second.get(place)}
    assert differing
    faults = []
    for place in differing:
        for who, value in ((AT_HOME[0], first.get(place, "")), (AT_HOME[1], second.get(place, ""))):
            allowed = granted(carrier, who)
            digits = re.sub(r"\D", "", allowed.get("order_contact.telephone", ""))
            number = re.sub(r"\D", "", value)
            if len(number) >= 8 and digits.endswith(number):
                continue
            if not words(value) <= set().union(*map(words, allowed.values())):
                faults.append(place)
    assert faults == []


@pytest.mark.parametrize("carrier", METHODS)
def test_across_a_border_nothing_is_sent_and_it_is_refused(carrier: str, lines: dict[str, Line]) -> None:
    with pytest.raises(CarrierRefused):
        wire(carrier, ABROAD[0], lines[carrier])
    assert lines[carrier].heard == []


def test_the_practice_carrier_is_told_no_more_than_on_the_way_out() -> None:
    order = bought(ADA)
    told = gate.disclose(order.whose, purpose="fulfil_order", recipient="ups", actor=gate.system("fulfil_order"))
    out = ParcelAsked("r" * 43, order.number, "ups_tracked", 300, (GOODS,))
    there = json.loads(practice_carrier.request_of(out, told))
    back = json.loads(practice_carrier.request_of(changed(out, back=True), told))
    assert back["ship_from"] == there["ship_to"]
    assert ADA.street_address not in json.dumps(back["ship_to"])
