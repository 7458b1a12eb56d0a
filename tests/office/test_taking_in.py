"""On a verified request the privacy officer adds what was missing, or begins to change an account's address."""

from __future__ import annotations

import pytest

from tests.cast import ADA, BEN, PASSPHRASE, Customer
from tests.office.conftest import Comes, hired, member, order_of
from tests.office.test_for_people import ada, found, told
from troth import channels, gate
from troth.channels import queue
from troth.people import addresses
from troth.people.mails import CONFIRM
from troth.people.models import User
from troth.rights import on_request
from troth.rights.at_work import at_work

pytestmark = pytest.mark.django_db
REASON = "She rang, and we rang her back at the number of her last order."
NEW = "ada.new@example.com"
BARE = Customer(**{**vars(ADA), "telephone": ""})


def held(kind: str) -> list[dict[str, str]]:
    opened = gate.use(ada(), [kind], purpose="rights_request", actor=gate.the_person(ada()))
    return [{name: value.reveal() for name, value in record.fields.items() if value} for record in opened.all(kind)]  # type: ignore[union-attr]


def test_a_missing_telephone_is_added_with_a_reason_and_an_entry(comes: Comes) -> None:
    member(BARE)
    paul = comes("privacy_officer")
    person = found(paul)
    assert "Add telephone number" in paul.get(person).content.decode()

    paul.post(f"{person}add/telephone/", {"telephone": ADA.telephone, "reason": REASON})

    assert held("telephone") == [{"telephone": "+1 617-555-0143"}]
    (entry,) = [line for line in told() if line.verb == "collect"]
    assert (entry.actor_code, entry.purpose, entry.source) == ("privacy_officer", "rights_request", "office")
    assert entry.fields == ("telephone.telephone",)
    assert entry.reason == REASON
    assert "Add telephone number" not in paul.get(person).content.decode()


def test_a_further_address_is_added_beside_the_first(comes: Comes) -> None:
    member()
    paul = comes("privacy_officer")
    paul.post(f"{found(paul)}add/address/", {**BEN.address, "reason": REASON})
    assert {record["locality"] for record in held("address")} == {"Boston", "Berlin"}


@pytest.mark.parametrize("reason", ["", "because"])
def test_without_a_sentence_nothing_is_taken_in(comes: Comes, reason: str) -> None:
    member(BARE)
    paul = comes("privacy_officer")
    page = paul.post(f"{found(paul)}add/telephone/", {"telephone": ADA.telephone, "reason": reason})
    assert "sentence" in page.content.decode()
    assert held("telephone") == []


@pytest.mark.parametrize("kind", ["telephone", "name", "email", "staff", "nonsense"])
def test_what_is_there_already_or_is_no_such_kind_is_not_added(comes: Comes, kind: str) -> None:
    member()
    paul = comes("privacy_officer")
    answer = paul.post(f"{found(paul)}add/{kind}/", {"telephone": "+1 617 555 0100", "reason": REASON})
    assert answer.status_code == 404
    assert [line for line in told() if line.verb == "collect"] == []


def test_the_verb_itself_replaces_nothing_that_is_there() -> None:
    member()
    paul = at_work(hired("privacy_officer").pk)
    with pytest.raises(on_request.NotCorrectable):
        on_request.add(ada(), paul, "telephone", {"telephone": "+1 617 555 0100"}, REASON)
    assert len(held("telephone")) == 1


@pytest.mark.parametrize("page", ["add/telephone/", "email/"])
def test_helping_is_not_answering_requests(comes: Comes, page: str) -> None:
    member(BARE)
    sam = comes("customer_service")
    where = found(sam)
    assert sam.get(where + page).status_code == 403
    sent = {"telephone": ADA.telephone, "email": NEW, "reason": REASON}
    assert sam.post(where + page, sent).status_code == 403
    assert held("telephone") == []
    assert gate.persons_at(NEW) == []


@pytest.mark.parametrize("page", ["add/telephone/", "add/address/", "email/"])
def test_a_guest_has_orders_only(comes: Comes, page: str) -> None:
    order_of()
    paul = comes("privacy_officer")
    where = found(paul)
    assert "Add telephone number" not in paul.get(where).content.decode()
    sent = {**ADA.address, "telephone": ADA.telephone, "email": NEW, "reason": REASON}
    assert paul.post(where + page, sent).status_code == 404


def test_looking_at_the_empty_forms_opens_nothing(comes: Comes) -> None:
    member(BARE)
    paul = comes("privacy_officer")
    where = found(paul)
    for page in ("add/telephone/", "email/"):
        assert not any(mark in paul.get(where + page).content.decode() for mark in ADA.marks)
    assert told() == []


def test_an_address_changes_when_its_new_mailbox_has_answered(comes: Comes) -> None:
    user = member()
    before, paul = user.email, comes("privacy_officer")

    paul.post(f"{found(paul)}email/", {"email": NEW, "reason": REASON})
    queue.send_due()

    user.refresh_from_db()
    assert user.email == before
    waiting = addresses.addresses_of(user).waiting
    assert waiting.reveal() == NEW
    entry = next(line for line in told() if line.verb == "collect")
    assert (entry.fields, entry.source, entry.reason) == (("email.email",), "office", REASON)

    from allauth.account.models import EmailAddress
    from django.test import Client

    alias = EmailAddress.objects.get(user=user, verified=False).email
    Client().post(f"/account/confirm/{channels.links.mint(CONFIRM, addresses.as_id(alias), hours=1)}/")
    user.refresh_from_db()
    assert user.email == alias
    answer = Client().post("/account/login/", {"login": NEW, "password": PASSPHRASE})
    assert answer.status_code == 302


def test_an_address_that_another_account_has_looks_the_same_and_changes_nothing(comes: Comes) -> None:
    member()
    member(BEN)
    paul = comes("privacy_officer")
    answer = paul.post(f"{found(paul)}email/", {"email": BEN.email, "reason": REASON})
    assert answer.status_code == 302
    assert User.objects.filter(is_staff=False).count() == 2
    assert "account_exists" in {message.template for message in queue.Message.objects.all()}


def test_the_present_address_is_no_change(comes: Comes) -> None:
    member()
    paul = comes("privacy_officer")
    page = paul.post(f"{found(paul)}email/", {"email": ADA.email, "reason": REASON}).content.decode()
    assert "address of the account already" in page
    assert [line for line in told() if line.verb == "collect"] == []
