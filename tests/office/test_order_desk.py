"""The desk's page of an order: notes in its story, money back, returns, problems; and nothing of it for other jobs."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.cast import ADA
from tests.office.conftest import Comes, looks, order_of
from troth.orders.models import Order, OrderNote, Payment, Refund, ReturnLine, ReturnRequest
from troth.orders.models.payment import Paying
from troth.orders.problems import Problem
from troth.orders.states import Status
from troth.support.models import Attempt, Case

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
WORDS = "Rang about the lid: they want the blue one."
NOBODY = "00000000-0000-0000-0000-000000000001"


@pytest.fixture
def olga(comes: Comes) -> Client:
    return comes("order_desk")


def sent() -> Order:
    order = order_of(ADA, Status.DELIVERED)
    Payment.objects.filter(order=order).update(state=Paying.SUCCEEDED)
    line = order.lines.get()
    parcel = order.parcels.create(
        ref=order.number, carrier="usps", service="s", booking="booked", way="delivered", tracking="9400"
    )
    parcel.lines.create(line=line, quantity=line.quantity)
    return order


def at(order: Order, *rest: str) -> str:
    return "/".join(["/office/orders", order.number, *rest]) + "/"


def page(browser: Client, order: Order) -> BeautifulSoup:
    return BeautifulSoup(browser.get(at(order)).content, "html.parser")


def said(browser: Client, order: Order) -> str:
    return page(browser, order).get_text(" ", strip=True)


def test_a_note_is_written_and_stands_in_the_story(olga: Client) -> None:
    order = order_of()
    answer = olga.post(at(order, "note"), {"text": WORDS})
    assert answer["Location"] == at(order) + "#story"
    (note,) = page(olga, order).select(".office-story blockquote")
    assert note.get_text() == WORDS
    assert ("order_desk", "resolve_order_problem", "allowed") in looks(order)


def test_words_of_a_note_are_text_and_no_markup(olga: Client) -> None:
    order = order_of()
    olga.post(at(order, "note"), {"text": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in olga.get(at(order)).content.decode()


def test_a_note_with_the_number_of_a_card_is_not_kept(olga: Client) -> None:
    order = order_of()
    page = olga.post(at(order, "note"), {"text": "She pays with 4242 4242 4242 4242."}).content.decode()
    assert not OrderNote.objects.exists()
    assert "never written down here" in page
    assert "She pays with" in page, "what was typed beside it is not lost"
    assert "4242 4242" not in page


def test_held_back_it_offers_neither_packing_nor_booking(olga: Client) -> None:
    order = order_of()
    olga.post(at(order, "hold"))
    text = said(olga, order)
    assert "Held back since" in text
    assert "It is packed" not in text
    olga.post(at(order, "go-on"))
    assert "It is packed" in said(olga, order)


def test_a_part_of_the_money_goes_back_once_however_often_the_form_is_sent(olga: Client) -> None:
    order = sent()
    form = page(olga, order).select_one("form[action$='/give-back/']")
    assert form is not None
    key = form.select_one("[name=key]")
    assert key is not None
    told = {"amount": "3.50", "why": "goodwill", "key": key["value"]}
    olga.post(at(order, "give-back"), told)
    olga.post(at(order, "give-back"), told)
    assert list(Refund.objects.values_list("amount", "why")) == [(350, "goodwill")]
    assert "Goodwill" in said(olga, order)


@pytest.mark.parametrize("amount", ["", "0", "-1", "a lot", "1e9", "99999"])
def test_no_sensible_amount_gives_nothing_back(amount: str, olga: Client) -> None:
    order = sent()
    olga.post(at(order, "give-back"), {"amount": amount, "why": "goodwill", "key": "k"})
    assert not Refund.objects.exists()


@pytest.mark.parametrize(("amount", "status"), [("3,5o", 422), ("99999.00", 409)])
def test_a_refused_amount_stands_there_again_with_its_fault(amount: str, status: int, olga: Client) -> None:
    order = sent()
    restock = f"restock-{order.lines.get().pk}"
    told = {"amount": amount, "why": "goodwill", "key": "once", restock: "1"}
    answer = olga.post(at(order, "give-back"), told)
    form = BeautifulSoup(answer.content, "html.parser").select_one("details[open] form[action$='/give-back/']")
    assert answer.status_code == status
    assert form is not None
    assert {field["name"]: field["value"] for field in form.select("input[value]")}.items() >= {
        ("amount", amount),
        ("key", "once"),
        (restock, "1"),
    }
    assert [each["value"] for each in form.select("option[selected]")] == ["goodwill"]
    field, fault = form.select_one("[name=amount][autofocus]"), form.select_one("#id_amount_error[role=alert]")
    assert field is not None
    assert fault is not None
    assert "id_amount_error" in str(field["aria-describedby"])
    olga.post(at(order, "give-back"), {**told, "amount": "3.50"})
    assert [*Refund.objects.values_list("amount", flat=True)] == [350]


def test_a_reason_that_was_not_chosen_keeps_the_amount(olga: Client) -> None:
    shown = BeautifulSoup(olga.post(at(sent(), "give-back"), {"amount": "3.50", "key": "k"}).content, "html.parser")
    assert shown.select_one("details[open] [name=amount][value='3.50']")
    assert "Choose a reason." in shown.get_text()
    assert not Refund.objects.exists()


def test_a_form_without_its_key_is_not_shown_again_with_none(olga: Client) -> None:
    order = sent()
    answer = olga.post(at(order, "give-back"), {"amount": "3.50", "why": "goodwill"})
    assert answer.headers["Location"].endswith("#money")
    assert not Refund.objects.exists()


def test_a_return_from_the_first_word_to_the_money(olga: Client) -> None:
    order = sent()
    line = order.lines.get()
    olga.post(at(order, "returns"), {f"back-{line.pk}": "1", "why": "faulty", "wish": "money"})
    back = ReturnRequest.objects.get()
    assert "It does not work" in said(olga, order)
    assert order.number in olga.get("/office/orders/?shelf=returns").content.decode()

    way = ("returns", str(back.public_id))
    olga.post(at(order, *way, "agree"))
    its = ReturnLine.objects.get()
    olga.post(at(order, *way, "arrived"), {f"condition-{its.pk}": "as_new", f"restock-{its.pk}": "1"})
    amount = page(olga, order).select_one(f"#amount-{back.public_id}")
    assert amount is not None
    assert amount["value"] == f"{order.total / 100:.2f}"
    olga.post(at(order, *way, "money"), {"amount": amount["value"]})
    back.refresh_from_db()
    assert (back.state, Refund.objects.get().amount) == ("paid", order.total)


def test_a_return_is_exchanged_from_the_page(olga: Client) -> None:
    order = sent()
    line = order.lines.get()
    olga.post(at(order, "returns"), {f"back-{line.pk}": "1", "why": "damaged", "wish": "exchange"})
    back, its = ReturnRequest.objects.get(), ReturnLine.objects.get()
    way = ("returns", str(back.public_id))
    olga.post(at(order, *way, "agree"))
    olga.post(at(order, *way, "arrived"), {f"condition-{its.pk}": "damaged"})
    assert page(olga, order).select_one(f"#instead-{its.pk}") is not None
    olga.post(at(order, *way, "replace"), {f"instead-{its.pk}": str(line.variant_id)})
    assert "Book with" in said(olga, order)
    assert order.lines.count() == 2


def test_a_return_or_case_of_another_order_is_not_found(olga: Client) -> None:
    order, other = sent(), sent()
    line = other.lines.get()
    olga.post(at(other, "returns"), {f"back-{line.pk}": "1", "why": "faulty", "wish": "money"})
    olga.post(at(other, "problems"), {"problem": "stuck"})
    theirs, case = str(ReturnRequest.objects.get().public_id), str(Case.objects.get().ref)
    for path in (("returns", theirs, "agree"), ("problems", case, "write"), ("problems", case, "ring")):
        assert olga.post(at(order, *path)).status_code == 404
    for path in (("returns", NOBODY, "agree"), ("problems", NOBODY, "ring")):
        assert olga.post(at(order, *path)).status_code == 404


def test_a_problem_from_the_shelf_to_its_end(olga: Client) -> None:
    order = order_of()
    olga.post(at(order, "problems"), {"problem": Problem.STUCK.value})
    assert order.number in olga.get("/office/orders/problems/").content.decode()
    case = str(Case.objects.get().ref)
    ringing = olga.post(at(order, "problems", case, "ring")).content.decode()
    assert ADA.telephone in ringing
    assert ("order_desk", "resolve_order_problem", "allowed") in looks(order)
    olga.post(at(order, "problems", case, "rang"), {"tried": "reached"})
    olga.post(at(order, "problems", case, "write"))
    assert list(Attempt.objects.values_list("channel", "tried")) == [
        ("telephone", "looked"),
        ("telephone", "reached"),
        ("email", "written"),
    ]
    olga.post(at(order, "problems", case, "close"), {"outcome": "sent"})
    assert order.number not in olga.get("/office/orders/problems/").content.decode()


def test_the_shelf_of_problems_names_nobody(olga: Client) -> None:
    order = order_of()
    olga.post(at(order, "problems"), {"problem": "stuck"})
    before = looks(order)
    shown = olga.get("/office/orders/problems/").content.decode()
    assert not any(mark in shown for mark in ADA.marks)
    assert looks(order) == before


@pytest.mark.parametrize("who", ["marketing", "privacy_officer", "no job", "superuser"])
def test_other_jobs_change_nothing(comes: Comes, olga: Client, who: str) -> None:
    order = sent()
    line = order.lines.get()
    olga.post(at(order, "returns"), {f"back-{line.pk}": "1", "why": "faulty", "wish": "money"})
    olga.post(at(order, "problems"), {"problem": "stuck"})
    back, case = str(ReturnRequest.objects.get().public_id), str(Case.objects.get().ref)
    other = comes(who)
    posts: dict[tuple[str, ...], dict[str, str]] = {
        ("note",): {"text": WORDS},
        ("hold",): {},
        ("give-back",): {"amount": "1", "why": "goodwill", "key": "k"},
        ("returns",): {f"back-{line.pk}": "1", "why": "faulty", "wish": "money"},
        ("returns", back, "agree"): {},
        ("returns", back, "refuse"): {"why": "used"},
        ("returns", back, "off"): {},
        ("problems",): {"problem": "paid_twice"},
        ("problems", case, "write"): {},
        ("problems", case, "ring"): {},
        ("problems", case, "close"): {"outcome": "sent"},
    }
    for rest, told in posts.items():
        assert other.post(at(order, *rest), told).status_code == 403, rest
    assert [model.objects.count() for model in (OrderNote, Refund, Attempt)] == [0, 0, 0]
    assert ReturnRequest.objects.get().state == "asked"
    assert Case.objects.get().closed_at is None
    shown = page(other, order)
    assert not shown.select("form[action*='/returns/'], form[action*='/problems/'], form[action$='/give-back/']")


def test_every_field_of_the_page_has_its_label(olga: Client) -> None:
    order = sent()
    olga.post(at(order, "returns"), {f"back-{order.lines.get().pk}": "1", "why": "faulty", "wish": "money"})
    olga.post(at(order, "problems"), {"problem": "stuck"})
    its = ReturnLine.objects.get()
    way = ("returns", str(its.request.public_id))
    olga.post(at(order, *way, "agree"))
    olga.post(at(order, *way, "arrived"), {f"condition-{its.pk}": "opened"})
    main = page(olga, order).select_one(".office")
    assert main is not None
    labelled = {label["for"] for label in main.select("label[for]")}
    fields = [field for field in main.select("input, select, textarea") if field.get("type") != "hidden"]
    assert fields
    assert [str(field) for field in fields if field.get("id") not in labelled] == []
    ids = [each["id"] for each in main.select("[id]")]
    assert len(ids) == len(set(ids)), "an id stands once"
    assert not re.search(r'style="|onclick', str(main))
