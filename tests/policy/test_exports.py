"""The policy in the formats of others."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from troth.policy import Policy
from troth.policy.export import FORMATS
from troth.policy.taxonomy import CATEGORIES, OWN_CATEGORIES, OWN_SUBJECTS, USES

FIDES_KEY = re.compile(r"[a-zA-Z0-9_.<>-]+")  # fideslang 3.1, validation.FIDES_KEY_PATTERN


@pytest.fixture(scope="module")
def fides(reference: Policy) -> dict[str, Any]:
    return dict(yaml.safe_load(FORMATS["fides"](reference)))


@pytest.fixture(scope="module")
def dpv(reference: Policy) -> dict[str, Any]:
    return dict(json.loads(FORMATS["dpv"](reference)))


def _nodes(dpv: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {node["@id"]: node for node in dpv["@graph"] if node["@type"] == kind}


def test_fides_has_a_declaration_for_every_purpose_in_force(reference: Policy, fides: dict[str, Any]) -> None:
    shop = fides["system"][0]
    told = {each["name"]: each for each in shop["privacy_declarations"]}
    assert told.keys() == {each.label for each in reference.purposes.values() if each.in_force}
    assert told["Payment and invoices"]["legal_basis_for_processing"] == "Contract"
    assert told["Sending your order"]["egress"] == ["usps", "ups", "fedex"]
    assert told["Sending your order"]["data_subjects"] == ["customer", "gift_recipient"]


def test_fides_speaks_only_the_taxonomys_words_and_our_declared_children(fides: dict[str, Any]) -> None:
    own = {each["fides_key"]: each["parent_key"] for each in fides["data_category"]}
    assert own.keys() == OWN_CATEGORIES.keys()
    assert all(key == f"{parent}.{key.rpartition('.')[2]}" for key, parent in own.items())
    for system in fides["system"]:
        for told in system["privacy_declarations"]:
            assert set(told["data_categories"]) <= CATEGORIES | own.keys()
            assert told["data_use"] in USES
            assert set(told["data_subjects"]) <= {"customer", "employee", *OWN_SUBJECTS}


def test_fides_names_every_flow_and_dataset_it_refers_to(fides: dict[str, Any]) -> None:
    systems = {each["fides_key"] for each in fides["system"]}
    datasets = {each["fides_key"] for each in fides["dataset"]}
    shop = fides["system"][0]
    flows = {each["fides_key"] for each in shop["egress"]}
    assert flows <= systems
    for told in shop["privacy_declarations"]:
        assert set(told["egress"]) <= flows
        assert set(told["dataset_references"]) <= datasets
    assert all(FIDES_KEY.fullmatch(key) for key in systems | datasets)


def test_fides_datasets_hold_every_field_in_force(reference: Policy, fides: dict[str, Any]) -> None:
    vault = {each["name"]: [field["name"] for field in each["fields"]] for each in fides["dataset"][0]["collections"]}
    assert vault == {each.name: list(each.fields) for each in reference.kinds.values() if each.in_force}


def test_a_recipient_is_told_in_fides_what_the_rules_grant(fides: dict[str, Any]) -> None:
    stripe = next(each for each in fides["system"] if each["fides_key"] == "stripe")
    (told,) = stripe["privacy_declarations"]
    assert told["data_categories"] == ["user.contact.email"]


def test_dpv_is_linked_data_whose_references_lead_somewhere(dpv: dict[str, Any]) -> None:
    assert dpv["@context"]["dpv"] == "https://w3id.org/dpv#"
    known = {node["@id"] for node in dpv["@graph"]}
    assert len(known) == len(dpv["@graph"])
    used = set(re.findall(r'"@id": "(shop:[^"]+)"', json.dumps(dpv["@graph"])))
    assert used == known
    prefixes = {each.partition(":")[0] for each in re.findall(r'"@(?:id|type)": "([^"]+)"', json.dumps(dpv["@graph"]))}
    assert prefixes - {"https"} <= dpv["@context"].keys()


def test_dpv_has_a_process_for_every_purpose_in_force(reference: Policy, dpv: dict[str, Any]) -> None:
    processes = _nodes(dpv, "dpv:Process")
    assert processes.keys() == {f"shop:process/{each.name}" for each in reference.purposes.values() if each.in_force}
    billing = processes["shop:process/billing"]
    assert billing["dpv:hasPurpose"] == {"@id": "dpv:PaymentManagement"}
    assert billing["dpv:hasLegalBasis"] == {"@id": "eu-gdpr:A6-1-b"}
    assert {"@id": "shop:recipient/stripe"} in billing["dpv:hasRecipient"]


def test_dpv_says_where_data_comes_from_and_how_long_it_stays(dpv: dict[str, Any]) -> None:
    address = _nodes(dpv, "dpv:PersonalData")["shop:data/order_billing.street_address"]
    assert "the checkout of your account" in address["dpv:hasDataSource"]
    storage = _nodes(dpv, "dpv:StorageDuration")[address["dpv:hasStorageCondition"]["@id"]]
    assert {each["@value"] for each in storage["dpv:hasDuration"]} == {"P10Y0M0D", "P7Y0M0D"}


def test_the_register_has_what_article_30_asks_for(reference: Policy) -> None:
    register = FORMATS["register"](reference)
    assert reference.controller.name in register
    assert reference.version in register
    in_force = [each for each in reference.purposes.values() if each.in_force]
    for number, purpose in enumerate(in_force, 1):
        assert f"## {number}. {purpose.label}" in register
    for heading in (
        "Purpose",
        "Legal basis",
        "Data subjects",
        "Personal data",
        "Recipients",
        "Transfers",
        "Time limits",
    ):
        assert register.count(f"| {heading} |") == len(in_force)
    assert "## Security measures" in register


def test_the_json_export_is_the_whole_policy(reference: Policy) -> None:
    told = json.loads(FORMATS["json"](reference))
    assert told["version"] == reference.version
    assert told["rules"].keys() == reference.document.keys()
    assert next(each["id"] for each in told["published"]) == "scope"


def test_nothing_that_is_not_in_force_is_exported_to_others(reference: Policy) -> None:
    for name in ("fides", "dpv", "register"):
        text = FORMATS[name](reference)
        for purpose in reference.purposes.values():
            assert purpose.in_force or purpose.label not in text
