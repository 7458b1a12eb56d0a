"""Help reads like sentences, and machines get JSON where it is promised."""

import argparse
import re

import pytest

from troth.cli.main import ROOMS, commands, main


def every(parser, path=()):
    """Every command below a parser, with the words that lead to it and its line of help."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help for choice in action._choices_actions}
            for name, inner in action.choices.items():
                yield (*path, name), inner, helps.get(name)
                yield from every(inner, (*path, name))


COMMANDS = {" ".join(path): (parser, help_) for path, parser, help_ in every(commands())}


def test_the_rooms_are_all_there():
    assert {name for name in COMMANDS if " " not in name} == set(ROOMS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_sentence_of_help(name):
    _parser, help_ = COMMANDS[name]
    assert help_
    assert re.match(r"[A-Z].*\.$", help_), help_


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_sentence_of_help(name):
    parser, _help = COMMANDS[name]
    for action in parser._actions:
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            assert action.help, action.dest
            assert action.help.endswith((".", "…")), action.help


@pytest.mark.parametrize(
    "name",
    ["doctor", "policy check", "policy show", "ledger verify", "ledger proof", "ledger rotate-key", "keys rotate", "keys retire",
     "catalog import", "retention"],
)  # fmt: skip
def test_json_where_it_is_promised(name):
    parser, _help = COMMANDS[name]
    assert any("--json" in action.option_strings for action in parser._actions)


def test_help_is_printed_and_nonsense_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "Runs a Troth shop" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main(["sell", "data"])
    assert ended.value.code == 2
