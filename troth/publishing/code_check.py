"""`troth policy check --code`: does the program keep within its policy? What is in the code and not in the file fails."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml
from django.apps import apps
from django.conf import settings

from troth import gate
from troth.channels.templates import TEMPLATES

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
    return [*_fields(), *_gone(), *_names(), *_placed(), *_templates(), *_settings()]


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
    for model, told in _of_packages().items():
        reasons.update({f"{model}.{field}": told["because"] for field in told["fields"]})
    return reasons


@cache
def _of_packages() -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("not_personal.yaml").read_text())
    return told


def _varies(name: str) -> bool:
    """Whether a package has this field on one kind of database and not on another."""
    return bool(_of_packages().get(name.rpartition(".")[0], {}).get("varies"))


def _all_fields() -> dict[str, str]:
    """Every column, and what else may be listed in its place: the many-to-many field that Django made its table for."""
    columns = {
        f"{model._meta.label}.{field.name}": ""
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
    }
    for model in apps.get_models():
        for many in model._meta.local_many_to_many:
            through = many.remote_field.through._meta if many.remote_field.through else None
            if through is not None and through.auto_created:
                made_for = f"{model._meta.label}.{many.name}"
                columns.update({f"{through.label}.{field.name}": made_for for field in through.local_fields})
    return columns


def _fields() -> Iterator[Undeclared]:
    for name, instead in _all_fields().items():
        if not (listed().get(name, "") or listed().get(instead, "")).strip():
            yield Undeclared(name, "neither declared personal nor listed as not personal with a reason")


def _gone() -> Iterator[Undeclared]:
    there = _all_fields()
    for name in sorted(listed().keys() - there.keys() - set(there.values())):
        if not _varies(name):
            yield Undeclared(name, "listed, but there is no such field any more; take it off the list")


# -- names in code

COOKIE_NAMES = ("COOKIE", "NAME")  # what a module calls the name of the cookie it sets
NAMED_BY = {"purpose": "purposes", "recipient": "recipients", "source": "sources"}


def _names() -> Iterator[Undeclared]:
    for file in sorted(PACKAGE.rglob("*.py")):
        if "migrations" in file.parts or PACKAGE / "policy" in file.parents:
            continue
        tree = ast.parse(file.read_text())
        constants = _constants(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                for says in _of_call(node, constants):
                    yield Undeclared(f"{file.relative_to(PACKAGE.parent)}:{node.lineno}", says)


def _constants(tree: ast.Module) -> dict[str, str]:
    """Texts that a module gives a name."""
    return {
        target.id: text
        for node in tree.body
        if isinstance(node, ast.Assign) and (text := _text(node.value)) is not None
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _of_call(call: ast.Call, constants: dict[str, str]) -> Iterator[str]:
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
    if verb == "set_cookie" and call.args:
        named = _text(call.args[0]) or next((constants[each] for each in COOKIE_NAMES if each in constants), "")
        if named and named not in _cookies():
            yield f"cookie {named!r} is not declared"
    if verb in ("send", "send_now") and getattr(getattr(call.func, "value", None), "id", "") == "channels":
        name = _text(call.args[0]) if call.args else None
        if name is not None and name not in TEMPLATES:
            yield f"mail template {name!r} is not declared"


# -- services that pages place

PLACED = re.compile(r"""\{%\s*service\s+(["'])(?P<name>[^"']*)\1""")
LOADED = re.compile(
    r"""<(?:script|iframe|img|link|source|video|audio|object|embed)\b[^>]*\b(?:src|href|data)=["']?(?:https?:)?//""",
    re.I,
)


def _placed() -> Iterator[Undeclared]:
    """Services that templates name, and what they would load from elsewhere past every service."""
    for file in sorted(PACKAGE.glob("*/templates/**/*.html")):
        text, where = file.read_text(), str(file.relative_to(PACKAGE.parent))
        yield from (Undeclared(where, says) for says in _of_template(text))


def _of_template(text: str) -> Iterator[str]:
    declared = cast(Mapping[str, object], gate.policy().document["services"])  # a live shop has fewer in force
    for found in PLACED.finditer(text):
        if found["name"] not in declared:
            yield f"service {found['name']!r} is not declared"
    if LOADED.search(text):
        yield "loads something from another host, which only {% service %} may"


# -- names in tables of ours


def _templates() -> Iterator[Undeclared]:
    policy = gate.policy()
    for template in TEMPLATES.values():
        purpose = policy.purposes.get(template.purpose)
        where = f"mail template {template.name}"
        if purpose is None:
            yield Undeclared(where, f"purpose {template.purpose!r} is not declared")
        elif template.channel not in purpose.channels:
            yield Undeclared(where, f"the policy does not let {template.purpose!r} go by {template.channel}")


def _settings() -> Iterator[Undeclared]:
    for setting in ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME"):
        name = getattr(settings, setting)
        if name not in _cookies():
            yield Undeclared(f"settings.{setting}", f"cookie {name!r} is not declared")


def _cookies() -> set[str]:
    cookies = gate.policy().cookies.values()
    return {cookie.called(live=live) for cookie in cookies for live in (True, False)}


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
