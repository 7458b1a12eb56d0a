"""Ada rings, Sam writes it down, and she orders behind the link: once, with her own yes, from what is there."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import ADA, BEN, CHIARA, Customer
from tests.orders.buying import bought, in_the_vault, tube, works_at_the_desk
from tests.orders.phone.calling import confirmed, draft, follows, letter, noted, sent, token, told, typed
from troth import gate
from troth.catalog.models import Variant
from troth.channels import queue
from troth.channels.models import Message
from troth.orders import numbers, terms
from troth.orders.errors import NotEnoughLeft, NotPossible, TermsChanged, TotalChanged
from troth.orders.models import Basket, Draft, Order, OrderLine
from troth.orders.models.draft import Drafting
from troth.orders.models.order import Origin
from troth.orders.pay_link import SentAlready
from troth.orders.phone import begin, caller, calling_off, confirming, forgetting, goods, opening, sending
from troth.orders.states import Status
from troth.recipients import practice_mail
from troth.rights import retention
from troth.vault.models import Alias, Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def sam(db: None) -> gate.Actor:
    return works_at_the_desk(502, "customer_service")


def entries(whose: gate.PersonId) -> list[gate.Line]:
    return [*gate.timeline(whose, actor=gate.the_person(whose))]


def at(who: Customer = ADA) -> gate.PersonId:
    (person,) = gate.persons_at(who.email)
    return person


# -- what the desk writes down


def test_what_she_says_is_sealed_as_a_draft_and_keeps_nothing_back(sam: gate.Actor) -> None:
    flask = tube(stock=3)
    ref = noted(sam, ADA, (flask, 2))
    kinds = dict(Record.objects.values_list("kind", "source"))
    assert {kind: kinds[kind] for kind in ("draft_contact", "draft_delivery", "email")} == dict.fromkeys(
        ("draft_contact", "draft_delivery", "email"), "phone"
    )
    assert Variant.objects.get(pk=flask.pk).stock == 3
    assert draft(ref).state == Drafting.OPEN
    assert not Order.objects.exists()


def test_nothing_of_her_stands_in_the_shops_store(sam: gate.Actor) -> None:
    ref = sent(sam)
    rows = [Draft.objects.values().get(public_id=ref), *Message.objects.values(), *Basket.objects.values()]
    stored = json.dumps(rows, default=str)
    assert not [mark for mark in (*ADA.marks, ADA.locality, ADA.postcode) if mark in stored]


def test_the_letters_lines_add_up_to_its_total(sam: gate.Actor) -> None:
    ref = sent(sam, ADA, (tube(price=1000), 2))
    said = letter()
    assert [line["total"] for line in said["lines"]] == ["$20.00"]  # type: ignore[attr-defined]
    beside = (draft(ref).told_total or 0) - 2000
    assert beside > 0
    assert [line["amount"] for line in said["costs"]] == [f"${beside / 100:.2f}"]  # type: ignore[attr-defined]


def test_only_jobs_that_include_it_take_an_order(sam: gate.Actor) -> None:
    mia = works_at_the_desk(503, "marketing")
    ref = noted(sam)
    for act in (
        lambda: begin.begin(mia),
        lambda: caller.note(ref, told(), mia),
        lambda: goods.put(ref, tube(title="Lid").ref, 1, mia),
        lambda: sending.send(ref, mia),
        lambda: calling_off.call_off(ref, mia),
        lambda: opening.open(ref, mia),
        lambda: opening.all_of_them(mia),
    ):
        with pytest.raises(gate.Refused):
            act()


def test_each_look_of_the_desk_is_an_entry(sam: gate.Actor) -> None:
    ref = noted(sam)
    opened = opening.open(ref, sam)
    assert opened is not None
    assert opened.contact["email"] == ADA.email
    assert opened.can_send
    told_her = [(line.verb, line.purpose, line.source) for line in entries(at())]
    assert ("collect", "phone_order", "phone") in told_her
    assert ("use", "phone_order", "") in told_her


def test_nothing_is_written_down_for_a_place_nothing_may_go_to(sam: gate.Actor) -> None:
    ref = begin.begin(sam)
    there = told()
    before = in_the_vault()
    with pytest.raises(gate.Refused) as refused:
        caller.note(ref, replace(there, delivery={**there.delivery, "country": "CU", "region": ""}), sam)
    assert refused.value.code == "embargoed"
    assert in_the_vault() == before


def test_a_corrected_address_kills_the_link_that_went_to_the_wrong_one(sam: gate.Actor) -> None:
    ref = sent(sam)
    wrong, browser = token(), numbers.secret()
    again = caller.note(ref, told(email="ada.right@example.com"), sam)
    assert again != ref
    assert confirming.redeem(wrong, browser) is None
    assert not gate.persons_at(ADA.email)
    assert len(gate.persons_at("ada.right@example.com")) == 1
    opened = opening.open(again, sam)
    assert opened is not None
    assert opened.contents.pieces == 1


def test_a_corrected_street_keeps_the_link(sam: gate.Actor) -> None:
    ref = sent(sam)
    assert (
        caller.note(ref, replace(told(), delivery={**ADA.address, "street_address": "78 Quillfeather Lane"}), sam)
        == ref
    )
    browser = follows(ref)
    look = confirming.look(ref, browser)
    assert look is not None
    assert look.prefill.delivery["street_address"] == "78 Quillfeather Lane"


# -- somebody who ordered before


def test_who_names_an_order_of_theirs_stays_who_they_are(sam: gate.Actor) -> None:
    order = bought(ADA, (tube(title="Rack"), 1))
    ref = noted(sam, ADA, of_order=order.number)
    assert gate.person_of_party(draft(ref).whose) == gate.person_of_party(order.whose)
    assert len(gate.persons_at(ADA.email)) == 1


def test_who_names_somebody_elses_order_does_not_become_them(sam: gate.Actor) -> None:
    order = bought(ADA, (tube(title="Rack"), 1))
    ref = noted(sam, BEN, of_order=order.number)
    assert gate.person_of_party(draft(ref).whose) not in (None, gate.person_of_party(order.whose))


def test_a_closed_account_begins_no_order(sam: gate.Actor) -> None:
    order = bought(ADA, (tube(title="Rack"), 1))
    person = at()
    gate.close(person, actor=gate.the_person(person))
    with pytest.raises(gate.Refused) as refused:
        noted(sam, ADA, of_order=order.number)
    assert refused.value.code == "closed"


# -- the link


def test_the_mail_says_what_and_how_much_and_leaves_for_her_address_alone(
    sam: gate.Actor, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters: list[tuple[str, bytes]] = []

    def hand(self: object, sender: str, to: str, letter: bytes) -> object:
        letters.append((to, letter))
        return practice_mail.Handed(practice_mail.Outcome.TAKEN)

    monkeypatch.setattr(practice_mail.PracticeMail, "hand", hand)
    ref = sent(sam)
    queue.send_due()
    ((to, raw),) = letters
    assert to == ADA.email
    text = raw.decode(errors="replace")
    assert draft(ref).number in text
    assert "F.phone" in text
    assert not [mark for mark in (ADA.name, ADA.telephone, ADA.street_address) if mark in text]
    (reached,) = [line for line in entries(at()) if line.verb in ("use", "reach") and line.channel == "email"]
    assert (reached.purpose, reached.decision) == ("phone_order", "allowed")


def test_two_presses_send_one_mail(sam: gate.Actor) -> None:
    ref = sent(sam)
    with pytest.raises(SentAlready):
        sending.send(ref, sam)
    assert Message.objects.filter(template=sending.TEMPLATE).count() == 1


def test_what_is_not_complete_or_not_there_is_not_sent(sam: gate.Actor) -> None:
    ref = begin.begin(sam)
    with pytest.raises(sending.NotComplete):
        sending.send(ref, sam)
    flask = tube(stock=1, title="Flask")
    goods.put(ref, flask.ref, 1, sam)
    with pytest.raises(sending.NotComplete):
        sending.send(ref, sam)
    caller.note(ref, told(), sam)
    Variant.objects.filter(pk=flask.pk).update(stock=0)
    with pytest.raises(NotEnoughLeft):
        sending.send(ref, sam)
    assert not Message.objects.filter(template=sending.TEMPLATE).exists()


def test_the_link_opens_once_and_only_in_her_browser(sam: gate.Actor) -> None:
    ref = sent(sam)
    word = token()
    browser = numbers.secret()
    assert confirming.redeem(word, browser) == ref
    assert confirming.redeem(word, numbers.secret()) is None
    assert confirming.look(ref, browser) is not None
    assert confirming.look(ref, numbers.secret()) is None
    assert confirming.look(ref, "") is None


# -- ordering


def test_she_orders_and_it_is_an_order_like_every_other(sam: gate.Actor) -> None:
    flask = tube(stock=3)
    ref = sent(sam, ADA, (flask, 2))
    browser = follows(ref)
    person = at()
    placed = confirmed(ref, browser)
    order = Order.objects.get(pk=placed.order)
    assert (order.origin, order.status, order.terms) == (Origin.PHONE, Status.PLACED, terms.version())
    assert Variant.objects.get(pk=flask.pk).stock == 1
    assert gate.person_of_party(order.whose) == person
    assert placed.payment is not None
    assert placed.payment.amount == order.total == draft(ref).told_total
    by_her = [line for line in entries(person) if line.verb == "collect" and line.source == "phone_link"]
    assert {line.actor for line in by_her} == {"person"}


def test_the_drafts_part_goes_as_soon_as_it_is_an_order(sam: gate.Actor) -> None:
    ref = sent(sam)
    confirmed(ref, follows(ref))
    kinds = set(Record.objects.values_list("kind", flat=True))
    assert not {"draft_contact", "draft_delivery"} & kinds
    assert {"order_contact", "order_delivery", "order_billing"} <= kinds
    assert draft(ref).emptied_at is not None
    erased = [line for line in entries(at()) if line.verb == "erase"]
    assert {line.purpose for line in erased} == {"phone_order"}


def test_pressed_as_often_as_anybody_likes_it_is_one_order(sam: gate.Actor) -> None:
    flask = tube(stock=10)
    ref = sent(sam, ADA, (flask, 2))
    browser = follows(ref)
    asked = typed(ref, browser)
    first = confirming.confirm(ref, browser, asked)
    for _press in range(3):
        again = confirming.confirm(ref, browser, replace(asked, key=numbers.secret()))
        assert again is not None
        assert again.again
        assert first is not None
        assert again.order == first.order
    assert Order.objects.count() == 1
    assert Variant.objects.get(pk=flask.pk).stock == 8


def test_what_was_sold_meanwhile_is_said_and_nothing_is_ordered(sam: gate.Actor) -> None:
    flask = tube(stock=1, title="Flask")
    ref = sent(sam, ADA, (flask, 1))
    browser = follows(ref)
    asked = typed(ref, browser)
    bought(CHIARA, (flask, 1))
    with pytest.raises(NotEnoughLeft) as trouble:
        confirming.confirm(ref, browser, asked)
    assert "Flask" in str(trouble.value)
    assert Order.objects.count() == 1
    assert draft(ref).state == Drafting.SENT
    assert confirming.look(ref, browser) is not None
    assert Variant.objects.get(pk=flask.pk).stock == 0


def test_without_her_yes_to_the_terms_or_to_the_new_price_nothing_is_ordered(sam: gate.Actor) -> None:
    flask = tube()
    ref = sent(sam, ADA, (flask, 1))
    browser = follows(ref)
    with pytest.raises(TermsChanged):
        confirming.confirm(ref, browser, typed(ref, browser, terms=""))
    with pytest.raises(TotalChanged):
        confirming.confirm(ref, browser, typed(ref, browser, total=1))
    assert not OrderLine.objects.exists()


def test_in_another_browser_she_orders_nothing(sam: gate.Actor) -> None:
    ref = sent(sam)
    browser = follows(ref)
    assert confirming.confirm(ref, numbers.secret(), typed(ref, browser)) is None
    assert not Order.objects.exists()


# -- the end


def test_called_off_it_is_gone_at_once(sam: gate.Actor) -> None:
    ref = sent(sam)
    browser = follows(ref)
    calling_off.call_off(ref, sam)
    assert not Record.objects.filter(kind__startswith="draft").exists()
    assert not gate.persons_at(ADA.email)
    assert confirming.look(ref, browser) is None
    with pytest.raises(NotPossible):
        goods.put(ref, tube(title="Lid").ref, 1, sam)
    with pytest.raises(Draft.DoesNotExist):
        letter()


def test_when_its_time_is_over_the_link_is_dead_and_nothing_of_it_is_left(sam: gate.Actor) -> None:
    ref = sent(sam)
    browser = follows(ref)
    asked, person = typed(ref, browser), at()
    Draft.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert confirming.look(ref, browser) is None
    assert confirming.confirm(ref, browser, asked) is None
    retention.carry_out()
    assert not Draft.objects.exists()
    assert not Record.objects.filter(kind__startswith="draft").exists()
    assert not Alias.objects.filter(person=person).exists()
    assert not Basket.objects.exists()


def test_the_time_is_the_one_of_the_policys_retention_class(sam: gate.Actor) -> None:
    ref = noted(sam)
    policy, begun = gate.policy(), draft(ref)
    until = policy.keep_until("draft", begun.made_at, "united_states")
    assert until == begun.ends_at
    assert timedelta(days=13) <= until - begun.made_at <= timedelta(days=14)
    assert forgetting.forget(until - timedelta(seconds=1)) == 0
    assert forgetting.forget(until) == 1


def test_who_ordered_before_keeps_their_order_when_a_draft_is_forgotten(sam: gate.Actor) -> None:
    order = bought(ADA, (tube(title="Rack"), 1))
    ref = noted(sam, ADA, of_order=order.number)
    forgetting.forget(draft(ref).ends_at)
    assert gate.person_of_party(order.whose) == at()
    assert [line.purpose for line in entries(at()) if line.verb == "erase"] == ["phone_order", "phone_order"]


def test_after_a_wrong_clock_nothing_is_forgotten(sam: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = noted(sam)
    Draft.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    monkeypatch.setattr("troth.gate.clock.jumped", lambda now: True)
    with pytest.raises(retention.ClockJumped):
        retention.carry_out()
    assert draft(ref)
