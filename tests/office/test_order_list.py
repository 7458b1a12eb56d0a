"""The list of orders at the desk: its filter, one's own views, ticking many, and the file of its figures."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from tests.cast import ADA, BEN
from tests.catalog.goods import only_variant, product, variant
from tests.office.conftest import Comes, looks, order_of
from tests.orders.counting import questions
from tests.orders.sold import many
from troth.office.orders import asking
from troth.orders.lists import saved
from troth.orders.models import Order, SavedView
from troth.orders.models.order import Origin
from troth.orders.states import Status
from troth.people.models import User

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
LIST, VIEWS, TICKED = "/office/orders/", "/office/orders/views/", "/office/orders/selected/"
WHOLE = (
    "shelf=held&q=FL-1&status=packed&status=paid&since=2026-03-01&until=2026-03-31&carrier=ups&method=ups_tracked"
    "&money=part-back&origin=phone&least=12.50&most=99.00&currency=USD&held=yes&overdue=4&p=2"
)


@pytest.fixture
def olga(comes: Comes) -> Client:
    return comes("order_desk")


def numbers(browser: Client, query: str) -> list[str]:
    page = BeautifulSoup(browser.get(f"{LIST}?{query}").content, "html.parser")
    return [row.th.get_text() for row in page.select(".office-table tbody tr") if row.th]


def said(browser: Client, address: str) -> str:
    return BeautifulSoup(browser.get(address).content, "html.parser").get_text(" ", strip=True)


# The filter


def test_a_query_is_understood_and_written_the_same_way_again() -> None:
    asked = asking.asked(QueryDict(WHOLE))
    assert asked.form.errors == {}
    assert f"{asked.query}&p=2" == WHOLE
    assert asked.page == 2
    assert asking.read(asked.query).filter == asked.filter


def test_each_part_of_a_filter_can_be_taken_away() -> None:
    asked = asking.asked(QueryDict(WHOLE))
    without = [parse_qs(chip.query) for chip in asked.chips]
    assert len(without) == 10
    assert all(len(rest) < len(parse_qs(asked.query)) for rest in without)


@pytest.mark.parametrize(
    "nonsense",
    [
        "status=gone",
        "since=yesterday",
        "since=2026-03-31&until=2026-03-01",
        "least=much",
        "least=9&most=1",
        "least=1e9",
        "currency=XXX",
        "overdue=-1",
        "overdue=1000000000000",
        "carrier=pigeon",
        "money=lots",
        "held=perhaps",
        "placed=0",
        "origin=%00",
        "q=%00",
    ],
)
def test_nonsense_narrows_nothing_and_gets_a_page(olga: Client, nonsense: str) -> None:
    order = order_of()
    page = olga.get(f"{LIST}?shelf=all&{nonsense}")
    assert page.status_code == 200
    assert order.number in page.content.decode()


def test_what_is_wrong_with_an_amount_is_said_beside_it(olga: Client) -> None:
    assert "“much” is not a number." in said(olga, f"{LIST}?least=much")


def test_states_are_looked_for_on_every_shelf_that_is_made_of_states(olga: Client) -> None:
    order = order_of(ADA, Status.DELIVERED)
    assert numbers(olga, "shelf=open&status=delivered") == [order.number]
    assert numbers(olga, "shelf=held&status=delivered") == []


def test_a_former_number_leads_to_the_order_and_stands_on_it(olga: Client) -> None:
    order = order_of()
    Order.objects.filter(pk=order.pk).update(reference="#10234", origin=Origin.IMPORT)
    assert olga.get(LIST, {"q": "10234"})["Location"] == f"{LIST}{order.number}/"
    assert "#10234" in said(olga, f"{LIST}{order.number}/")
    assert looks(order) == [("order_desk", "fulfil_order", "allowed")] * len(looks(order))


def test_finding_by_a_number_shows_no_list_of_names_on_the_way(olga: Client) -> None:
    order = order_of()
    olga.get(LIST, {"q": order.number})
    assert looks(order) == []


def test_the_next_page_keeps_the_filter(olga: Client) -> None:
    flask = only_variant(product("Flask", variant(1000, stock=99, weight_grams=100, sku="FL-1")))
    many([timezone.localdate()] * 60, (flask, 1), status=Status.PAID, method="ups_tracked")
    many([timezone.localdate()] * 5, (flask, 1), status=Status.PAID, method="usps_standard")
    page = BeautifulSoup(olga.get(f"{LIST}?shelf=to-pack&method=ups_tracked").content, "html.parser")
    (on,) = page.select(".office-pages a[rel=next]")
    assert parse_qs(str(on["href"])[1:]) == {"shelf": ["to-pack"], "method": ["ups_tracked"], "p": ["2"]}
    assert len(numbers(olga, str(on["href"])[1:])) == 10


def test_a_filtered_list_costs_the_same_for_two_as_for_forty(olga: Client) -> None:
    flask = only_variant(product("Flask", variant(1000, stock=99, weight_grams=100, sku="FL-1")))
    query = f"{LIST}?shelf=all&q=fl-1&money=paid&placed=7"
    many([timezone.localdate()] * 2, (flask, 1), status=Status.PAID)
    olga.get(query)
    with questions() as few:
        olga.get(query)
    many([timezone.localdate()] * 38, (flask, 1), status=Status.PAID)
    with questions() as more:
        assert olga.get(query).content.count(b"data-label") > 40
    assert len(more) == len(few)


# Views


def keep(browser: Client, name: str, query: str, **more: str) -> str:
    answer = browser.post(VIEWS, {"name": name, "query": query, **more})
    return str(answer["Location"])


def test_a_view_is_kept_as_a_tab_and_leads_to_its_orders(olga: Client) -> None:
    order_of(ADA, Status.PACKED)
    order = order_of(BEN)
    there = keep(olga, "Paid ones", "shelf=all&status=paid")
    page = BeautifulSoup(olga.get(there).content, "html.parser")
    (tab,) = page.select(".office-views a[aria-current]")
    assert tab.get_text(strip=True) == "Paid ones"
    assert numbers(olga, urlsplit(str(tab["href"])).query) == [order.number]


def test_a_view_holds_a_valid_filter_whatever_was_posted(olga: Client) -> None:
    keep(olga, "Odd", "shelf=all&status=paid&carrier=pigeon&least=much&next=//evil.example")
    assert SavedView.objects.get().query == "shelf=all&status=paid"


def test_what_somebody_searched_for_is_kept_only_if_it_is_an_article_number(olga: Client) -> None:
    order_of()
    keep(olga, "One", urlencode({"shelf": "all", "q": ADA.name, "status": "paid"}))
    keep(olga, "Two", urlencode({"shelf": "all", "q": "tube 0"}))
    assert [view.query for view in SavedView.objects.all()] == ["shelf=all&status=paid", "shelf=all&q=tube+0"]


@pytest.mark.parametrize("name", [ADA.email, ADA.telephone, "Ring 617 555 0143", " ", ""])
def test_a_name_that_could_tell_who_somebody_is_is_refused(olga: Client, name: str) -> None:
    keep(olga, name, "shelf=all")
    assert not SavedView.objects.exists()


def test_a_name_is_taken_once_and_there_is_an_end_to_them(olga: Client) -> None:
    for place in range(saved.MOST + 1):
        keep(olga, f"View {place}", "shelf=all")
    keep(olga, "View 1", "shelf=open")
    assert SavedView.objects.count() == saved.MOST
    said_so = said(olga, f"{LIST}?shelf=all")
    assert "20 views are the most" in said_so


def test_the_view_that_is_shown_first_opens_without_a_query(olga: Client) -> None:
    keep(olga, "Packed ones", "shelf=all&status=packed")
    view = SavedView.objects.get()
    olga.post(f"{VIEWS}{view.ref}/first/", {"first": "1"})
    assert olga.get(LIST)["Location"] == f"{LIST}?shelf=all&status=packed"
    assert olga.get(f"{LIST}?shelf=open").status_code == 200
    olga.post(f"{VIEWS}{view.ref}/first/", {})
    assert olga.get(LIST).status_code == 200


def test_only_one_is_shown_first(olga: Client) -> None:
    for name in ("One", "Two"):
        keep(olga, name, "shelf=all")
        olga.post(f"{VIEWS}{SavedView.objects.get(name=name).ref}/first/", {"first": "1"})
    assert [view.name for view in SavedView.objects.filter(is_default=True)] == ["Two"]


def test_views_are_put_in_order_renamed_and_deleted(olga: Client) -> None:
    for name in ("One", "Two", "Three"):
        keep(olga, name, f"shelf={'all' if name == 'One' else 'open'}")
    three = SavedView.objects.get(name="Three").ref
    for _ in range(3):
        olga.post(f"{VIEWS}{three}/earlier/")
    assert [*SavedView.objects.values_list("name", flat=True)] == ["Three", "One", "Two"]
    olga.post(f"{VIEWS}{three}/rename/", {"name": "First"})
    olga.post(f"{VIEWS}{SavedView.objects.get(name='Two').ref}/drop/")
    assert [*SavedView.objects.values_list("name", flat=True)] == ["First", "One"]


def test_anothers_view_is_seen_if_it_is_shared_and_changed_by_nobody_else(comes: Comes, olga: Client) -> None:
    keep(olga, "Mine alone", "shelf=all&status=paid")
    keep(olga, "For all", "shelf=all&status=packed", shared="on")
    sam = comes("customer_service")
    page = sam.get(f"{LIST}?shelf=all").content.decode()
    assert "For all" in page
    assert "Mine alone" not in page
    for view in SavedView.objects.all():
        for act in ("rename", "first", "earlier", "drop"):
            assert sam.post(f"{VIEWS}{view.ref}/{act}/", {"name": "X", "first": "1"}).status_code == 404
    assert {*SavedView.objects.values_list("name", flat=True)} == {"Mine alone", "For all"}


def test_views_go_with_the_account(olga: Client) -> None:
    keep(olga, "Mine", "shelf=all")
    User.objects.get(pk=SavedView.objects.get().employee_id).delete()
    assert not SavedView.objects.exists()


# Many at once


def test_ticked_orders_lead_to_a_pick_list_and_slips_with_addresses_of_their_own(olga: Client) -> None:
    one, two = order_of(ADA), order_of(BEN)
    for do, there in (("pick", "pick-list"), ("slips", "slips")):
        answer = olga.post(TICKED, {"order": [one.number, two.number], "do": do})
        assert answer["Location"] == f"{LIST}{there}/?order={one.number}&order={two.number}"


def test_a_pick_list_names_nobody(olga: Client) -> None:
    order = order_of()
    page = olga.get(f"{LIST}pick-list/", {"order": order.number}).content.decode()
    assert order.number in page
    assert not any(mark in page for mark in ADA.marks)
    assert looks(order) == []


def test_slips_are_printed_a_page_each_and_each_address_is_a_look(olga: Client) -> None:
    orders = [order_of(ADA), order_of(BEN)]
    page = olga.get(f"{LIST}slips/", {"order": [order.number for order in orders]}).content.decode()
    sheets = BeautifulSoup(page, "html.parser").select("article.office-slip")
    assert [ADA.street_address in sheets[0].get_text(), BEN.street_address in sheets[1].get_text()] == [True, True]
    assert "$" not in "".join(sheet.get_text() for sheet in sheets)
    assert [looks(order) for order in orders] == [[("order_desk", "fulfil_order", "allowed")]] * 2


def test_packing_many_tells_what_became_of_each(olga: Client) -> None:
    one, sent = order_of(ADA), order_of(BEN, Status.SHIPPED)
    told = {"order": [one.number, sent.number], "do": "pack", "back": "shelf=to-pack&next=//evil.example"}
    page = BeautifulSoup(olga.post(TICKED, told).content, "html.parser")
    text = page.get_text(" ", strip=True)
    assert "1 order is packed. 1 stays as it is." in text
    assert "its state is “On its way”" in text
    assert page.select(f"a[href='{LIST}?shelf=to-pack']")
    assert "0 orders are packed" in BeautifulSoup(olga.post(TICKED, told).content, "html.parser").get_text(" ")


@pytest.mark.parametrize("do", ["pack", "pick", "slips"])
def test_nothing_ticked_and_too_many_are_said(olga: Client, do: str) -> None:
    none = olga.post(TICKED, {"do": do, "back": "shelf=to-pack"}, follow=True)
    assert "Tick the orders first." in none.content.decode()
    full = olga.post(TICKED, {"do": do, "order": [f"T-{place:06}" for place in range(101)]}, follow=True)
    assert "100 orders at a time are the most." in full.content.decode()


def test_odd_numbers_are_none(olga: Client) -> None:
    assert olga.post(TICKED, {"do": "pack", "order": ["\x00", "'" * 9, "x" * 400]})["Location"] == f"{LIST}?shelf=open"
    assert olga.post(TICKED, {"do": "burn", "order": ["T-1"]}).status_code == 404


@pytest.mark.parametrize("who", ["customer_service", "marketing", "privacy_officer", "no job", "superuser"])
def test_other_jobs_get_no_boxes_and_are_refused(comes: Comes, who: str) -> None:
    order, browser = order_of(), comes(who)
    assert b'form="batch"' not in browser.get(f"{LIST}?shelf=all").content
    assert browser.post(TICKED, {"do": "pack", "order": order.number}).status_code == 403
    for there in ("pick-list", "slips"):
        refused = browser.get(f"{LIST}{there}/", {"order": order.number})
        assert refused.status_code == 403
        assert ADA.street_address not in refused.content.decode()
    order.refresh_from_db()
    assert order.status == Status.PAID


def test_all_of_a_page_are_ticked_by_a_link_where_no_script_runs(olga: Client) -> None:
    order_of()
    page = BeautifulSoup(olga.get(f"{LIST}?shelf=to-pack").content, "html.parser")
    (link,) = page.select("[data-office-instead]")
    assert not page.select("input[name=order][checked]")
    assert BeautifulSoup(olga.get(LIST + str(link["href"])).content, "html.parser").select("input[name=order][checked]")


# Figures


def lines(browser: Client, query: str) -> list[list[str]]:
    answer = browser.get(f"{LIST}figures.csv?{query}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    return [*csv.reader(io.StringIO(text))]


def test_the_file_has_what_the_list_has_and_nobody(olga: Client) -> None:
    order = order_of(BEN)
    order_of(ADA, Status.DELIVERED)
    Order.objects.filter(pk=order.pk).update(reference="=HYPERLINK(1)")
    head, row = lines(olga, "shelf=to-pack")
    assert (row[head.index("Order")], row[head.index("State")]) == (order.number, "Paid")
    assert row[head.index("Former number")] == "'=HYPERLINK(1)"
    assert row[head.index("Total")] == f"{order.total / 100:.2f}"
    whole = "".join(row)
    assert not any(mark in whole for mark in (*BEN.marks, BEN.locality, "Germany"))
    assert "DE" not in row  # an order's number may have it
    assert looks(order) == []


@pytest.mark.parametrize(
    ("who", "status"), [("order_desk", 200), ("bookkeeping", 200), ("marketing", 403), ("privacy_officer", 403)]
)
def test_the_file_is_for_whoever_sends_the_orders_or_keeps_the_books(comes: Comes, who: str, status: int) -> None:
    browser = comes(who)
    assert browser.get(f"{LIST}figures.csv").status_code == status
    order_of()
    offered = b"figures.csv" in browser.get(f"{LIST}?shelf=all").content
    assert offered == (status == 200)


@pytest.mark.parametrize(("who", "offered"), [("order_desk", True), ("customer_service", True), ("marketing", False)])
def test_orders_by_telephone_are_begun_from_the_list(comes: Comes, who: str, offered: bool) -> None:
    assert (b"/office/phone-orders/new/" in comes(who).get(f"{LIST}?shelf=all").content) == offered


# From one order to the next


def test_whoever_packs_is_led_to_the_next_one(olga: Client) -> None:
    one, two, held = order_of(ADA), order_of(BEN), order_of(BEN)
    Order.objects.filter(pk=held.pk).update(held_since=timezone.now())
    assert f"Next to pack: {two.number}" in said(olga, f"{LIST}{one.number}/")
    assert f"Next to pack: {one.number}" in said(olga, f"{LIST}{two.number}/")
    Order.objects.filter(pk=two.pk).update(status=Status.PACKED)
    assert "Next to pack" not in said(olga, f"{LIST}{one.number}/")
