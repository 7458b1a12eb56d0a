"""My privacy, page by page: what is typed wrong stays to be mended, what is somebody else's is not there."""

import re
import uuid

import pytest
from django.test import Client

from tests.cast import ADA, BEN
from tests.orders.buying import bought
from tests.orders.invoices.test_papers import massachusetts
from tests.rights.conftest import joins, orders, reading, sequenced
from tests.storefront.privacy.conftest import let_in, signed_in
from troth import gate
from troth.orders.models import Order
from troth.orders.states import Status
from troth.people.models import User
from troth.rights import mine

pytestmark = pytest.mark.django_db
ROOM = ("", "data/", "uses/", "choices/", "copy/", "processing/", "account/", "erase/")


def record(reader, kind):
    return next(each.record.id for each in mine.mine(reader).all_of_it if each.record.kind == kind)


def ada_reader():
    return reading(User.objects.latest("pk"))


def test_every_page_of_the_room_opens_is_private_and_says_where_one_is():
    client = signed_in()
    for page in ROOM:
        answer = client.get(f"/my/privacy/{page}")
        text = answer.content.decode()
        assert answer.status_code == 200, page
        assert "no-store" in answer.headers["Cache-Control"]
        assert text.count('aria-current="page"') == 1, page
        assert not re.search(r"<script(?![^>]*src=)|\sstyle=|\son(click|submit|load)=", text)


@pytest.mark.parametrize("page", ROOM[1:])
def test_a_stranger_is_asked_who_they_are(page):
    assert Client().get(f"/my/privacy/{page}").headers["Location"] == "/my/privacy/"
    assert b"You ordered as a guest" in Client().get("/my/privacy/").content


def test_an_overview_adds_no_line_to_the_timeline():
    client = signed_in()
    person = ada_reader().first
    before = gate.timeline(person, actor=gate.the_person(person), limit=1)
    client.get("/my/privacy/")
    assert gate.timeline(person, actor=gate.the_person(person), limit=1)[0].entry == before[0].entry


def test_a_form_error_keeps_what_was_typed():
    client = signed_in()
    path = f"/my/privacy/data/{record(ada_reader(), 'telephone')}/"
    answer = client.post(path, {"telephone": "call me maybe"})
    assert answer.status_code == 422
    assert 'value="call me maybe"' in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    assert client.post(path, {"telephone": "+1 617 555 0199"}).status_code == 302
    assert "+1 617-555-0199" in client.get("/my/privacy/data/").content.decode()


def test_an_address_is_corrected_in_its_countrys_lines():
    client = signed_in()
    path = f"/my/privacy/data/{record(ada_reader(), 'address')}/"
    assert ADA.street_address in client.get(path).content.decode()
    german = {**{name: value for name, value in BEN.address.items() if value}, "reshape": "1"}
    reshaped = client.post(path, german)
    assert reshaped.status_code == 200
    assert "field__error" not in reshaped.content.decode()
    del german["reshape"]
    wrong = client.post(path, {**german, "postcode": "1"})
    assert wrong.status_code == 422
    assert BEN.street_address in wrong.content.decode()
    assert client.post(path, german).status_code == 302
    assert BEN.street_address in client.get("/my/privacy/data/").content.decode()


def test_somebody_elses_record_entry_and_none_are_not_there():
    theirs = joins(BEN)
    sequenced()
    entry = gate.timeline(theirs, actor=gate.the_person(theirs), limit=1)[0].entry
    opened = gate.use(theirs, ["name"], purpose="rights_request", actor=gate.the_person(theirs))
    client = signed_in()
    answers = []
    for found in (opened.first("name").id, uuid.uuid4()):
        for path in (f"data/{found}/", f"data/{found}/remove/"):
            answers += [client.get(f"/my/privacy/{path}"), client.post(f"/my/privacy/{path}", {"name": "Mallory"})]
    proofs = [client.get(f"/my/privacy/uses/{each}/proof/") for each in (entry, uuid.uuid4())]
    assert {answer.status_code for answer in (*answers, *proofs)} == {404}

    def bare(answer):
        return re.sub(r"[0-9a-f-]{36}|value=\"\w{64}\"", "", answer.content.decode())

    assert bare(proofs[0]) == bare(proofs[1])


def test_ones_own_proof_is_a_file():
    client = signed_in()
    person = ada_reader().first
    entry = gate.timeline(person, actor=gate.the_person(person), limit=1)[0].entry
    assert client.get(f"/my/privacy/uses/{entry}/proof/").status_code == 409
    sequenced()
    answer = client.get(f"/my/privacy/uses/{entry}/proof/")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["entry"]["token"] == str(entry)


@pytest.mark.parametrize("show", ["", "?show=others", "?show=told", "?show=nonsense&from=x"])
def test_the_timeline_filters(show):
    assert signed_in().get(f"/my/privacy/uses/{show}").status_code == 200


def test_a_choice_binds_and_says_so():
    client = signed_in()
    person = ada_reader().first
    answer = client.post("/my/privacy/choices/", {"purpose": "surveys", "channel": "email", "answer": "no"})
    assert answer.headers["Location"] == "/my/privacy/choices/#surveys-email"
    assert "No to “Surveys” by e-mail." in client.get("/my/privacy/choices/").content.decode()
    assert not gate.may_reach(person, "surveys", "email").allowed


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"purpose": "order_communication", "channel": "email", "answer": "no"},
        {"purpose": "surveys", "channel": "email", "answer": "perhaps"},
        {"purpose": "surveys", "channel": "pigeon", "answer": "no"},
    ],
)
def test_what_is_no_choice_is_refused(told):
    assert signed_in().post("/my/privacy/choices/", told).status_code == 400


@pytest.mark.parametrize("page", ["processing", "account"])
def test_an_empty_answer_changes_nothing(page):
    assert signed_in().post(f"/my/privacy/{page}/", {}).status_code == 400


def test_an_order_is_linked_and_its_delivery_can_be_put_right_while_it_is_open():
    client = signed_in()
    order = bought(ADA, person=ada_reader().first)
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    assert f"/orders/{order.number}/" in client.get("/my/privacy/data/").content.decode()
    path = f"/my/privacy/data/{record(ada_reader(), 'order_delivery')}/"
    assert ADA.street_address in client.get(path).content.decode()
    told = {name: value for name, value in ADA.address.items() if value} | {"street_address": "9 Elsewhere Road"}
    assert client.post(path, {**told, "country": "DE"}).status_code == 302  # the country stays what it was
    opened = gate.use(order.whose, ["order_delivery"], purpose="fulfil_order", actor=gate.system("fulfil_order"))
    first = opened.first("order_delivery")
    assert (first["street_address"].reveal(), first["country"].reveal()) == ("9 Elsewhere Road", "US")


def test_a_delivery_to_where_other_taxes_are_due_is_not_saved_and_what_was_typed_stays():
    massachusetts()
    client = signed_in()
    order = bought(ADA, person=ada_reader().first)
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    path = f"/my/privacy/data/{record(ada_reader(), 'order_delivery')}/"
    told = {name: value for name, value in ADA.address.items() if value} | {"street_address": "9 Elsewhere Road"}
    elsewhere = (
        {"region": "NY", "postcode": "10001"}
        if ADA.address["region"] == "MA"
        else {"region": "MA", "postcode": "02139"}
    )
    answer = client.post(path, {**told, **elsewhere})
    assert answer.status_code == 422
    assert "Other taxes are due there" in answer.content.decode()
    assert "9 Elsewhere Road" in answer.content.decode()


def test_an_account_signs_in_afresh_before_a_delivery_is_changed_or_all_is_erased():
    signed_in()
    client = Client()
    client.force_login(User.objects.latest("pk"))  # a session that nobody has typed a passphrase into
    order = bought(ADA, person=ada_reader().first)
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    for path, told in (
        (f"/my/privacy/data/{record(ada_reader(), 'order_delivery')}/", {}),
        ("/my/privacy/erase/", {"sure": "on"}),
    ):
        assert client.post(path, told).headers["Location"].startswith("/account/once-more/")
    assert User.objects.exists()


def test_erasing_wants_the_tick_and_then_is_done(post):
    client = signed_in()
    assert client.post("/my/privacy/erase/", {}).status_code == 422
    answer = client.post("/my/privacy/erase/", {"sure": "on"})
    assert b"You are erased" in answer.content
    assert b"was our last to you" in answer.content
    assert not User.objects.exists()
    assert client.get("/my/privacy/data/").headers["Location"] == "/my/privacy/"


def test_a_guest_is_erased_with_the_link_alone(post):
    person, _ = orders(ADA)
    client = let_in(person)
    answer = client.post("/my/privacy/erase/", {"sure": "on"})
    assert b"You are erased" in answer.content
    assert gate.standing(person) is None
    assert client.get("/my/privacy/data/").status_code == 302


def test_the_page_says_when_the_last_mail_could_not_leave(monkeypatch):
    from tests.channels.carriers import Saying
    from troth.channels import mailbackend
    from troth.recipients.mail_service import Handed, Outcome

    monkeypatch.setattr(mailbackend, "carrier", lambda: Saying([Handed(Outcome.NEVER, "no")]))
    person, _ = orders(ADA)
    assert b"could not leave" in let_in(person).post("/my/privacy/erase/", {"sure": "on"}).content


def test_removing_asks_first():
    client = signed_in()
    path = f"/my/privacy/data/{record(ada_reader(), 'telephone')}/remove/"
    assert b"Remove this?" in client.get(path).content
    assert record(ada_reader(), "telephone")
    assert client.post(path).status_code == 302
    assert ADA.telephone[-4:] not in client.get("/my/privacy/data/").content.decode()


def test_the_copy_is_a_zip():
    answer = signed_in().post("/my/privacy/copy/")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.content[:2] == b"PK"
