"""A receipt for one's choice: what, when, under which policy, and a proof that needs nobody's word."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

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
    assert record["pii_processing"]["troth_privacy_notice_version"] == gate.policy().version
    states = {each["troth_purpose_category"]: each["event_state"] for each in record["events"]}
    assert states == {"measurement": "given", "personalization": "refused", "advertising": "refused"}
    for section in ("record_header", "pii_processing", "party_identification", "events"):
        assert record[section]
    for purpose in record["pii_processing"]["purposes"]:
        assert purpose["withdrawal_method"].endswith(CHOICES)
        assert purpose["retention_period"]


# As the W3C group's guide to ISO/IEC TS 27560:2023 has them, section 7.2, "required?"; names as in its section 7.3.
MANDATORY = {
    "receipt": {"schema_version", "receipt_id"},
    "header": {"schema_version", "record_id", "pii_principal_id"},
    "processing": {"privacy_notice", "language", "purposes"},
    "purpose": {
        "purpose",
        "pii_information",
        "pii_controllers",
        "storage_locations",
        "retention_period",
        "jurisdiction",
        "recipient_third_parties",
        "withdrawal_method",
    },
    "pii": {"pii_type"},
    "party": {"party_id", "party_name", "party_address", "party_contact", "party_type"},
    "event": {"event_time", "validity_duration", "entity_id", "event_type", "event_state"},
}
OPTIONAL = {
    "purpose": {"purpose_type", "lawful_basis", "collection_method", "processing_method", "privacy_rights"},
    "pii": {"pii_attribute_id", "pii_optional"},
    "party": {"party_role", "party_email", "party_phone", "party_url"},
}
MAY_BE_EMPTY = {"recipient_third_parties"}  # nobody is told


def parts_of(receipt: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(section, its fields) for each part of a receipt."""
    record = receipt["consent_record"]
    purposes = record["pii_processing"]["purposes"]
    yield "receipt", receipt["receipt_metadata"]
    yield "header", record["record_header"]
    yield "processing", record["pii_processing"]
    yield from (("purpose", purpose) for purpose in purposes)
    yield from (("pii", datum) for purpose in purposes for datum in purpose["pii_information"])
    yield from (("party", party) for party in record["party_identification"])
    yield from (("event", event) for event in record["events"])


def test_it_has_every_field_the_standard_makes_mandatory_and_its_own_are_marked(visitor: Client) -> None:
    says(visitor, measurement="yes", advertising="yes")
    page = asks(visitor)
    sequenced()
    seen = set()
    for section, fields in parts_of(visitor.get(page + "file/").json()):
        seen.add(section)
        standard = {name for name in fields if not name.startswith("troth_")}
        assert MANDATORY[section] <= standard, section
        assert standard <= MANDATORY[section] | OPTIONAL.get(section, set()), section
        assert [name for name in standard - MAY_BE_EMPTY if fields[name] in ("", [], None)] == []
    assert seen == set(MANDATORY)


def test_controllers_and_states_refer_to_what_the_receipt_itself_names(visitor: Client) -> None:
    says(visitor, measurement="yes")
    page = asks(visitor)
    sequenced()
    told = visitor.get(page + "file/").json()
    record = told["consent_record"]
    parties = {party["party_id"] for party in record["party_identification"]}
    assert all(set(purpose["pii_controllers"]) <= parties for purpose in record["pii_processing"]["purposes"])
    assert {event["entity_id"] for event in record["events"]} == {record["record_header"]["pii_principal_id"]}
    assert uuid.UUID(told["receipt_metadata"]["receipt_id"]).version
    assert all(date.fromisoformat(event["event_time"]) for event in record["events"])


def signals_in(client: Client) -> dict[str, str]:
    page = asks(client)
    sequenced()
    events = client.get(page + "file/").json()["consent_record"]["events"]
    return {
        each["troth_purpose_category"]: each["troth_privacy_signal"]["effect"]
        for each in events
        if "troth_privacy_signal" in each
    }


def test_it_tells_that_a_yes_was_said_over_the_browsers_signal(visitor: Client, signalling: Client) -> None:
    says(signalling, measurement="yes")
    assert signals_in(signalling) == {"measurement": "overruled by this"}
    says(visitor, measurement="yes")
    assert signals_in(visitor) == {}


def test_it_tells_that_the_signal_came_later_and_counts(visitor: Client) -> None:
    says(visitor, measurement="yes", personalization="no")
    visitor.defaults["HTTP_SEC_GPC"] = "1"
    assert signals_in(visitor) == {"measurement": "came later and counts"}


def test_the_proof_is_of_what_the_receipt_says(visitor: Client) -> None:
    says(visitor, advertising="yes")
    page = asks(visitor)
    sequenced()
    proof = visitor.get(page + "file/").json()["troth_ledger_proof"]
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
    subjects = {
        visitor.get(each + "file/").json()["troth_ledger_proof"]["entry"]["subject"] for each in (first, second)
    }
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
