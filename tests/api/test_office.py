"""The office for programs: what a token's purposes open and nothing else, in its employee's name."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.api.shop import ask, is_problem
from tests.cast import ADA, BEN
from tests.office.conftest import entries_about, hired, looks, order_of
from tests.orders.buying import tube
from troth import gate
from troth.orders.models import Order
from troth.orders.states import Status
from troth.people import office_tokens, staff
from troth.people.models import OfficeToken, User
from troth.people.office_tokens import NotTheirs

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga() -> User:
    return hired("order_desk")


def token_of(user: User, *purposes: str, days: int = 30) -> str:
    return office_tokens.lend(user, "Packing bench", purposes or ("fulfil_order",), days=days).token


def asks(token: str, address: str, method: str = "GET", body: object = None) -> Any:
    return ask(f"/office{address}", method, body, authorization=f"Bearer {token}")


ADDRESSES = [
    ("GET", "/orders"),
    ("GET", "/orders/T-000000"),
    ("POST", "/orders/T-000000/pack"),
    ("POST", "/orders/T-000000/ship"),
    ("POST", "/orders/T-000000/label"),
    ("GET", "/stock"),
]


# -- who comes in


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_without_a_token_nothing_opens(method: str, address: str) -> None:
    answer = ask(f"/office{address}", method, {} if method == "POST" else None)
    is_problem(answer, 401, "token")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("words", ["Bearer", "Bearer x", "Basic b2xnYTo=", "Bearer troth_" + "x" * 43, "é"])
def test_what_is_no_token_opens_nothing(words: str, olga: User) -> None:
    token_of(olga)
    is_problem(ask("/office/stock", authorization=words), 401, "token")


def test_a_signed_in_employee_without_a_token_is_nobody(olga: User, client: Any) -> None:
    client.force_login(olga)
    assert client.get("/api/v1/office/orders").status_code == 401


def test_a_token_is_kept_as_a_hash_and_its_last_use_noted(olga: User) -> None:
    token = token_of(olga)
    assert token.removeprefix("troth_") not in str(OfficeToken.objects.values().get())
    assert OfficeToken.objects.get().used_at is None
    assert asks(token, "/stock").status_code == 200
    assert OfficeToken.objects.get().used_at is not None


def test_a_token_runs_out(olga: User) -> None:
    token = token_of(olga)
    OfficeToken.objects.update(ends_at=timezone.now())
    is_problem(asks(token, "/stock"), 401, "token")


def test_a_token_that_was_ended_opens_nothing(olga: User) -> None:
    token = token_of(olga)
    assert office_tokens.end(OfficeToken.objects.get().public_id, olga)
    is_problem(asks(token, "/stock"), 401, "token")


def test_a_token_ends_with_the_job_and_does_not_come_back_with_it(olga: User) -> None:
    token, by = token_of(olga), gate.system("manage_staff")
    assert asks(token, "/stock").status_code == 200
    staff.change_roles(olga, ["marketing"], by=by)
    is_problem(asks(token, "/stock"), 401, "token")
    staff.change_roles(olga, ["order_desk"], by=by)
    is_problem(asks(token, "/stock"), 401, "token")


def test_a_job_that_was_away_for_a_moment_revives_no_token(olga: User) -> None:
    """Nobody came with it meanwhile."""
    token, by = token_of(olga), gate.system("manage_staff")
    staff.change_roles(olga, [], by=by)
    staff.change_roles(olga, ["order_desk"], by=by)
    is_problem(asks(token, "/stock"), 401, "token")


def test_a_job_taken_away_in_the_vault_alone_ends_it_as_well(olga: User) -> None:
    token, by = token_of(olga), gate.system("manage_staff")
    gate.revoke_role(olga.pk, "order_desk", actor=by)
    is_problem(asks(token, "/stock"), 401, "token")
    gate.grant_role(olga.pk, "order_desk", actor=by)
    is_problem(asks(token, "/stock"), 401, "token")


def test_half_a_job_is_not_enough_for_a_token_of_both(olga: User) -> None:
    token = token_of(olga, "fulfil_order", "resolve_order_problem")
    staff.change_roles(olga, ["customer_service"], by=gate.system("manage_staff"))  # keeps the second of them
    is_problem(asks(token, "/stock"), 401, "token")


def test_a_token_ends_with_its_employee(olga: User) -> None:
    token = token_of(olga)
    staff.disable(olga, by=gate.system("manage_staff"))
    assert OfficeToken.objects.get().ended_at is not None
    User.objects.filter(pk=olga.pk).update(is_active=True, is_staff=True)
    is_problem(asks(token, "/stock"), 401, "token")


@pytest.mark.parametrize("flag", ["is_active", "is_staff"])
def test_an_account_that_may_not_come_in_lends_nothing(olga: User, flag: str) -> None:
    token = token_of(olga)
    User.objects.filter(pk=olga.pk).update(**{flag: False})
    is_problem(asks(token, "/stock"), 401, "token")


def test_nobody_lends_what_is_not_theirs(olga: User) -> None:
    sam = hired("customer_service")
    for user, purpose in ((olga, "billing"), (sam, "fulfil_order"), (hired(), "fulfil_order"), (olga, "newsletter")):
        with pytest.raises(NotTheirs):
            office_tokens.lend(user, "Packing bench", [purpose], days=1)
    with pytest.raises(NotTheirs):
        office_tokens.lend(olga, "Packing bench", [], days=1)
    assert not OfficeToken.objects.exists()


@pytest.mark.parametrize(("label", "days"), [("", 1), ("olga@example.com", 1), ("Bench", 0), ("Bench", 366)])
def test_a_label_names_no_person_and_a_year_is_the_longest(olga: User, label: str, days: int) -> None:
    with pytest.raises(ValueError, match="label"):
        office_tokens.lend(olga, label, ["fulfil_order"], days=days)


# -- what a program sees


def test_a_list_tells_numbers_and_amounts_and_opens_nobody(olga: User) -> None:
    orders = [order_of(who) for who in (ADA, BEN, ADA)]
    token = token_of(olga)
    first = asks(token, "/orders?shelf=to-pack&limit=2")
    told = first.json()
    assert [each["number"] for each in told["items"]] == [each.number for each in orders[:2]]
    rest = asks(token, f"/orders?shelf=to-pack&limit=2&cursor={told['next']}").json()
    assert [each["number"] for each in rest["items"]] == [orders[2].number]
    assert rest["next"] is None
    assert not any(mark in first.content.decode() for mark in (*ADA.marks, *BEN.marks))
    assert looks(orders[0]) == []


def test_one_order_shows_what_the_desks_screen_shows_and_the_look_is_recorded(olga: User) -> None:
    order = order_of(ADA)
    told = asks(token_of(olga), f"/orders/{order.number}").json()
    assert told["contact"]["email"] == ADA.email
    assert told["delivery"]["street_address"] == ADA.street_address
    assert told["billing"] == {}
    assert {each["clause"] for each in told["withheld"]} == {"S.need_to_know"}
    assert {each["field"].partition(".")[0] for each in told["withheld"]} == {"billing"}
    assert looks(order) == [("order_desk", "fulfil_order", "allowed")]
    assert entries_about(order)[0].actor_code == "order_desk"


def test_a_purpose_that_was_not_lent_opens_nothing_whatever_the_job_includes(olga: User) -> None:
    """The control is the test before: the same employee's other token opens the address."""
    order = order_of(ADA)
    answer = asks(token_of(olga, "resolve_order_problem"), f"/orders/{order.number}")
    told = answer.json()
    assert told["contact"]["name"] == ADA.name  # the job of putting things right includes whom to ask
    assert told["delivery"] == {}
    assert {each["field"] for each in told["withheld"]} >= {"delivery.street_address", "delivery.name"}
    assert ADA.street_address not in answer.content.decode()
    assert looks(order) == [("order_desk", "resolve_order_problem", "allowed")]


def test_the_gate_itself_refuses_what_was_not_lent(olga: User) -> None:
    order = order_of(ADA)
    actor = gate.employee(olga.pk, only=frozenset({"resolve_order_problem"}))
    with pytest.raises(gate.Refused):
        gate.use(order.whose, ["order_delivery"], purpose="fulfil_order", actor=actor)
    assert looks(order) == [("order_desk", "fulfil_order", "refused")]
    assert gate.use(order.whose, ["order_delivery"], purpose="fulfil_order", actor=gate.employee(olga.pk))


def test_a_program_gives_no_reasons(olga: User) -> None:
    """Customer service opens an address with a reason; its program does not, even with words."""
    sam, order = hired("customer_service"), order_of(ADA)
    reason = "They asked where it went."
    lent = gate.employee(sam.pk, only=frozenset({"fulfil_order"}))
    with pytest.raises(gate.Refused):
        gate.use(order.whose, ["order_delivery"], purpose="fulfil_order", actor=lent, reason=reason)
    own = gate.employee(sam.pk)
    assert gate.use(order.whose, ["order_delivery"], purpose="fulfil_order", actor=own, reason=reason)


def test_an_order_that_is_not_there_and_a_cursor_that_is_none_are_said(olga: User) -> None:
    token = token_of(olga)
    is_problem(asks(token, "/orders/T-000000"), 404, "not-found")
    is_problem(asks(token, "/orders?cursor=b2ZmaWNlLW9yZGVycyB4"), 422, "not-fitting")
    is_problem(asks(token, "/orders?shelf=nonsense"), 422, "not-fitting")
    is_problem(asks(token, "/stock?cursor=b2ZmaWNlLXN0b2NrIHg"), 422, "not-fitting")


# -- what a program does


def test_a_program_packs_and_ships_as_the_desk_does(olga: User) -> None:
    order, token = order_of(ADA), token_of(olga)
    assert asks(token, f"/orders/{order.number}/pack", "POST").json()["status"] == Status.PACKED
    shipped = asks(token, f"/orders/{order.number}/ship", "POST", {}).json()
    assert shipped["tracking"]
    assert ADA.name in base64.b64decode(shipped["label"]).decode()
    order.refresh_from_db()
    assert order.status == Status.SHIPPED
    again = asks(token, f"/orders/{order.number}/ship", "POST", {})
    assert is_problem(again, 409, "not-now")["code"] == "not-possible"
    assert asks(token, f"/orders/{order.number}/label", "POST").json()["tracking"] == shipped["tracking"]


def test_a_part_of_an_order_is_shipped(olga: User) -> None:
    from tests.orders.buying import bought

    order, token = bought(ADA, (tube(), 3)), token_of(olga)
    Order.objects.update(status=Status.PACKED)
    parts = {"parts": [{"line": 1, "quantity": 2}]}
    assert asks(token, f"/orders/{order.number}/ship", "POST", parts).status_code == 200
    told = asks(token, f"/orders/{order.number}").json()
    assert told["status"] == Status.PART_SHIPPED
    assert told["lines"][0]["left"] == 1
    is_problem(
        asks(token, f"/orders/{order.number}/ship", "POST", {"parts": [{"line": 2, "quantity": 1}]}), 422, "not-fitting"
    )
    assert (
        is_problem(asks(token, f"/orders/{order.number}/ship", "POST", parts), 409, "not-now")["code"]
        == "not-left-to-send"
    )


@pytest.mark.parametrize("act", ["pack", "ship", "label"])
def test_without_the_purpose_nothing_is_packed_or_sent(olga: User, act: str) -> None:
    order = order_of(ADA, Status.PACKED if act == "ship" else Status.PAID)
    answer = asks(token_of(olga, "resolve_order_problem"), f"/orders/{order.number}/{act}", "POST", {})
    assert is_problem(answer, 403, "refused")["clause"] == "S.need_to_know"
    before = order.status
    order.refresh_from_db()
    assert order.status == before


def test_stock_is_told_variant_by_variant(olga: User) -> None:
    refs = sorted(str(tube(title=f"Tube {number}", stock=number).ref) for number in range(3))
    token, found, cursor = token_of(olga), [], ""
    for _ in range(5):
        told = asks(token, f"/stock?limit=2&cursor={cursor}").json()
        found += told["items"]
        cursor = told["next"]
        if cursor is None:
            break
    assert [each["ref"] for each in found] == refs
    assert sorted(each["left"] for each in found) == [0, 1, 2]


def test_old_tokens_do_not_outlive_a_year(olga: User) -> None:
    token_of(olga, days=365)
    assert OfficeToken.objects.get().ends_at < timezone.now() + timedelta(days=366)
