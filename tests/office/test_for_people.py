"""Helping people and answering their requests: what the job opens, what is done for them, and who says so."""

from __future__ import annotations

import json
import time
import zipfile
from io import BytesIO

import pytest
from django.test import Client

from tests.cast import ADA, BEN
from tests.office.conftest import Comes, member, order_of
from troth import gate
from troth.rights import tickets

pytestmark = pytest.mark.django_db


def found(browser: Client, email: str = ADA.email) -> str:
    """The address of the one page the search leads to."""
    answer = browser.post("/office/people/", {"email": email})
    assert answer.status_code == 302
    return str(answer["Location"])


def ada() -> gate.PersonId:
    (person,) = gate.persons_at(ADA.email)
    return person


def told() -> list[gate.Line]:
    return [line for line in gate.timeline(ada(), actor=gate.the_person(ada()), limit=99) if line.actor == "employee"]


def test_customer_service_sees_what_helping_takes_and_the_rest_sealed(comes: Comes) -> None:
    member()
    sam = comes("customer_service")
    page = sam.get(found(sam)).content.decode()

    assert ADA.name in page
    assert ADA.email in page
    assert ADA.street_address not in page
    assert "S.need_to_know" in page
    assert {(line.actor_code, line.purpose) for line in told()} == {("customer_service", "customer_support")}


def test_the_privacy_officer_sees_all_of_it_for_a_request(comes: Comes) -> None:
    member()
    paul = comes("privacy_officer")
    page = paul.get(found(paul)).content.decode()

    assert all(mark in page for mark in (ADA.name, ADA.email, ADA.street_address))
    assert {(line.actor_code, line.purpose) for line in told()} == {("privacy_officer", "rights_request")}


def test_of_a_guest_the_newest_order_tells_who_it_is(comes: Comes) -> None:
    order_of()
    sam = comes("customer_service")
    assert ADA.name in sam.get(found(sam)).content.decode()


def test_an_order_is_opened_only_when_it_is_asked_for(comes: Comes) -> None:
    person = gate.person_of_account(member().pk)
    assert person is not None
    from tests.orders.buying import bought, tube

    order = bought(ADA, (tube(), 1), person=person)
    paul = comes("privacy_officer")
    page = found(paul)

    paul.get(page)
    assert not any("order_billing" in field for line in told() for field in line.fields)
    opened = paul.get(page, {"order": order.number}).content.decode()
    assert "Invoice address" in opened
    assert any("order_billing" in field for line in told() for field in line.fields)


def test_the_address_typed_stands_in_no_address_and_no_session(comes: Comes) -> None:
    member()
    sam = comes("customer_service")
    where = found(sam)
    assert "ada" not in where
    assert ADA.email not in str(dict(sam.session))
    assert str(ada()) not in where
    assert ADA.email not in sam.get("/office/people/").content.decode()


def test_somebody_unknown_and_two_at_one_address(comes: Comes) -> None:
    sam = comes("customer_service")
    assert "Nobody is known" in sam.post("/office/people/", {"email": "x@example.com"}).content.decode()
    member()
    order_of()
    page = sam.post("/office/people/", {"email": ADA.email})
    assert (page.status_code, page.content.decode().count("/office/people/")) != (302, 0)
    assert "Without an account." in page.content.decode()


def test_a_ticket_is_one_employees_and_ends(comes: Comes, monkeypatch: pytest.MonkeyPatch) -> None:
    member()
    sam, paul = comes("customer_service"), comes("privacy_officer")
    page = found(sam)

    assert paul.get(page)["Location"] == "/office/people/"
    assert sam.get(page[:-3] + "xx/")["Location"] == "/office/people/"
    later = time.time() + tickets.GOOD_FOR + 1
    monkeypatch.setattr(tickets.time, "time", lambda: later)
    assert sam.get(page)["Location"] == "/office/people/"


def test_no_more_mails_binds_at_once_and_says_who_entered_it(comes: Comes) -> None:
    member()
    sam = comes("customer_service")
    page = found(sam)
    assert gate.may_reach(ada(), "new_products", "email").allowed

    sam.post(page + "no-more-mails/")

    assert not gate.may_reach(ada(), "new_products", "email").allowed
    assert gate.may_reach(ada(), "order_communication", "email").allowed
    chosen = [line for line in told() if line.verb == "choose"]
    assert {(line.actor_code, line.source, line.state) for line in chosen} == {
        ("customer_service", "office", "objected")
    }


def test_after_a_stop_helping_finds_a_seal_and_the_request_still_opens(comes: Comes) -> None:
    member()
    sam, paul = comes("customer_service"), comes("privacy_officer")
    page = found(paul)
    paul.post(page + "processing/", {"stop": ""})

    seen = sam.get(found(sam)).content.decode()
    assert "O.c" in seen
    assert not any(mark in seen for mark in ADA.marks)
    assert ADA.name in paul.get(page).content.decode()
    paul.post(page + "processing/")
    assert ADA.name in sam.get(found(sam)).content.decode()


def test_closing_and_opening_the_account(comes: Comes) -> None:
    member()
    paul = comes("privacy_officer")
    page = found(paul)
    paul.post(page + "purchases/", {"stop": ""})
    assert gate.standing(ada()).closed_since  # type: ignore[union-attr]
    paul.post(page + "purchases/")
    assert gate.standing(ada()).closed_since is None  # type: ignore[union-attr]


def test_correcting_an_address_replaces_it(comes: Comes) -> None:
    member()
    paul = comes("privacy_officer")
    page = found(paul)
    where = next(part for part in paul.get(page).content.decode().split('"') if "/correct/" in part)
    form = page + where.partition(page)[2] if where.startswith(page) else where
    for link in {part for part in paul.get(page).content.decode().split('"') if "/correct/" in part}:
        if "street_address" in paul.get(link).content.decode():
            form = link

    assert ADA.street_address in paul.get(form).content.decode()
    bad = paul.post(form, {**ADA.address, "postcode": "nonsense"})
    assert bad.status_code == 200
    paul.post(form, {**ADA.address, "street_address": "1 New Road"})

    seen = paul.get(page).content.decode()
    assert "1 New Road" in seen
    assert ADA.street_address not in seen


def test_a_file_to_hand_over(comes: Comes) -> None:
    member()
    paul = comes("privacy_officer")
    packed = paul.post(found(paul) + "export/")

    assert "no-store" in packed["Cache-Control"]
    with zipfile.ZipFile(BytesIO(packed.content)) as archive:
        data = json.dumps(json.loads(archive.read("data.json")), ensure_ascii=False)
    assert ADA.street_address in data
    assert ("privacy_officer", "export") in [(line.actor_code, line.verb) for line in told()]


def test_erasing_asks_first_and_then_nobody_is_known(comes: Comes) -> None:
    member()
    paul = comes("privacy_officer")
    page = found(paul)
    assert "Gone at once" in paul.get(page + "erase/").content.decode()
    paul.post(page + "erase/")
    assert gate.persons_at(ADA.email)
    paul.post(page + "erase/", {"sure": "yes"})
    assert gate.persons_at(ADA.email) == []
    assert paul.get(page)["Location"] == "/office/people/"


@pytest.mark.parametrize("act", ["processing/", "purchases/", "export/", "erase/"])
def test_requests_are_not_for_customer_service(comes: Comes, act: str) -> None:
    member()
    sam = comes("customer_service")
    answer = sam.post(found(sam) + act, {"stop": "", "sure": "yes"})
    assert answer.status_code == 403
    assert gate.standing(ada()).restricted_since is None  # type: ignore[union-attr]
    assert gate.persons_at(ADA.email)


def test_the_record_of_uses_leaves_out_the_reasons(comes: Comes) -> None:
    order = order_of()
    comes("customer_service").post(f"/office/orders/{order.number}/", {"reason": "She rang about a lost parcel."})
    paul = comes("privacy_officer")
    page = paul.get(found(paul) + "record/").content.decode()
    assert "Customer service" in page
    assert "lost parcel" not in page


def test_one_person_is_shown_and_no_other(comes: Comes) -> None:
    member()
    member(BEN)
    paul = comes("privacy_officer")
    page = paul.get(found(paul)).content.decode()
    assert not any(mark in page for mark in BEN.marks)
