"""Every look is an entry; where the job doesn't imply the purpose, a reason opens it, and the customer can read it."""

from __future__ import annotations

import pytest
from django.db import connections

from tests.cast import ADA, BEN
from tests.office.conftest import Comes, entries_about, looks, order_of
from tests.orders.buying import bought, tube
from tests.orders.counting import questions

pytestmark = pytest.mark.django_db
REASON = "She rang: the parcel has not come, and the neighbour has nothing."


def test_a_name_in_the_list_is_a_look(comes: Comes) -> None:
    order, desk = order_of(), comes("order_desk")
    desk.get("/office/orders/")
    assert looks(order) == [("order_desk", "fulfil_order", "allowed")]


def test_opening_the_order_is_another(comes: Comes) -> None:
    order, sam = order_of(), comes("customer_service")
    sam.get(f"/office/orders/{order.number}/")
    assert looks(order) == [("customer_service", "resolve_order_problem", "allowed")]


@pytest.mark.parametrize("who", ["marketing", "privacy_officer", "no job", "superuser"])
def test_a_seal_is_not_a_look(comes: Comes, who: str) -> None:
    order, browser = order_of(), comes(who)
    browser.get("/office/orders/")
    browser.get(f"/office/orders/{order.number}/")
    assert looks(order) == []


def test_the_page_that_shows_a_label_is_no_further_look(comes: Comes) -> None:
    order, desk = order_of(status="packed"), comes("order_desk")
    page = desk.post(f"/office/orders/{order.number}/send/").content.decode()

    assert "data:image/svg+xml;base64," in page
    assert [line.verb for line in entries_about(order) if line.actor == "employee"] == ["outcome", "disclose"]
    for thing in ("name", "address", "e-mail address", "telephone number"):
        assert f"<li>{thing}</li>" in page
    assert ADA.street_address not in page


def test_a_label_is_shown_once_and_a_second_press_books_nothing(comes: Comes) -> None:
    order, desk = order_of(status="packed"), comes("order_desk")
    desk.post(f"/office/orders/{order.number}/send/")
    again = desk.post(f"/office/orders/{order.number}/send/", follow=True)
    assert again.redirect_chain
    assert "has moved on meanwhile" in again.content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "because", "x" * 501])
def test_without_a_sentence_nothing_opens(comes: Comes, reason: str) -> None:
    order, sam = order_of(), comes("customer_service")
    page = sam.post(f"/office/orders/{order.number}/", {"reason": reason}).content.decode()
    assert ADA.street_address not in page
    assert "fulfil_order" not in [purpose for _who, purpose, _decision in looks(order)]


def test_with_a_reason_the_address_opens_and_the_customer_can_read_why(comes: Comes) -> None:
    order, sam = order_of(), comes("customer_service")

    page = sam.post(f"/office/orders/{order.number}/", {"reason": REASON})

    assert ADA.street_address in page.content.decode()
    (told,) = [line for line in entries_about(order) if line.reason]
    assert (told.reason, told.purpose, told.actor_code) == (REASON, "fulfil_order", "customer_service")
    assert all(not field.startswith("order_contact") for field in told.fields)


def test_the_reason_is_kept_sealed_and_stands_in_no_address(comes: Comes) -> None:
    order, sam = order_of(), comes("customer_service")
    page = sam.post(f"/office/orders/{order.number}/", {"reason": REASON})

    assert not page.headers.get("Location")
    for alias in ("default", "vault"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                assert REASON.encode() not in b"".join(
                    cell if isinstance(cell, bytes) else str(cell).encode() for row in cursor.fetchall() for cell in row
                )


def test_a_reason_does_not_open_what_no_reason_opens(comes: Comes) -> None:
    order, mia = order_of(), comes("marketing")
    page = mia.post(f"/office/orders/{order.number}/", {"reason": REASON}).content.decode()
    assert not any(mark in page for mark in ADA.marks)
    assert 'name="reason"' not in page


def test_the_list_costs_the_same_for_two_as_for_twelve(comes: Comes) -> None:
    desk, glass = comes("order_desk"), tube(stock=99)
    for who in (ADA, BEN):
        bought(who, (glass, 1))
    desk.get("/office/orders/")
    with questions() as few:
        desk.get("/office/orders/")
    for _ in range(10):
        bought(BEN, (glass, 1))
    with questions() as many:
        page = desk.get("/office/orders/").content.decode()
    assert page.count(BEN.name) == 11
    assert len(many) == len(few)


def test_orders_are_found_by_number_and_never_by_name(comes: Comes) -> None:
    order, desk = order_of(), comes("order_desk")
    assert desk.get("/office/orders/", {"q": order.number.lower()})["Location"] == f"/office/orders/{order.number}/"
    assert order.number in desk.get("/office/orders/", {"q": order.number[:4]}).content.decode()
    assert order.number not in desk.get("/office/orders/", {"q": ADA.name}).content.decode()


def test_what_is_typed_to_find_an_order_stands_in_no_address_but_a_number(comes: Comes) -> None:
    """Names and addresses in addresses lie in the history of browsers and in the logs of proxies."""
    order, desk, list_ = order_of(), comes("order_desk"), "/office/orders/"
    assert 'method="post"' in desk.get(list_).content.decode()
    assert desk.post(f"{list_}find/", {"q": order.number.lower()})["Location"] == f"{list_}{order.number}/"
    assert desk.post(f"{list_}find/", {"q": order.number[:4]})["Location"] == f"{list_}?q={order.number[:4]}"
    assert desk.post(f"{list_}find/", {"q": " "})["Location"] == list_
    for typed in (ADA.name, ADA.email, "Ada"):
        answer = desk.post(f"{list_}find/", {"q": typed})
        page = answer.content.decode()
        assert "Location" not in answer
        assert "No order is like that." in page
        assert f'value="{typed}"' in page
        assert page.count(typed) == 1, "in the field, and in no link"


def test_who_finds_nobody_by_number_is_led_to_people_if_that_is_their_job(comes: Comes) -> None:
    answers = {
        who: comes(who).post("/office/orders/find/", {"q": ADA.email}) for who in ("customer_service", "order_desk")
    }
    led = {who: 'href="/office/people/">Find somebody' in each.content.decode() for who, each in answers.items()}
    assert led == {"customer_service": True, "order_desk": False}


@pytest.mark.parametrize(
    "asked", ["?p=0", "?p=-1", "?p=x", "?p=99999999999", "?shelf=none", "?q=%00%27", "?q=" + "T" * 400]
)
def test_odd_questions_get_a_page(comes: Comes, asked: str) -> None:
    assert comes("order_desk").get(f"/office/orders/{asked}").status_code == 200


def test_an_order_that_is_not_there(comes: Comes) -> None:
    desk = comes("order_desk")
    assert desk.get("/office/orders/T-NOBODY/").status_code == 404
    assert desk.post("/office/orders/T-NOBODY/pack/").status_code == 404
    assert desk.post("/office/orders/T-NOBODY/send/").status_code == 404


def test_from_paid_to_delivered(comes: Comes) -> None:
    order, desk = order_of(), comes("order_desk")
    for act, status in (("pack", "packed"), ("send", "shipped"), ("delivered", "delivered")):
        desk.post(f"/office/orders/{order.number}/{act}/")
        order.refresh_from_db()
        assert order.status == status


def test_cancelling_asks_first(comes: Comes) -> None:
    order, sam = order_of(), comes("customer_service")
    assert "be undone" in sam.get(f"/office/orders/{order.number}/cancel/").content.decode()
    order.refresh_from_db()
    assert order.status == "paid"
    sam.post(f"/office/orders/{order.number}/cancel/")
    order.refresh_from_db()
    assert order.status == "cancelled"


def test_the_packing_slip_has_the_address_and_no_price(comes: Comes) -> None:
    order, desk = order_of(), comes("order_desk")
    page = desk.get(f"/office/orders/{order.number}/slip/").content.decode()
    assert ADA.street_address in page
    assert "$" not in page
