"""A manifest in the Privacy Taxonomy's language: `fideslang.models.Taxonomy(**yaml.safe_load(…))` takes it.

One system for the shop with a declaration for every purpose, one for every recipient; datasets for the vault and for
what is linked to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from ..contents import Policy
from ..taxonomy import BASES, OWN_CATEGORIES, OWN_SUBJECTS
from ..values import Controller, Recipient, Service
from .processing import Processing, Touched, processing

SHOP, VAULT, BOOKS, ORGANIZATION = "troth_shop", "troth_vault", "troth_books", "controller"


def to_fides(policy: Policy) -> str:
    manifest = {
        "organization": [_organization(policy.controller)],
        "data_category": [
            {"fides_key": key, "name": name, "description": f"{name}.", "parent_key": key.rpartition(".")[0]}
            for key, name in OWN_CATEGORIES.items()
        ],
        "data_subject": [{"fides_key": key, "name": name} for key, name in OWN_SUBJECTS.items()],
        "dataset": [_vault(policy), _books(policy)],
        "system": [_shop(policy), *_recipients(policy)],
    }
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=110)


def _organization(controller: Controller) -> dict[str, Any]:
    place = f"{controller.street_address}, {controller.locality}, {controller.region} {controller.postcode}"
    contact = {
        "name": controller.privacy_contact,
        "address": f"{place}, {controller.country}",
        "email": controller.email,
        "phone": controller.telephone,
    }
    return {"fides_key": ORGANIZATION, "name": controller.name, "controller": contact}


def _owned(key: str, name: str) -> dict[str, Any]:
    return {"fides_key": key, "organization_fides_key": ORGANIZATION, "name": name}


def _vault(policy: Policy) -> dict[str, Any]:
    collections = [
        {
            "name": kind.name,
            "description": f"{kind.label}. {policy.retention[kind.retention].says}",
            "fields": [
                {"name": field.name, "description": field.why, "data_categories": [field.category]}
                for field in kind.fields.values()
            ],
        }
        for kind in policy.kinds.values()
        if kind.in_force
    ]
    return {**_owned(VAULT, "Vault"), "description": "Sealed personal data.", "collections": collections}


def _books(policy: Policy) -> dict[str, Any]:
    collections = [
        {
            "name": each.name,
            "description": each.label,
            "fields": [{"name": "content", "description": each.why, "data_categories": [each.category]}],
        }
        for each in policy.linked.values()
        if each.in_force
    ]
    about = "Data that means a person only through an opaque id."
    return {**_owned(BOOKS, "Books"), "description": about, "collections": collections}


def _shop(policy: Policy) -> dict[str, Any]:
    cookies = [each for each in policy.cookies.values() if each.in_force]
    stored = [each for each in cookies if each.kept_in != "cookie"]
    done = list(processing(policy))
    told = {who.name: who for each in done for who, _ in each.told}
    return {
        **_owned(SHOP, policy.name),
        "description": "The web shop.",
        "system_type": "Application",
        "responsibility": ["Controller"],
        "uses_cookies": bool(cookies),
        "uses_non_cookie_access": bool(stored),
        "cookie_max_age_seconds": max((each.max_age for each in cookies), default=0),
        "dataset_references": [VAULT, BOOKS],
        "egress": [{"fides_key": name, "type": "system"} for name in told],
        "privacy_declarations": [_declaration(policy, each) for each in done],
    }


def _declaration(policy: Policy, done: Processing) -> dict[str, Any]:
    shared = [part for _, parts in done.told for part in parts]
    return {
        "name": done.purpose.label,
        "data_categories": done.categories or ["system.operations"],
        "data_use": done.purpose.use,
        "data_subjects": done.subjects,
        "dataset_references": [VAULT] if done.data else [BOOKS],
        "legal_basis_for_processing": BASES[done.purpose.basis].fides,
        "flexible_legal_basis_for_processing": bool(done.purpose.choice),
        "retention_period": "; ".join(policy.retention[name].label for name in done.retention) or None,
        "egress": [who.name for who, _ in done.told],
        "data_shared_with_third_parties": bool(shared),
        "third_parties": ", ".join(who.label for who, _ in done.told) or None,
        "shared_categories": _categories(shared),
    }


def _categories(parts: Iterable[Touched]) -> list[str]:
    return sorted({part.field.category for part in parts})


def _recipients(policy: Policy) -> list[dict[str, Any]]:
    done = list(processing(policy))
    return [_recipient(policy, each, done) for each in policy.recipients.values() if each.in_force]


def _recipient(policy: Policy, recipient: Recipient, done: Iterable[Processing]) -> dict[str, Any]:
    services = [each for each in policy.services.values() if each.in_force and each.recipient == recipient.name]
    declarations = [
        {
            "name": each.purpose.label,
            "data_categories": _categories(parts),
            "data_use": each.purpose.use,
            "data_subjects": each.subjects,
            "legal_basis_for_processing": BASES[each.purpose.basis].fides,
        }
        for each in done
        for who, parts in each.told
        if who.name == recipient.name
    ]
    declarations += [_of_service(policy, each) for each in services]
    lives = [left.max_age for each in services for left in each.cookies.values()]
    return {
        **_owned(recipient.name, recipient.label),
        "description": recipient.why,
        "uses_cookies": bool(lives),
        "cookie_max_age_seconds": max(lives, default=0),
        "system_type": "Third Party",
        "responsibility": ["Processor" if recipient.acts == "for_us" else "Controller"],
        "privacy_policy": recipient.policy_url,
        "processes_personal_data": bool(declarations),
        "privacy_declarations": declarations,
    }


def _of_service(policy: Policy, service: Service) -> dict[str, Any]:
    """A service is told pages, products and amounts: the Privacy Taxonomy's data of a system, not of a person."""
    purpose = policy.purposes[service.purpose]
    return {
        "name": service.label,
        "data_categories": ["system.operations"],
        "data_use": purpose.use,
        "data_subjects": ["customer"],
        "legal_basis_for_processing": BASES[purpose.basis].fides,
        "flexible_legal_basis_for_processing": True,
        "cookies": [{"name": name} for name in service.cookies],
    }
