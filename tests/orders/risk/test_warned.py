"""A security partner warns of an order: believed for its signature alone, kept as the buyer's, and decided by a person."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import ADA
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.orders.risk.test_holding import fresh, paid, story
from troth import gate
from troth.orders import pack
from troth.orders.errors import HeldBack
from troth.orders.models import Order, OrderCheck
from troth.orders.risk import deciding, queue, warned, weighing
from troth.orders.states import Status
from troth.recipients import signature
from troth.recipients.inbound import HEADER, Door
from troth.recipients.inbound.models import InboundTally, InboundWord
from troth.recipients.inbound.partners import practice_secret
from troth.recipients.payment import NotTheirWord
from troth.recipients.security import Band, Reason, practice
from troth.rights import mine
from troth.rights.reader import Reader
from troth.tasks import worker
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SECRET = "a secret of a partner and long enough"
DOOR = "/checkout/warnings/partner/"


@pytest.fixture(autouse=True)
def partner(monkeypatch: pytest.MonkeyPatch) -> None:
    here = replace(settings.TROTH, security_partner="Watchful Ltd", security_secrets=("x" * 32, SECRET))
    monkeypatch.setattr(settings, "TROTH", here)


def message(number: str, band: str = "high", **changes: Any) -> bytes:
    told = {"id": "w-1", "order": number, "band": band, "reasons": ["card_testing"], **changes}
    return json.dumps({name: value for name, value in told.items() if value is not None}).encode()


def knock(body: bytes, mark: str | None = None, path: str = DOOR, **how: Any) -> int:
    mark = signature.sign(body, SECRET.encode(), **how) if mark is None else mark
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    return client.post(path, body, content_type="application/json", headers={HEADER: mark}).status_code


def warnings() -> int:
    return Record.objects.filter(kind="warning").count()


def opened(order: Order, kind: str = "warning") -> dict[str, str]:
    found = gate.use(order.whose, [kind], purpose="order_verification", actor=gate.system("order_verification"))
    record = found.first(kind)
    assert record is not None
    return {name: value.reveal() for name, value in record.fields.items() if isinstance(value, gate.Personal)}


def test_a_warning_is_kept_as_the_buyers_and_holds_the_order() -> None:
    order = paid()
    assert knock(message(order.number)) == 200
    worker.run_due()
    assert opened(order) == {
        "partner": "Watchful Ltd",
        "band": "high",
        "reasons": "The card was tried in many shops within a short time.",
    }
    assert fresh(order).held_since is not None
    assert story(order)[-1] == "held"
    with pytest.raises(HeldBack):
        pack.pack(order.number, works_at_the_desk())


def test_the_desk_reads_who_warned_and_why_and_decides() -> None:
    order, olga = paid(), works_at_the_desk()
    knock(message(order.number))
    worker.run_due()
    (waits,) = queue.waiting(olga)
    assert waits.signals is not None
    assert isinstance(waits.signals, gate.Personal)
    assert waits.signals.reveal().splitlines() == [
        "A security partner warns of this order.",
        "The card was tried in many shops within a short time.",
    ]
    deciding.release(order.number, olga, "Rang the lab; they ordered it.")
    assert knock(message(order.number, id="w-2")) == 200
    worker.run_due()
    assert fresh(order).held_since is None, "what a person let go on is not held again"


def test_the_buyer_reads_it_among_their_data_with_where_it_came_from() -> None:
    order = paid()
    knock(message(order.number))
    person = gate.person_of_party(order.whose)
    assert person is not None
    lines = [line for line in gate.timeline(person, actor=gate.the_person(person)) if line.source == "security"]
    assert [(line.verb, line.clause, line.actor) for line in lines] == [("collect", "2f.verify", "system")]
    (owned,) = [each for each in mine.mine(Reader((person,))).all_of_it if each.record.kind == "warning"]
    band = next(value for name, _label, value in owned.fields if name == "band")
    assert isinstance(band, gate.Personal)
    assert band.reveal() == "Strong: one of us looks before anything is sent"
    shown = gate.use(order.whose, ["warning"], purpose="rights_request", actor=gate.the_person(person))
    record = shown.first("warning")
    assert record is not None
    assert record.source == "security"
    partner = record["partner"]
    assert isinstance(partner, gate.Personal)
    assert partner.reveal() == "Watchful Ltd"


def test_unusual_alone_holds_nothing_and_adds_to_what_else_there_is() -> None:
    order = paid()
    knock(message(order.number, "elevated"))
    worker.run_due()
    assert (OrderCheck.objects.get(order=order).score, fresh(order).held_since) == (35, None)


def test_all_is_well_takes_an_earlier_warning_back() -> None:
    order = paid()
    knock(message(order.number, "elevated"))
    knock(message(order.number, "low", id="w-2", reasons=[]))
    worker.run_due()
    assert opened(order) == {"partner": "Watchful Ltd", "band": "low"}
    assert warnings() == 1
    assert OrderCheck.objects.get(order=order).score == 0


def test_before_the_payment_it_waits_for_the_check_at_the_payment() -> None:
    order = bought(ADA, (tube(stock=5), 2))
    assert knock(message(order.number)) == 200
    assert fresh(order).held_since is None
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    weighing.weigh.func(order.pk)
    assert fresh(order).held_since is not None


def test_where_nobody_warned_no_warning_is_said_to_have_been_opened() -> None:
    order = paid()
    person = gate.person_of_party(order.whose)
    assert person is not None
    used = [
        line for line in gate.timeline(person, actor=gate.the_person(person)) if line.purpose == "order_verification"
    ]
    assert used
    assert not [field for line in used for field in line.fields if field.startswith("warning")]


# -- what is not believed, and what is not kept


def test_the_same_word_again_changes_nothing() -> None:
    order = paid()
    body = message(order.number)
    mark = signature.sign(body, SECRET.encode())
    assert [knock(body, mark), knock(body, mark)] == [200, 200]
    assert (warnings(), InboundTally.objects.get().heard) == (1, 1)
    # The control: under another id it is another word.
    assert knock(message(order.number, id="w-2")) == 200
    assert InboundTally.objects.get().heard == 2


@pytest.mark.parametrize("ahead", [-310, 310])
def test_a_late_word_is_refused(ahead: int) -> None:
    order = paid()
    assert knock(message(order.number), at=int(time.time()) + ahead) == 400
    assert warnings() == 0
    assert knock(message(order.number), at=int(time.time()) + ahead * 290 // 310) == 200


def test_a_forged_word_is_refused() -> None:
    order = paid()
    body = message(order.number)
    for mark in (
        "",
        signature.sign(body, b"a secret of somebody else and as long"),
        signature.sign(message(order.number, "low"), SECRET.encode()),
        signature.sign(body, practice_secret(Door.SECURITY)),
    ):
        assert knock(body, mark) == 400
    assert (warnings(), InboundWord.objects.filter(door="security", partner="partner").count()) == (0, 0)
    assert knock(body) == 200


def test_a_secret_that_is_being_changed_holds_with_the_old_one() -> None:
    order = paid()
    body = message(order.number)
    assert knock(body, signature.sign(body, b"x" * 32)) == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "a b"},
        {"id": 5},
        {"id": None},
        {"order": "T-1\x00"},
        {"order": ["T-1"]},
        {"reasons": "card_testing"},
        {"reasons": ["card_testing"] * 21},
    ],
)
def test_a_signed_word_without_sense_is_refused(changes: dict[str, Any]) -> None:
    number = paid().number
    assert knock(message(number, **changes)) == 400
    assert knock(message(number, "certain")) == 400
    assert warnings() == 0
    assert knock(message(number)) == 200


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"\xff\xfe", b"[" * 4000, b'"x"'])
def test_signed_nonsense_is_refused_quietly(body: bytes) -> None:
    assert knock(body) == 400


def test_what_is_too_long_is_refused_unread() -> None:
    assert knock(message(paid().number, padding="x" * 9000)) == 413
    long = message("T-1", padding="x" * 9000)
    mark = signature.sign(long, SECRET.encode())
    with pytest.raises(NotTheirWord):
        warned.hear("partner", long, {HEADER: mark})


def test_what_nobody_asked_for_is_dropped_at_the_door_and_counted() -> None:
    order = paid()
    told = {"reasons": ["card_testing", "He looks suspicious", {"free": "text"}], "name": ADA.name, "ip": "192.0.2.7"}
    assert knock(message(order.number, **told)) == 200
    assert InboundTally.objects.get().dropped == 4
    kept = " ".join([*opened(order).values()])
    assert not [said for said in ("suspicious", "free", ADA.name, "192.0.2.7") if said in kept]


def test_of_an_unknown_order_and_of_one_on_its_way_the_answer_is_the_same() -> None:
    order = paid()
    Order.objects.filter(pk=order.pk).update(status=Status.SHIPPED)
    assert knock(message("T-999999")) == 404
    assert knock(message(order.number)) == 404
    assert warnings() == 0
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    assert knock(message(order.number)) == 200


def test_of_somebody_who_stopped_the_processing_nothing_is_taken_in() -> None:
    order = paid()
    person = gate.person_of_party(order.whose)
    assert person is not None
    gate.restrict(person, actor=gate.the_person(person))
    assert knock(message(order.number)) == 404
    assert warnings() == 0


def test_without_a_partner_there_is_no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    order = paid()
    here = replace(settings.TROTH, security_partner="", security_secrets=())
    monkeypatch.setattr(settings, "TROTH", here)
    assert knock(message(order.number)) == 404
    assert knock(message(order.number), path="/checkout/warnings/nobody/") == 404
    assert Client(HTTP_HOST="localhost").get(DOOR).status_code == 405


def test_where_the_policy_takes_no_warnings_the_check_goes_on_without(monkeypatch: pytest.MonkeyPatch) -> None:
    from troth.orders.risk import known

    monkeypatch.setattr(known, "_declared", lambda fields: ())
    order = paid("highest")
    assert fresh(order).held_since is not None


# -- the practice partner


def test_the_desk_lets_the_practice_partner_warn() -> None:
    order, olga = paid(), works_at_the_desk()
    warned.practise(order.number, Band.HIGH, [Reason.CARD_STOLEN], olga)
    worker.run_due()
    assert opened(order)["partner"] == "Practice partner"
    assert fresh(order).held_since is not None
    with pytest.raises(warned.NothingToWarnOf):
        warned.practise("T-999999", Band.HIGH, [], olga)


def test_other_jobs_do_not() -> None:
    order = paid()
    with pytest.raises(gate.Refused):
        warned.practise(order.number, Band.HIGH, [], works_at_the_desk(601, "marketing"))
    assert warnings() == 0


def test_a_live_shop_has_no_practice_partner(monkeypatch: pytest.MonkeyPatch) -> None:
    order = paid()
    body, headers = practice.message(order.number, Band.HIGH)
    assert knock(body, headers[HEADER], "/checkout/warnings/practice/") == 200
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, mode="live"))
    body = body.replace(b'"id": "', b'"id": "again')
    mark = signature.sign(body, practice_secret(Door.SECURITY))
    assert knock(body, mark, "/checkout/warnings/practice/") == 404
    with pytest.raises(LookupError):
        practice.message(order.number, Band.HIGH)
