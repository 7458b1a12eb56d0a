"""A receipt for one's choice: what, when, under which policy, and a proof that needs nobody's word."""

from __future__ import annotations

import base64
import json
import uuid

import pytest
from django.test import Client

from tests.cast import BEN, PASSPHRASE
from tests.rights.conftest import account, sequenced
from troth import gate, ledger, people
from troth.people import limits
from troth.visits.consent import receipt

pytestmark = pytest.mark.django_db
CHOICES = "/privacy/choices/"


def says(client: Client, **each: str) -> None:
    assert client.post(CHOICES, {"answer": "each", **each}).status_code == 302


def asks(client: Client) -> str:
    answer = client.post(f"{CHOICES}receipt/")
    assert answer.status_code == 302
    return str(answer["Location"])


def test_it_holds_the_choice_its_time_and_the_policy(visitor: Client) -> None:
    says(visitor, measurement="yes")
    page = asks(visitor)
    assert "The ledger has witnessed" in visitor.get(page).content.decode()
    sequenced()
    response = visitor.get(page + "file/")
    assert response["Content-Disposition"].startswith('attachment; filename="consent-receipt-')
    told = json.loads(response.content)
    record = told["consent_record"]
    assert record["pii_processing"]["privacy_notice_version"] == gate.policy().version
    states = {each["purpose_category"]: each["event_state"] for each in record["events"]}
    assert states == {"measurement": "given", "personalization": "refused", "advertising": "refused"}
    for section in ("record_header", "pii_processing", "party_identification", "events"):
        assert record[section]
    for purpose in record["pii_processing"]["purposes"]:
        assert purpose["withdrawal_method"].endswith(CHOICES)
        assert purpose["retention_period"] or not purpose["pii_information"]


def test_the_proof_is_of_what_the_receipt_says(visitor: Client) -> None:
    says(visitor, advertising="yes")
    page = asks(visitor)
    sequenced()
    proof = visitor.get(page + "file/").json()["ledger_proof"]
    body = json.loads(proof["entry"]["body"])
    assert "advertising=yes" in body["state"]
    assert "measurement=no" in body["state"]
    again = ledger.proof(proof["entry"]["token"])
    assert base64.b64encode(again.leaf_hash).decode() == proof["leaf_hash"]


def test_it_is_about_nobody(visitor: Client) -> None:
    ben = account(BEN)
    visitor.post("/account/login/", {"login": BEN.email, "password": PASSPHRASE})
    says(visitor, measurement="yes")
    first, second = asks(visitor), asks(visitor)
    sequenced()
    subjects = {visitor.get(each + "file/").json()["ledger_proof"]["entry"]["subject"] for each in (first, second)}
    assert len(subjects) == 2
    person = people.person_of(ben)
    assert person is not None
    lines = gate.timeline(person, actor=gate.the_person(person))
    assert not [line for line in lines if line.verb == "witness"]
    text = visitor.get(first + "file/").content.decode()
    assert not [mark for mark in BEN.marks if mark in text]


def test_in_its_first_second_it_can_only_be_waited_for(visitor: Client) -> None:
    says(visitor, measurement="yes")
    page = asks(visitor)
    response = visitor.get(page + "file/")
    assert response.status_code == 409
    assert "Not sealed in yet" in response.content.decode()


def test_somebody_elses_entry_is_no_receipt(visitor: Client) -> None:
    ben = account(BEN)
    person = people.person_of(ben)
    assert person is not None
    line = gate.timeline(person, actor=gate.the_person(person), limit=1)[0]
    sequenced()
    assert gate.witnessed(line.entry) is None
    for entry in (line.entry, uuid.uuid4()):
        assert visitor.get(f"{CHOICES}receipt/{entry}/").status_code == 404
        assert visitor.get(f"{CHOICES}receipt/{entry}/file/").status_code == 404


def test_who_has_said_nothing_gets_none(visitor: Client) -> None:
    assert asks(visitor) == CHOICES
    visitor.cookies["choices"] = "1.20261123.nonsense"
    assert asks(visitor) == CHOICES


def test_it_cannot_be_asked_for_without_end(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "at_home", lambda request: False)
    says(visitor, measurement="yes")
    pages = [asks(visitor) for _ in range(11)]
    assert pages[9] != CHOICES
    assert pages[10] == CHOICES


def test_another_site_cannot_have_it_made(visitor: Client) -> None:
    says(visitor, measurement="yes")
    answer = visitor.post(f"{CHOICES}receipt/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_under_a_later_policy_it_is_not_made_up(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    says(visitor, measurement="yes")
    entry = uuid.UUID(asks(visitor).rstrip("/").rpartition("/")[2])
    seen = gate.witnessed(entry)
    assert seen is not None
    older = gate.Witnessed(seen.entry, seen.said, seen.clause, "0" * 64, seen.at)
    monkeypatch.setattr(receipt.gate, "witnessed", lambda entry: older)
    assert receipt.read(entry) is None


def test_only_codes_get_into_the_ledger() -> None:
    with pytest.raises(ledger.LedgerError):
        gate.witness("Ben Prahl said yes", clause="2c.consent", source="preferences")
    with pytest.raises(gate.NotDeclared):
        gate.witness("measurement=yes", clause="9z", source="preferences")
    with pytest.raises(gate.NotDeclared):
        gate.witness("measurement=yes", clause="2c.consent", source="somewhere")
