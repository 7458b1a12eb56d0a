"""The buyer's own page: something is wrong, said in a form, seen on the order's page until it is settled."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.cast import ADA
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.orders.returns.sent_back import delivered, line
from tests.storefront.checkout.pages import Shopper
from troth import gate
from troth.orders import access, feedback
from troth.orders.models import DeliveryWord, Order, OrderAccess
from troth.orders.problems import TOLD, Problem
from troth.orders.states import Status
from troth.support import cases, reporting, shelf, words
from troth.support.models import Case, Outcome, Report
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
WORD = "the-random-word-in-the-cookie-of-ada-000001"
WORDS = "The lid is cracked, and my sister Zenobia cut herself."
HEADING = "Is something wrong?"


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def ada(order: Order, *, proven: bool = True) -> Shopper:
    access.let_in(order.pk, WORD, proven=proven)
    shopper = Shopper()
    shopper.client.cookies["order_access"] = WORD
    return shopper


def at(order: Order) -> str:
    return f"/orders/{order.number}/problem/"


def form(page: str) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    there = BeautifulSoup(page, "html.parser").select_one("main form")
    assert there is not None
    return {
        str(each["name"]): str(each.get("value", ""))
        for each in there.select("input")
        if each.get("type") != "radio" or each.has_attr("checked")
    }


def tells(shopper: Shopper, order: Order, **typed: str) -> str:
    told = {**form(shopper.look(at(order))), "problem": "damaged", "text": WORDS, **typed}
    shopper.press(at(order), **told)
    return shopper.look(shopper.went_to) if shopper.went_to else shopper.page


def one(order: Order, many: str = "1") -> dict[str, str]:
    return {f"line-{line(order)}": many}


def test_from_telling_to_the_end_the_page_says_how_it_stands(olga: gate.Actor) -> None:
    order = delivered(olga)
    shopper = ada(order)
    page = shopper.look(f"/orders/{order.number}/")
    assert HEADING in page
    assert f'href="{at(order)}"' in page
    page = tells(shopper, order, **one(order))
    assert "Thank you for telling us" in page
    assert "We are on it" in page
    assert "1 × Flask" in page
    assert "You hear from us by" in page
    assert "Zenobia" not in page, "words stand under My privacy and nowhere else"
    cases.close(Case.objects.get().ref, Outcome.SENT, olga)
    page = shopper.look(f"/orders/{order.number}/")
    assert "Settled" in page
    assert "Sent, or sent again" in page


def test_each_thing_that_can_be_wrong_can_be_told(olga: gate.Actor) -> None:
    order = delivered(olga)
    shopper = ada(order)
    for problem in TOLD:
        tells(shopper, order, problem=problem.value, **one(order))
    assert {case.problem for case in shelf.of_order(order.number)} == set(TOLD)


def test_what_never_arrived_is_all_of_it_unless_they_say_what(olga: gate.Actor) -> None:
    order = delivered(olga)
    tells(ada(order), order, problem="not_arrived", **one(order, "0"))
    assert [each.quantity for each in shelf.of_order(order.number)[0].told] == [3]


@pytest.mark.parametrize(
    "typed",
    [
        {"problem": ""},
        {"problem": "stuck"},
        {"many": "0"},
        {"many": "9"},
        {"many": "-1"},
        {"many": "x"},
        {"text": "x" * 1001},
        {"problem": "other", "text": " "},
    ],
)
def test_what_is_no_use_is_said_and_what_was_typed_is_still_there(olga: gate.Actor, typed: dict[str, str]) -> None:
    order = delivered(olga)
    shopper, many = ada(order), typed.pop("many", "1")
    page = tells(shopper, order, **{**one(order, many), **typed})
    assert shopper.answer.status_code == 422
    assert typed.get("text", WORDS) in page
    assert not Case.objects.exists()


def test_a_fault_is_tied_to_the_field_it_is_about(olga: gate.Actor) -> None:
    order = delivered(olga)
    page = BeautifulSoup(tells(ada(order), order, **one(order, "9"), text="x" * 1001), "html.parser")
    for named in (f'input[name="line-{line(order)}"]', 'textarea[name="text"]'):
        field = page.select_one(named)
        assert field is not None
        assert field["aria-invalid"] == "true"
        told = [page.find(id=each) for each in str(field["aria-describedby"]).split()]
        assert None not in told, "whoever hears the page read is led to words that are there"
        assert "field__error" in told[-1]["class"]  # type: ignore[index]


def test_pressed_twice_it_is_told_once(olga: gate.Actor) -> None:
    order = delivered(olga)
    shopper = ada(order)
    typed = {**form(shopper.look(at(order))), "problem": "damaged", "text": WORDS, **one(order)}
    for _press in range(2):
        shopper.press(at(order), **typed)
        assert shopper.answer.status_code == 303
    assert (Case.objects.count(), Report.objects.count(), Record.objects.filter(kind="order_complaint").count()) == (
        1,
        1,
        1,
    )


def test_two_tabs_come_to_one_case(olga: gate.Actor) -> None:
    order = delivered(olga)
    shopper = ada(order)
    tabs = [form(shopper.look(at(order))) for _tab in range(2)]
    for number, tab in enumerate(tabs):
        shopper.press(at(order), **{**tab, "problem": "damaged", "text": f"From tab {number}.", **one(order)})
    assert (Case.objects.count(), Report.objects.count()) == (1, 2)
    said = [each.text.reveal() for each in words.opened(order.number, olga) if isinstance(each.text, gate.Personal)]
    assert said == ["From tab 0.", "From tab 1."]
    assert "We know of this already" in shopper.look(at(order))


def test_a_card_number_is_struck_out_and_they_are_told(olga: gate.Actor) -> None:
    order = delivered(olga)
    page = tells(ada(order), order, text="Paid with 4111 1111 1111 1111.", **one(order))
    assert "What looked like the number of a card was struck out" in page
    (written,) = words.opened(order.number, olga)
    assert isinstance(written.text, gate.Personal)
    assert written.text.reveal() == "Paid with [card number struck out]."


@pytest.mark.parametrize("who", ["nobody", "who only placed it", "somebody else"])
def test_for_everybody_else_there_is_no_such_page(olga: gate.Actor, who: str) -> None:
    order, other = delivered(olga), bought(ADA, (tube(title="Beaker"), 1))
    shopper = {
        "nobody": Shopper,
        "who only placed it": lambda: ada(order, proven=False),
        "somebody else": lambda: ada(other),
    }[who]()
    shopper.look(at(order))
    assert shopper.answer.status_code == 404
    shopper.press(at(order), problem="other", text=WORDS, key="k")
    assert shopper.answer.status_code == 404
    assert not Case.objects.exists()


def test_who_only_placed_it_reads_nothing_of_it(olga: gate.Actor) -> None:
    order = delivered(olga)
    assert HEADING not in ada(order, proven=False).look(f"/orders/{order.number}/")


def test_nothing_is_amiss_while_nothing_is_paid() -> None:
    order = bought(ADA, (tube(title="Flask"), 1))
    shopper = ada(order)
    assert HEADING not in shopper.look(f"/orders/{order.number}/")
    shopper.look(at(order))
    assert shopper.answer.status_code == 404
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    page = shopper.look(at(order))
    assert "Something else is wrong" in page
    assert "damaged" not in page


def test_the_page_is_kept_by_nobody_and_tells_nobody_where_it_was(olga: gate.Actor) -> None:
    order = delivered(olga)
    shopper = ada(order)
    shopper.look(at(order))
    assert shopper.answer["Referrer-Policy"] == "strict-origin"
    assert "no-store" in shopper.answer["Cache-Control"]


def test_what_a_buyer_writes_is_theirs_to_read_in_my_privacy(olga: gate.Actor) -> None:
    order = delivered(olga)
    tells(ada(order), order, **one(order))
    words.opened(order.number, olga)
    person = gate.person_of_party(order.whose)
    assert person is not None
    lines = gate.timeline(person, actor=gate.the_person(person), limit=50)
    told = [(each.verb, each.actor) for each in lines if "order_complaint.text" in each.fields]
    assert told == [("use", "employee"), ("collect", "person")]


# -- the question after a delivery


def asked(order: Order) -> str:
    return feedback.mint(order.parcels.get())


@pytest.mark.parametrize(("answer", "problem"), [("damaged", Problem.DAMAGED), ("missing", Problem.NOT_ARRIVED)])
def test_a_bad_answer_is_a_case_and_leads_to_the_order(olga: gate.Actor, answer: str, problem: Problem) -> None:
    order, shopper = delivered(olga), Shopper()
    page = shopper.press(asked(order), arrived=answer)
    assert [each.problem for each in shelf.open_ones()] == [problem]
    assert [each.arrived for each in DeliveryWord.objects.all()] == [answer]
    assert "One of us looks after it" in page
    link = BeautifulSoup(page, "html.parser").select_one(".empty__actions .button--primary")
    assert link is not None
    shopper.press(str(link["href"]))
    assert shopper.went_to == f"/orders/{order.number}/"
    assert OrderAccess.objects.get().proven
    assert "We are on it" in shopper.look(shopper.went_to)
    shopper.look(at(order))
    assert shopper.answer.status_code == 200


@pytest.mark.parametrize("answer", ["well", "late"])
def test_a_good_answer_is_none_and_leads_there_too(olga: gate.Actor, answer: str) -> None:
    order, shopper = delivered(olga), Shopper()
    page = shopper.press(asked(order), arrived=answer)
    assert not Case.objects.exists()
    assert "That is all we wanted to know" in page
    assert "/orders/" in page


def test_the_answer_and_the_form_come_to_one_case(olga: gate.Actor) -> None:
    order = delivered(olga)
    Shopper().press(asked(order), arrived="damaged")
    tells(ada(order), order, **one(order))
    assert Case.objects.count() == 1
    assert len(words.opened(order.number, olga)) == 1


def test_a_dead_link_opens_no_case_and_no_order(olga: gate.Actor) -> None:
    order = delivered(olga)
    token = asked(order).split("/")[2]
    assert reporting.answered(token, "burnt") is None
    assert reporting.answered(token, "damaged") == order
    assert reporting.answered(token, "missing") is None
    assert [each.problem for each in shelf.open_ones()] == [Problem.DAMAGED]
