"""Orders placed by programs: the checkout's verb, its fields, its bounds; once, however often it is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.utils import timezone

from tests.api.buying import filled, order_for, placed
from tests.api.shop import ask, is_problem
from tests.cast import ADA, BEN
from tests.orders.buying import in_the_vault, tube
from troth import gate
from troth.api.catalogue.shaping import whole
from troth.api.models import KeptAnswer
from troth.api.orders import once, views
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.orders import bounds, shipping, terms
from troth.orders.models import Order, OrderAccess, Payment
from troth.orders.models.order import Origin
from troth.orders.reports.placed import placed as placed_in_the_shop
from troth.orders.reports.span import Span
from troth.people import limits

pytestmark = pytest.mark.django_db
KEY = "a-key-of-the-program-0001"


@pytest.fixture
def one() -> Variant:
    return tube()


def nothing_happened() -> bool:
    return not Order.objects.exists() and in_the_vault() == (0, 0) and not Message.objects.exists()


def test_an_order_is_placed_and_leads_to_the_payment(one: Variant) -> None:
    token = filled(one, 2)
    answer = placed(token, order_for(token))
    assert answer.status_code == 201, answer.content
    told = answer.json()
    order = Order.objects.get()
    assert told["number"] == order.number
    assert told["total"]["amount"] == order.total
    assert told["pay"]["url"] == whole(Payment.objects.get(order=order).address)
    assert told["pay"]["url"].startswith("http")
    assert ask("/basket", basket_token=token).json()["lines"] == []
    person = gate.person_of_party(order.whose)
    assert person is not None
    assert Message.objects.filter(template="order_placed").count() == 1


def test_the_desk_sees_that_a_program_placed_it_and_it_is_no_end_of_a_way_through_the_shop(one: Variant) -> None:
    token = filled(one, 2)
    placed(token, order_for(token))
    assert Order.objects.get().origin == Origin.API
    assert placed_in_the_shop(Span(timezone.localdate(), timezone.localdate())) == 0


def test_what_was_typed_is_sealed_and_goes_where_the_checkouts_goes(one: Variant) -> None:
    token = filled(one)
    placed(token, order_for(token))
    told = gate.use(Order.objects.get().whose, ["order_contact", "order_delivery"], **_looking())
    contact, delivery = told.first("order_contact"), told.first("order_delivery")
    assert contact is not None
    assert delivery is not None
    assert contact["email"].reveal() == ADA.email
    assert contact["telephone"].reveal() == "+1 617-555-0143"
    assert delivery["name"].reveal() == ADA.name  # nobody else was named, so it goes to the contact
    assert delivery["street_address"].reveal() == ADA.street_address
    whole = str(list(KeptAnswer.objects.values()))
    assert not any(mark in whole for mark in ADA.marks)


def test_the_same_key_and_body_get_the_same_answer_and_one_order(one: Variant) -> None:
    token = filled(one)
    body = order_for(token)
    answers = [placed(token, body, KEY) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert answers[0].content == answers[1].content == answers[2].content
    assert Order.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(one: Variant) -> None:
    token = filled(one)
    body = order_for(token)
    placed(token, body, KEY)
    answer = placed(token, {**body, "contact": {**body["contact"], "email": BEN.email}}, KEY)
    is_problem(answer, 409, "key-used")
    assert Order.objects.count() == 1


def test_a_request_that_came_to_nothing_frees_its_key(one: Variant) -> None:
    token = filled(one)
    body = order_for(token)
    assert is_problem(placed(token, {**body, "total": 1}, KEY), 409, "not-now")["code"] == "total-changed"
    assert placed(token, body, KEY).status_code == 201


def test_a_key_whose_request_is_forgotten_makes_no_second_order_and_tells_no_other(one: Variant) -> None:
    token = filled(one)
    body = order_for(token)
    placed(token, body, KEY)
    KeptAnswer.objects.update(ends_at=timezone.now() - timedelta(days=1))
    assert once.sweep() == 1
    is_problem(placed(token, {**body, "method": "other"}, KEY), 409, "key-used")
    assert Order.objects.count() == 1


def test_overtaken_by_its_own_twin_it_gets_the_twins_answer(one: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that lost its patience asks again while the first request is still being worked on."""
    token, real, twins = filled(one), views.place, []
    body = order_for(token)

    def overtaken(asked: Any) -> Any:
        monkeypatch.setattr(views, "place", real)
        twins.append(placed(token, body, KEY))
        return real(asked)

    monkeypatch.setattr(views, "place", overtaken)
    answer = placed(token, body, KEY)
    assert (answer.status_code, twins[0].status_code) == (201, 201), answer.content
    assert answer.content == twins[0].content
    assert Order.objects.count() == 1
    assert KeptAnswer.objects.get().order == answer.json()["number"]


def test_a_key_of_one_basket_says_nothing_about_another(one: Variant) -> None:
    first, second = filled(one), filled(one)
    assert placed(first, order_for(first), KEY).status_code == 201
    assert placed(second, order_for(second), KEY).status_code == 201
    assert Order.objects.count() == 2


def test_what_is_kept_of_a_request_cannot_be_guessed_from_the_body(one: Variant) -> None:
    """Two baskets, the same key and body but for the basket: nothing alike lies in the store."""
    for _ in range(2):
        token = filled(one)
        placed(token, order_for(token), KEY)
    kept = list(KeptAnswer.objects.values_list("key", "request"))
    assert len({each for row in kept for each in row}) == 4


def test_without_a_key_nothing_is_placed(one: Variant) -> None:
    token = filled(one)
    told = is_problem(ask("/orders", "POST", order_for(token), basket_token=token), 422, "not-fitting")
    assert told["errors"][0]["where"] == "header.Idempotency-Key"
    assert nothing_happened()


@pytest.mark.parametrize(
    ("part", "name"),
    [("contact", "birthday"), ("delivery", "telephone"), ("billing", "email"), ("residence", "city")],
)
def test_a_field_the_policy_does_not_name_is_refused_by_name(one: Variant, part: str, name: str) -> None:
    token = filled(one)
    body = order_for(token)
    told = is_problem(placed(token, {**body, part: {**body.get(part, {}), name: "1815-12-10"}}), 422, "not-fitting")
    assert told["errors"] == [
        {
            "where": f"body.{part}.{name}",
            "kind": "not-declared",
            "what": "The privacy policy is silent about this, so it is not taken in.",
        }
    ]
    assert nothing_happened()


def test_a_part_the_policy_does_not_name_is_refused_too(one: Variant) -> None:
    token = filled(one)
    told = is_problem(placed(token, {**order_for(token), "birthday": "1815-12-10"}), 422, "not-fitting")
    assert told["errors"][0]["where"] == "body.birthday"
    assert nothing_happened()


def test_the_description_lists_the_policys_fields_and_no_others() -> None:
    schema = ask("/openapi.json").json()["components"]["schemas"]["NewOrder"]["properties"]
    known = gate.policy().kinds
    for part, kind in (("contact", "order_contact"), ("delivery", "order_delivery"), ("billing", "order_billing")):
        assert list(schema[part]["properties"]) == list(known[kind].fields)
        assert schema[part]["additionalProperties"] is False
        assert schema[part]["properties"]["name"]["description"] == known[kind].fields["name"].why


def test_a_number_of_the_buyers_own_goes_with_the_parcel_and_onto_the_invoice(one: Variant) -> None:
    token = filled(one)
    body = order_for(token)
    told = {**body, "delivery": {**body["delivery"], "purchase_order": "PO-17"}}
    assert placed(token, told).status_code == 201
    order = Order.objects.get()
    for kind, purpose in (("order_delivery", "fulfil_order"), ("order_billing", "billing")):
        record = gate.use(order.whose, [kind], purpose=purpose, actor=gate.system(purpose)).first(kind)
        assert record is not None
        assert record["purchase_order"].reveal() == "PO-17"


@pytest.mark.parametrize(
    "number", ["x" * 41, "PO\u202e17", "4111 1111 1111 1111"], ids=["too long", "illegible", "of a card"]
)
def test_a_number_that_no_slip_could_show_is_refused(one: Variant, number: str) -> None:
    token = filled(one)
    body = order_for(token)
    told = is_problem(placed(token, {**body, "billing": {"purchase_order": number}}), 422, "not-fitting")
    assert {each["where"] for each in told["errors"]} >= {"body.billing.purchase_order"}
    assert nothing_happened()


def test_an_address_that_does_not_fit_its_country_is_told_line_by_line(one: Variant) -> None:
    token = filled(one)
    body = order_for(token)
    wrong = {**body["delivery"], "postcode": "99999x", "region": ""}
    told = is_problem(placed(token, {**body, "delivery": wrong}), 422, "not-fitting")
    assert {each["where"] for each in told["errors"]} == {"body.delivery.postcode", "body.delivery.region"}


def test_what_is_not_needed_is_not_taken_in(one: Variant) -> None:
    token = filled(one)
    body = order_for(token, BEN)
    for more in (
        {"delivery": {**body["delivery"], "region": "Berlin"}},  # German addresses have no such line
        {"billing": {"tax_id": "DE136695976"}},  # the seller sits in the United States: it decides nothing
    ):
        told = is_problem(placed(token, {**body, **more}), 422, "not-fitting")
        assert [each["kind"] for each in told["errors"]] == ["not-needed"]
    assert nothing_happened()


@pytest.mark.parametrize("email", ["nobody", "ada@example", "ädä@example.com", "a@b.com\u202e", ""])
def test_an_address_nobody_could_write_to_is_refused(one: Variant, email: str) -> None:
    token = filled(one)
    body = order_for(token)
    told = is_problem(placed(token, {**body, "contact": {**body["contact"], "email": email}}), 422, "not-fitting")
    assert told["errors"][0]["where"] == "body.contact.email"


def test_an_embargo_refuses_with_its_clause_and_is_recorded(one: Variant) -> None:
    token = filled(one)
    there = {"country": "KP", "street_address": "1 Street", "locality": "Pyongyang"}
    method = shipping.methods("KP", one.weight_grams)[0]
    body = order_for(token) | {"delivery": there, "method": method.code, "price": method.price}
    body["total"] = one.price + method.price
    answer = placed(token, body)
    assert is_problem(answer, 403, "refused")["clause"]
    assert not Order.objects.exists()
    assert in_the_vault() == (0, 0)


def test_the_terms_in_force_must_be_named(one: Variant) -> None:
    token = filled(one)
    body = order_for(token)
    assert terms.version()
    del body["terms"]
    assert is_problem(placed(token, body), 422, "not-fitting")["errors"][0]["where"] == "body.terms"
    answer = placed(token, {**body, "terms": "2020-01-01-000000000000"})
    assert is_problem(answer, 409, "not-now")["code"] == "terms-changed"
    assert nothing_happened()


def test_nobody_pays_a_price_they_were_not_shown(one: Variant) -> None:
    token = filled(one)
    body = order_for(token)
    Variant.objects.filter(pk=one.pk).update(price=1)
    assert is_problem(placed(token, body), 409, "not-now")["code"] == "basket-changed"
    assert nothing_happened()


def test_orders_for_one_address_are_limited_as_at_the_checkout(one: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES_AT_HOME, "guest_order", "30/h/ip,2/h/key")
    answers = []
    for _ in range(3):
        token = filled(one)
        answers.append(placed(token, order_for(token)))
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    is_problem(answers[2], 429, "too-often")
    assert Order.objects.count() == 2


def test_unpaid_orders_of_one_network_are_limited_as_at_the_checkout(
    one: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "UNPAID_AT_HOME", 1)
    first, second = filled(one), filled(one)
    body = order_for(first)
    assert placed(first, body, KEY).status_code == 201
    other = order_for(second, replace(ADA, email="another@example.com"))
    is_problem(placed(second, other), 429, "too-often")
    assert placed(first, body, KEY).status_code == 201  # the same order once more is no other one


def test_mistakes_and_repetitions_cost_nothing(one: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES_AT_HOME, "guest_order", "1/h/ip,1/h/key")
    token = filled(one)
    body = order_for(token)
    for _ in range(3):
        is_problem(placed(token, {**body, "total": 1}), 409, "not-now")
    for _ in range(3):
        assert placed(token, body, KEY).status_code == 201


def test_the_limits_remember_neither_address_nor_network(one: Variant) -> None:
    token = filled(one)
    placed(token, order_for(token))
    counted = str(list(caches["limits"].rows()))  # type: ignore[attr-defined]  # of our own cache
    assert not any(mark in counted for mark in (*ADA.marks, "127.0.0.1"))


def test_an_order_is_looked_at_with_its_secret_and_shows_nobody(one: Variant) -> None:
    token = filled(one)
    told = placed(token, order_for(token)).json()
    answer = ask(f"/orders/{told['number']}", order_secret=told["secret"])
    state: dict[str, Any] = answer.json()
    assert state["status"] == "placed"
    assert state["can_pay"] is True
    assert state["total"] == told["total"]
    assert not any(mark in answer.content.decode() for mark in ADA.marks)
    is_problem(ask(f"/orders/{told['number']}", order_secret="x" * 43), 404, "not-found")
    is_problem(ask("/orders/T-000000", order_secret=told["secret"]), 404, "not-found")
    is_problem(ask(f"/orders/{told['number']}"), 422, "not-fitting")


def test_the_secret_is_kept_as_a_hash_opens_no_page_and_runs_out(one: Variant, client: Any) -> None:
    token = filled(one)
    told = placed(token, order_for(token)).json()
    assert not OrderAccess.objects.filter(browser_digest=told["secret"]).exists()
    client.cookies["order_access"] = told["secret"]
    assert client.get(f"/orders/{told['number']}/").status_code == 404
    OrderAccess.objects.update(expires_at=timezone.now())
    is_problem(ask(f"/orders/{told['number']}", order_secret=told["secret"]), 404, "not-found")


def test_the_way_to_pay_is_told_once_more(one: Variant) -> None:
    token = filled(one)
    told = placed(token, order_for(token)).json()
    again = ask(f"/orders/{told['number']}/payment", "POST", order_secret=told["secret"])
    assert again.json() == told["pay"]
    Order.objects.update(status="paid")
    again = ask(f"/orders/{told['number']}/payment", "POST", order_secret=told["secret"])
    assert again.json() == {"url": None}


def test_the_buyer_comes_back_to_a_page_that_needs_no_cookie(one: Variant, client: Any) -> None:
    from troth.recipients.models import TillSession

    token = filled(one)
    placed(token, order_for(token))
    session = TillSession.objects.get()
    for address in (session.back, session.away):
        answer = client.get(address.partition("//")[2].partition("/")[2].join(["/", ""]))
        assert answer.status_code == 200
        assert not answer.cookies
    assert b"Nothing was paid" in answer.content


def test_an_account_signed_in_by_a_cookie_changes_nothing(
    one: Variant, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its order is a guest's, and counts as one."""
    from django.contrib.auth import get_user_model

    monkeypatch.setitem(limits.RATES_AT_HOME, "guest_order", "1/h/ip,1/h/key")
    client.force_login(get_user_model().objects.create_user("someone@sealed.invalid"))
    answers = []
    for _ in range(2):
        token = filled(one)
        headers = {"basket-token": token, "idempotency-key": KEY}
        body = order_for(token)
        answers.append(client.post("/api/v1/orders", body, content_type="application/json", headers=headers))
    assert [answer.status_code for answer in answers] == [201, 429]
    person = gate.person_of_party(Order.objects.get().whose)
    assert person is not None
    assert gate.account_of_person(person) is None


def _looking() -> dict[str, Any]:
    return {"purpose": "fulfil_order", "actor": gate.system("fulfil_order")}
