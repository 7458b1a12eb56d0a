"""`troth policy check --code`: does the program keep within its policy? What is in the code and not in the file fails."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db import models

from troth import gate

PACKAGE = Path(__file__).resolve().parent.parent
# Where the vault keeps what the policy declares as personal.
PERSONAL = {
    "vault.Record.sealed": "every declared kind of record, sealed",
    "vault.Reason.sealed": "why an employee looked: declared with the record of uses, sealed",
    "vault.Person.country": "declared as the kind residence, plain",
    "vault.Person.organization_country": "declared as the kind residence, plain",
    "vault.Person.last_purchase": "declared as linked data: the day of the last purchase",
    "vault.Choice.state": "declared as linked data: what a person chose",
    "vault.Restriction.what": "declared as linked data: what a person stopped",
    "vault.Role.role": "declared as linked data: what an employee does",
}


@dataclass(frozen=True, slots=True)
class Undeclared:
    where: str
    says: str

    def __str__(self) -> str:
        return f"{self.where}: {self.says}"


def check_code() -> list[Undeclared]:
    """Everything the program holds or names that the policy does not know of."""
    return [*_fields(), *_gone(), *_names()]


# -- fields


@cache
def listed() -> dict[str, str]:
    """Fields that are not personal, with the reason: each app's own list, and one for the packages we use."""
    reasons = dict(PERSONAL)
    for config in apps.get_app_configs():
        if not config.name.startswith("troth."):
            continue
        try:
            module = importlib.import_module(f"{config.name}.not_personal")
        except ModuleNotFoundError:
            continue
        reasons.update(module.NOT_PERSONAL)
    elsewhere = yaml.safe_load((Path(__file__).with_name("not_personal.yaml")).read_text())
    for model, told in elsewhere.items():
        reasons.update({f"{model}.{field}": told["because"] for field in told["fields"]})
    return reasons


def _all_fields() -> dict[str, models.Field[Any, Any]]:
    return {
        f"{model._meta.label}.{field.name}": field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
    }


def _fields() -> Iterator[Undeclared]:
    for name in _all_fields():
        if not listed().get(name, "").strip():
            yield Undeclared(name, "neither declared personal nor listed as not personal with a reason")


def _gone() -> Iterator[Undeclared]:
    for name in listed().keys() - _all_fields().keys():
        yield Undeclared(name, "listed, but there is no such field any more; take it off the list")


# -- names in code

NAMED_BY = {"purpose": "purposes", "recipient": "recipients", "source": "sources"}


def _names() -> Iterator[Undeclared]:
    for file in sorted(PACKAGE.rglob("*.py")):
        if "migrations" in file.parts or PACKAGE / "policy" in file.parents:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                for says in _of_call(node):
                    yield Undeclared(f"{file.relative_to(PACKAGE.parent)}:{node.lineno}", says)


def _of_call(call: ast.Call) -> Iterator[str]:
    policy = gate.policy()
    verb = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    on_gate = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "gate"
    if on_gate:
        for keyword in call.keywords:
            declared = NAMED_BY.get(keyword.arg or "")
            if declared and (name := _text(keyword.value)) is not None and name not in getattr(policy, declared):
                yield f"{keyword.arg} {name!r} is not declared"
    if on_gate and verb == "system" and call.args and (name := _text(call.args[0])) and name not in policy.purposes:
        yield f"purpose {name!r} is not declared"
    if verb == "set_cookie" and call.args and (name := _text(call.args[0])) and name not in _cookies():
        yield f"cookie {name!r} is not declared"


def _cookies() -> set[str]:
    cookies = gate.policy().cookies.values()
    return {cookie.called(live=live) for cookie in cookies for live in (True, False)}


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
