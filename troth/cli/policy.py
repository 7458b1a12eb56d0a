"""`troth policy`: check it, read it, print it in other formats."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from troth.policy import Policy, PolicyError, Problem, languages, load, translate
from troth.policy.export import FORMATS
from troth.policy.layout import json_schema
from troth.policy.lookup import find
from troth.policy.published import published


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("policy", help="Check the policy, read it, print it in other formats.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    check = verbs.add_parser(
        "check",
        help="Check that the policy holds together. Exit code 1 if it does not.",
        description="Checks that the policy holds together, and names file, line and remedy where it does not.",
    )
    check.add_argument("--code", action="store_true", help="Also check that the program keeps within the policy.")
    check.add_argument("--json", action="store_true", help="Print the findings for a machine.")
    _common(check, _check)

    show = verbs.add_parser("show", help="Print the policy as people read it, or one thing it declares.")
    show.add_argument("name", nargs="?", help="A clause's id, or the name of a purpose, kind, role, recipient …")
    show.add_argument("--json", action="store_true", help="Print it for a machine.")
    _common(show, _show)

    export = verbs.add_parser("export", help="Print the policy in another format.")
    export.add_argument("--format", choices=tuple(FORMATS), default="json", help="Which one (default: json).")
    _common(export, _export)

    schema = verbs.add_parser("schema", help="Print the JSON Schema of policy.yaml, for editors.")
    schema.set_defaults(run=_schema, needs_shop=False)


def _common(parser: argparse.ArgumentParser, run: object) -> None:
    parser.add_argument(
        "--policy", metavar="DIR", type=Path, help="The policy's directory, if not the one the shop runs."
    )
    parser.set_defaults(run=run, needs_shop=False)


def _loaded(told: argparse.Namespace) -> Policy:
    """Raises PolicyError."""
    return load(_directory(told))


def _directory(told: argparse.Namespace) -> Path:
    return told.policy or _in_force()


def _translated(told: argparse.Namespace, policy: Policy) -> list[Problem]:
    """What is wrong with the policy's words in other languages."""
    problems: list[Problem] = []
    for language in languages(_directory(told)):
        try:
            translate(policy, _directory(told), language)
        except PolicyError as error:
            problems += error.problems
    return problems


def _in_force() -> Path:
    from django.conf import settings

    return Path(settings.TROTH.policy_dir)


def _complain(error: PolicyError) -> int:
    sys.stderr.write(f"{error}\n")
    return 1


def _check(told: argparse.Namespace) -> int:
    problems: list[Problem] = []
    policy = None
    try:
        policy = _loaded(told)
        problems = _translated(told, policy)
    except PolicyError as error:
        problems = list(error.problems)
    undeclared = _undeclared() if told.code and policy else []
    if told.json:
        findings = {
            "sound": not problems and not undeclared,
            "version": policy.version if policy else None,
            "problems": [
                {"file": each.file, "line": each.line, "says": each.says, "remedy": each.remedy} for each in problems
            ],
            "undeclared": undeclared,
        }
        sys.stdout.write(json.dumps(findings, ensure_ascii=False, indent=2) + "\n")
    else:
        for line in (*problems, *undeclared):
            sys.stdout.write(f"{line}\n")
        sys.stdout.write(_verdict(policy, len(problems) + len(undeclared), languages(_directory(told))))
    return 1 if problems or undeclared else 0


def _undeclared() -> list[str]:
    """What the program holds or names that the policy does not know of."""
    import django

    django.setup()
    from troth.publishing.code_check import check_code

    return [str(each) for each in check_code()]


def _verdict(policy: Policy | None, findings: int, translated: tuple[str, ...]) -> str:
    if findings or policy is None:
        return f"{findings} {'problem' if findings == 1 else 'problems'} found.\n"
    built = sum(clause.built for clause in policy.clauses.values())
    return (
        f"The policy holds together: {len(policy.clauses)} clauses, {built} of them in force; "
        f"{sum(each.in_force for each in policy.purposes.values())} purposes in force.\n"
        f"{_told_too(translated)}Version {policy.version}\n"
    )


def _told_too(translated: tuple[str, ...]) -> str:
    return f"Translated whole into: {', '.join(translated)}.\n" if translated else ""


def _show(told: argparse.Namespace) -> int:
    try:
        policy = _loaded(told)
    except PolicyError as error:
        return _complain(error)
    if told.name is None:
        sys.stdout.write(FORMATS["json"](policy) if told.json else _words(policy))
        return 0
    found = find(policy, told.name)
    if not found:
        sys.stderr.write(f"The policy declares nothing called '{told.name}'. `troth policy show` prints all of it.\n")
        return 1
    if told.json:
        sys.stdout.write(json.dumps({each.section: each.rule for each in found}, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(each.as_text() for each in found))
    return 0


def _words(policy: Policy) -> str:
    parts = [f"{policy.name}: privacy policy\nVersion {policy.version}, last changed {policy.changed}"]
    for section in published(policy):
        parts.append(f"# {section.title}\n\n{section.markdown}".rstrip())
        parts += [f"## {clause.id} · {clause.title}\n\n{clause.markdown.strip()}" for clause in section.clauses]
    return "\n\n".join(parts) + "\n"


def _export(told: argparse.Namespace) -> int:
    try:
        sys.stdout.write(FORMATS[told.format](_loaded(told)))
    except PolicyError as error:
        return _complain(error)
    return 0


def _schema(told: argparse.Namespace) -> int:
    sys.stdout.write(json.dumps(json_schema(), indent=2) + "\n")
    return 0
