"""`troth policy`: what it prints and how it ends."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import pytest

from tests.policy.conftest import REFERENCE
from troth.cli import policy as command
from troth.policy import Policy
from troth.policy.export import FORMATS


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    told = parser.parse_args(["policy", *words])
    return int(told.run(told))


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    place = Path(shutil.copytree(REFERENCE, tmp_path / "policy"))
    rules = place / "policy.yaml"
    rules.write_text(rules.read_text().replace("moves_goods", "move_goods"))
    return place


def test_check_says_that_all_is_well(capsys: pytest.CaptureFixture[str], reference: Policy) -> None:
    assert run("check") == 0
    told = capsys.readouterr().out
    assert told.startswith(f"The policy holds together: {len(reference.clauses)} clauses")
    assert reference.version in told


def test_check_names_file_line_and_remedy(capsys: pytest.CaptureFixture[str], broken: Path) -> None:
    assert run("check", "--policy", str(broken)) == 1
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("policy.yaml:")
    assert first.endswith("has an unknown key 'move_goods'. Did you mean 'moves_goods'?")
    assert last == "1 problem found."


def test_check_tells_a_machine_the_same(capsys: pytest.CaptureFixture[str], broken: Path) -> None:
    assert run("check", "--json", "--policy", str(broken)) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["sound"] is False
    assert told["problems"][0]["remedy"] == "Did you mean 'moves_goods'?"
    assert run("check", "--json") == 0
    assert json.loads(capsys.readouterr().out)["sound"] is True


def test_show_prints_the_policy_as_people_read_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show") == 0
    told = capsys.readouterr().out
    assert "# What you can ask for" in told
    assert "## O.c · Stop processing" in told
    assert "3c.iii" not in told


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("O.c", "rules:\n  - refusals / restricted"),
        ("fulfil_order", "purposes: fulfil_order"),
        ("order_delivery", "street_address"),
        ("order_desk", "- fulfil_order"),
        ("ups", "acts: on_its_own"),
        ("CU", "Cuba"),
    ],
)
def test_show_prints_anything_by_its_name(capsys: pytest.CaptureFixture[str], name: str, found: str) -> None:
    assert run("show", name) == 0
    assert found in capsys.readouterr().out
    assert run("show", name, "--json") == 0
    assert json.loads(capsys.readouterr().out)


def test_show_says_when_there_is_no_such_thing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "selling") == 1
    assert "declares nothing called 'selling'" in capsys.readouterr().err


@pytest.mark.parametrize("name", FORMATS)
def test_export_prints_each_format(capsys: pytest.CaptureFixture[str], reference: Policy, name: str) -> None:
    assert run("export", "--format", name) == 0
    assert capsys.readouterr().out == FORMATS[name](reference)


@pytest.mark.parametrize("verb", ["show", "export"])
def test_a_broken_policy_is_neither_shown_nor_exported(
    capsys: pytest.CaptureFixture[str], broken: Path, verb: str
) -> None:
    assert run(verb, "--policy", str(broken)) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("policy.yaml:")


def test_schema_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schema") == 0
    assert json.loads(capsys.readouterr().out)["title"] == "A policy that Troth runs"
