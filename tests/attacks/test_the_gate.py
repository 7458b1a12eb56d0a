"""An attacker who can call the gate's verbs from a room: as somebody else, with words of their own, at a wrong hour."""

import ast
import copy
import dataclasses
import json
import logging
import pickle
import pprint
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError
from django.template import Context, Template
from django.utils import timezone

import troth
from tests.cast import ADA, BEN
from tests.gate.conftest import joins, orders, works_here
from troth import gate, ledger
from troth.vault.models import Key, Record, Restriction

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def last() -> ledger.EntryBody:
    from troth.ledger import store

    return ledger.EntryBody.read(store.newest_body())


# -- somebody else


def test_a_person_opens_nobody_elses_data_and_the_attempt_stands_in_the_others_ledger():
    ada, ben = joins(ADA), joins(BEN)
    _, party = orders(BEN, ben)
    for whose, kind, purpose in ((ben, "address", "account"), (party, "order_contact", "order_history")):
        with pytest.raises(gate.Refused):
            gate.use(whose, [kind], purpose=purpose, actor=gate.the_person(ada))
        assert gate.use(whose, [kind], purpose=purpose, actor=gate.the_person(ben)).all(kind)
    refused = [line for line in gate.timeline(ben, actor=gate.the_person(ben)) if line.decision == "refused"]
    assert len(refused) == 2


def test_a_person_changes_chooses_stops_takes_along_and_erases_nothing_of_anybody_else():
    ada, ben = joins(ADA), joins(BEN)
    record = Record.objects.get(key__person=ben, kind="address").id
    me = gate.the_person(ada)
    for attempt in (
        lambda: gate.collect(ben, {"name": {"name": "X"}}, purpose="account", source="account_form", actor=me),
        lambda: gate.discard(ben, record, actor=me),
        lambda: gate.choose(ben, "newsletter", "email", gate.State.GRANTED, actor=me, source="preferences"),
        lambda: gate.restrict(ben, actor=me),
        lambda: gate.close(ben, actor=me),
        lambda: gate.export(ben, actor=me),
        lambda: gate.timeline(ben, actor=me),
        lambda: gate.erase(ben, actor=me),
    ):
        with pytest.raises(gate.Refused):
            attempt()
    assert Record.objects.filter(id=record).exists()
    assert not Restriction.objects.exists()
    assert gate.standing(ben).choices == {}


def test_the_ledger_does_not_learn_who_a_person_is():
    ada = joins(ADA)
    gate.use(ada, ["address"], purpose="account", actor=gate.the_person(ada))
    assert str(ada) not in last().written(timezone.now())


def test_only_the_gate_makes_actors():
    """A room that built its own could give it any role."""
    made = []
    for file in Path(troth.__file__).parent.rglob("*.py"):
        if file.parent.name in ("gate", "policy"):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "Actor":
                made.append(f"{file}:{node.lineno}")
    assert made == []


def test_an_account_is_bound_once():
    ada, ben = joins(ADA), joins(BEN)
    gate.bind_account(ada, 5)
    with pytest.raises((gate.Refused, IntegrityError)):
        gate.bind_account(ben, 5)
    assert gate.person_of_account(5) == ada


def test_an_employees_look_at_a_history_is_an_entry_and_opens_no_reasons():
    ada = joins(ADA)
    officer = works_here(9, "privacy_officer")
    before = len(gate.timeline(ada, actor=gate.the_person(ada)))
    lines = gate.timeline(ada, actor=officer)
    assert len(gate.timeline(ada, actor=gate.the_person(ada))) == before + 1
    assert all(line.reason == "" for line in lines)


# -- words of one's own


@pytest.mark.parametrize("channel", ["JohnSmith", "12-Main-Street", "john smith"])
def test_no_word_of_ones_own_gets_into_the_ledger_through_a_channel(channel):
    ada = joins(ADA)
    me, them = gate.the_person(ada), gate.system("newsletter")
    with pytest.raises(gate.Refused):
        gate.choose(ada, "newsletter", channel, gate.State.GRANTED, actor=me, source="preferences")
    assert channel not in last().written(timezone.now())
    with pytest.raises(gate.Refused):
        gate.use(ada, ["email"], purpose="newsletter", actor=them, channel=channel)
    assert channel not in last().written(timezone.now())


@pytest.mark.parametrize(
    "told",
    [
        {"purpose": "account", "source": "JohnSmith", "data": {"name": {"name": "x"}}},
        {"purpose": "account", "source": "account_form", "data": {"name": {"JohnSmith": "x"}}},
    ],
)
def test_no_word_of_ones_own_gets_into_the_ledger_through_a_refused_collection(told):
    ada = joins(ADA)
    with pytest.raises(gate.GateError):
        gate.collect(ada, told["data"], purpose=told["purpose"], source=told["source"])
    assert "JohnSmith" not in last().written(timezone.now())


def test_no_word_of_ones_own_gets_into_the_ledger_through_a_choice_or_an_outcome():
    ada = joins(ADA)
    with pytest.raises((ValueError, gate.GateError)):
        gate.choose(ada, "newsletter", "email", "JohnSmith", actor=gate.the_person(ada), source="preferences")
    _, party = orders(ADA, ada)
    payload = gate.disclose(party, purpose="fulfil_order", recipient="ups", actor=gate.system("fulfil_order"))
    with pytest.raises((ValueError, gate.GateError)):
        gate.outcome(payload.disclosure, "JohnSmith")
    assert "JohnSmith" not in last().written(timezone.now())


# -- a wrong hour


def test_a_clock_that_jumps_while_the_shop_runs_erases_nothing_even_after_somebody_was_here(monkeypatch):
    """The last entry carries the wrong time too, so that comparing with it alone sees no jump."""
    ada = joins(ADA)
    orders(ADA, ada)
    wrong = timezone.now() + timedelta(days=4000)
    monkeypatch.setattr(timezone, "now", lambda: wrong)
    ledger.append("0" * 32, ledger.EntryBody(verb="use", at=wrong))
    with pytest.raises(gate.ClockJumped):
        gate.expire()
    assert Key.objects.filter(person=None).count() == 2
    assert gate.expire(after_standstill=True) == 2


# -- opened values


def test_an_opened_value_leaves_by_no_door_but_reveal(caplog):
    opened = gate.use((ada := joins(ADA)), ["name"], purpose="account", actor=gate.the_person(ada))
    record = opened.first("name")
    value = record["name"]
    leaks = [
        str, json.dumps, lambda v: f"{v}", lambda v: f"{v:>9}", lambda v: "%s" % v, lambda v: "{}".format(v),  # noqa: UP031, UP032
        pickle.dumps, copy.copy, copy.deepcopy, list, bytes, len, iter, lambda v: v + "", lambda v: "".join([v]),
        lambda v: json.dumps(v, default=str), lambda v: pickle.dumps(record), lambda v: dataclasses.asdict(record),
        lambda v: Template("{{ v }}").render(Context({"v": v})), lambda v: Template("{{ v|upper }}").render(Context({"v": v})),
        lambda v: Template("{{ v|urlize }}").render(Context({"v": v})), lambda v: Template("{{ v|safe }}").render(Context({"v": v})),
        lambda v: Template("{{ v|default:'-' }}").render(Context({"v": v})), lambda v: Template("{{ v|json_script }}").render(Context({"v": v})),
    ]  # fmt: skip
    for leak in leaks:
        with pytest.raises(TypeError):
            leak(value)
    logging.getLogger("somewhere").warning("%r %r", value, record)
    masked = [repr(value), repr(record), pprint.pformat(opened), caplog.text]
    masked += [Template("{{ v|pprint }}{{ v|length }}{% debug %}").render(Context({"v": value}))]
    assert all(ADA.name not in each for each in masked)
