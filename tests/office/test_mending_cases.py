"""A case on the desk's page of its order: what the customer says, whose it is, and what to do about it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.cast import ADA
from tests.office.conftest import Comes, looks, order_of
from tests.orders.buying import works_at_the_desk
from tests.support.told import person_of
from troth import gate
from troth.catalog.models import Variant
from troth.orders import jobs
from troth.orders.models import Order, Payment, Refund, ReturnRequest, SavedView
from troth.orders.models.payment import Paying
from troth.orders.problems import Problem
from troth.orders.states import Status
from troth.support import cases, reporting
from troth.support.models import Attempt, Case, Outcome
from troth.support.reporting import Told

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
WORDS = "Zenobia's lid is cracked."


@pytest.fixture
def olga(comes: Comes) -> Client:
    return comes("order_desk")


def told(problem: Problem = Problem.DAMAGED) -> Case:
    """A tube arrived, and something is wrong with it."""
    order = order_of(ADA, Status.DELIVERED)
    Payment.objects.filter(order=order).update(state=Paying.SUCCEEDED)
    line = order.lines.get()
    parcel = order.parcels.create(ref=order.number, carrier="usps", service="s", booking="booked", way="delivered")
    parcel.lines.create(line=line, quantity=line.quantity)
    reporting.by_buyer(order.number, Told(problem, {line.pk: 1}, WORDS), person=person_of(order))
    return Case.objects.get(order=order)


def at(order: Order, *rest: str) -> str:
    return "/".join(["/office/orders", order.number, *rest]) + "/"


def page(browser: Client, order: Order) -> BeautifulSoup:
    return BeautifulSoup(browser.get(at(order)).content, "html.parser")


def press(browser: Client, case: Case, act: str, **typed: str) -> str:
    """What the office says after it."""
    answer = browser.post(at(case.order, "problems", str(case.ref), act), typed, follow=True)
    return answer.content.decode()


def test_the_desk_reads_what_the_customer_says_and_the_look_is_entered(olga: Client) -> None:
    case = told()
    said = page(olga, case.order).select_one(".office-said")
    assert said is not None
    assert WORDS in said.get_text()
    assert ("order_desk", "resolve_order_problem", "allowed") in looks(case.order)
    assert WORDS not in olga.get("/office/orders/problems/").content.decode()


@pytest.mark.parametrize("who", ["marketing", "privacy_officer"])
def test_other_jobs_read_a_seal_and_can_do_nothing(comes: Comes, who: str) -> None:
    case, other = told(), comes(who)
    shown = other.get(at(case.order)).content.decode()
    assert WORDS not in shown
    assert "case_again" not in shown
    for act in ("take", "leave", "again", "give-back", "ask-back", "claim"):
        answer = other.post(at(case.order, "problems", str(case.ref), act), {"amount": "1.00"})
        assert answer.status_code == 403
    case.refresh_from_db()
    assert (case.owner, case.closed_at) == (None, None)
    assert (Refund.objects.count(), ReturnRequest.objects.count(), Attempt.objects.count()) == (0, 0, 0)


def test_what_the_customer_told_is_filled_in_and_sent_again(olga: Client) -> None:
    case = told()
    line = case.order.lines.get().pk
    field = page(olga, case.order).select_one(f'input[name="again-{line}"]')
    assert field is not None
    assert (field["value"], field["max"]) == ("1", "1")
    assert "The replacement is reserved" in press(olga, case, "again", **{f"again-{line}": "1"})
    assert case.order.lines.count() == 2
    assert "moved on meanwhile" in press(olga, case, "again", **{f"again-{line}": "1"})
    assert case.order.lines.count() == 2
    assert "Sent, or sent again" in page(olga, case.order).get_text()


def test_money_is_proposed_and_given_back_once(olga: Client) -> None:
    case = told()
    field = page(olga, case.order).select_one(f'input[id="case-amount-{case.ref}"]')
    assert field is not None
    assert field["value"] == "10.00"
    assert "on its way back" in press(olga, case, "give-back", amount="10.00")
    press(olga, case, "give-back", amount="10.00")
    assert [each.amount for each in Refund.objects.all()] == [1000]


def test_with_the_money_what_never_left_goes_back_to_the_shelf(olga: Client) -> None:
    case = told(Problem.MISSING)
    tube = case.order.lines.get()
    field = page(olga, case.order).select_one(f'input[name="restock-{tube.pk}"]')
    assert field is not None
    assert (field["value"], field["max"]) == ("1", "1")
    before = Variant.objects.get(pk=tube.variant_id).stock
    assert "on its way back" in press(olga, case, "give-back", amount="10.00", **{f"restock-{tube.pk}": "1"})
    assert Variant.objects.get(pk=tube.variant_id).stock == before + 1


def test_what_is_not_here_is_not_asked_about(olga: Client) -> None:
    case = told(Problem.NOT_ARRIVED)
    assert page(olga, case.order).select_one(f'input[id$="-{case.ref}"][name^="restock-"]') is None


def test_where_nobody_knows_how_much_the_amount_is_left_to_the_desk(olga: Client) -> None:
    case = told()
    cases.open(case.order.number, Problem.OTHER, works_at_the_desk(590))
    field = page(olga, case.order).select_one(f'input[id="case-amount-{Case.objects.get(problem="other").ref}"]')
    assert field is not None
    assert field["value"] == ""


@pytest.mark.parametrize("amount", ["", "nothing", "-1", "0", "10000000"])
def test_an_amount_that_is_none_gives_nothing_back(olga: Client, amount: str) -> None:
    case = told()
    press(olga, case, "give-back", amount=amount)
    case.refresh_from_db()
    assert (Refund.objects.count(), case.closed_at) == (0, None)


def test_it_is_asked_back_and_claimed(olga: Client) -> None:
    case = told(Problem.DAMAGED)
    line = case.order.lines.get().pk
    assert "Noted" in press(olga, case, "claim")
    assert "moved on meanwhile" in press(olga, case, "claim")
    assert Attempt.objects.filter(tried="claimed").count() == 1
    assert "among the returns" in press(olga, case, "ask-back", **{f"return-{line}": "1", "wish": "money"})
    assert ReturnRequest.objects.get().state == "agreed"


def test_whoever_does_something_has_it_and_can_leave_it(olga: Client, comes: Comes) -> None:
    case, sam = told(), comes("customer_service")
    assert "Nobody has taken it yet: Order desk, Customer service" in page(olga, case.order).get_text(" ", strip=True)
    press(olga, case, "write")
    assert "It is yours." in page(olga, case.order).get_text()
    assert "A colleague has it." in page(sam, case.order).get_text()
    assert case.order.number in olga.get("/office/orders/problems/?mine=1").content.decode()
    assert case.order.number not in sam.get("/office/orders/problems/?mine=1").content.decode()
    press(olga, case, "leave")
    assert Case.objects.get().owner is None
    press(sam, case, "take")
    assert "It is yours." in page(sam, case.order).get_text()


def test_nobody_is_told_that_a_case_is_theirs_which_is_settled(olga: Client, comes: Comes) -> None:
    case, sam = told(), comes("customer_service")
    press(sam, case, "take")
    assert "moved on meanwhile" in press(olga, case, "leave"), "it is with a colleague"
    cases.close(case.ref, Outcome.NO_PROBLEM, works_at_the_desk(590))
    for act, said in (("take", "It is yours now."), ("leave", "nobody&#x27;s now")):
        answer = press(olga, case, act)
        assert said not in answer
        assert "moved on meanwhile" in answer


def test_a_case_of_another_order_is_not_found(olga: Client) -> None:
    case, other = told(), order_of()
    for act in ("take", "leave", "again", "give-back", "ask-back", "claim"):
        answer = olga.post(at(other, "problems", str(case.ref), act), {"amount": "1.00"})
        assert answer.status_code == 404
    assert Case.objects.get().owner is None


# -- people without a job


@pytest.mark.parametrize("who", ["no job", "superuser"])
def test_without_a_job_there_is_no_order_to_see_and_no_view_to_keep(comes: Comes, who: str) -> None:
    case, nobody = told(), comes(who)
    for path in ("", "?shelf=all", "problems/", "views/", "figures.csv", f"{case.order.number}/"):
        answer = nobody.get(f"/office/orders/{path}")
        assert answer.status_code == 403, path
        assert case.order.number not in answer.content.decode().replace(f"/office/orders/{case.order.number}/", "")
    for path in ("views/", "selected/"):
        assert nobody.post(f"/office/orders/{path}", {"name": "Mine", "query": "shelf=all"}).status_code == 403
    assert not SavedView.objects.exists()
    assert looks(case.order) == []


@pytest.mark.parametrize("who", ["order_desk", "customer_service", "marketing", "privacy_officer"])
def test_with_any_job_there_is(comes: Comes, who: str) -> None:
    """The control of the one above."""
    case, somebody = told(), comes(who)
    assert case.order.number in somebody.get("/office/orders/?shelf=all").content.decode()
    somebody.post("/office/orders/views/", {"name": "Mine", "query": "shelf=all"})
    assert SavedView.objects.count() == 1


def test_the_list_itself_asks_whether_there_is_a_job() -> None:
    from troth.orders import desk

    nobody = desk.actor_for(9_999_999)
    for verb in (lambda: desk.list(actor=nobody), lambda: desk.open("T-000000", nobody), lambda: jobs.may_look(nobody)):
        with pytest.raises(gate.Refused):
            verb()


# -- what never came


def never_came() -> Case:
    case = told(Problem.NOT_ARRIVED)
    case.order.parcels.update(way="moving")
    Order.objects.filter(pk=case.order_id).update(status=Status.SHIPPED)
    return Case.objects.get(pk=case.pk)


def test_money_for_what_never_came_ends_the_order_for_everybody(olga: Client) -> None:
    case = never_came()
    assert "nobody waits for the parcel any more" in page(olga, case.order).text
    press(olga, case, "give-back", amount="1.00")
    desk = page(olga, case.order)
    badge = desk.select_one(".office-badge")
    assert badge is not None
    assert badge.text == "Did not arrive"
    assert "It has arrived" in desk.text, "if it turns up after all"
    olga.post(at(case.order, "delivered"))
    assert Order.objects.get(pk=case.order_id).status == Status.DELIVERED


def test_of_what_arrived_nobody_is_told_that_the_wait_ends(olga: Client) -> None:
    assert "nobody waits for the parcel any more" not in page(olga, told().order).text


def test_no_case_is_opened_by_a_press_that_chose_nothing(olga: Client) -> None:
    order = order_of(ADA, Status.PAID)
    answer = olga.post(at(order, "problems"), {"problem": ""}, follow=True)
    assert "Choose what is wrong." in answer.content.decode()
    assert not Case.objects.exists()


def test_the_head_says_what_is_known_of_the_money(olga: Client) -> None:
    order = order_of(ADA, Status.PAID)
    Payment.objects.filter(order=order).update(state=Paying.STARTED, brand="", last_four="")
    head = page(olga, order).select_one(".office-head .office-soft")
    assert head is not None
    assert "not paid" in head.text
    Payment.objects.filter(order=order).update(state=Paying.SUCCEEDED)
    head = page(olga, order).select_one(".office-head .office-soft")
    assert head is not None
    assert "not paid" not in head.text
    assert "paid" in head.text
