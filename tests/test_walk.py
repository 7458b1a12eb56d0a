"""The walk of a street address, as ARCHITECTURE.md tells it."""

import pytest

from tests.cast import ADA
from tests.gate.conftest import orders, works_here
from troth import gate, ledger
from troth.ledger.models import Entry
from troth.vault.models import Key, Record

pytestmark = pytest.mark.django_db

STREET = "street_address"


def newest(person: gate.PersonId) -> gate.Line:
    return gate.timeline(person, actor=gate.the_person(person))[0]


def test_the_walk_of_a_street_address():
    # 2. Taken in: sealed twice, under two keys, with an entry each.
    ada, party = orders(ADA)
    sealed = {record.kind: bytes(record.sealed) for record in Record.objects.filter(party=party)}
    assert all(ADA.street_address.encode() not in seal for seal in sealed.values())
    keys = {record.kind: record.key.retention for record in Record.objects.filter(party=party).select_related("key")}
    assert (keys["order_delivery"], keys["order_billing"]) == ("order", "statutory")
    assert not Key.objects.exclude(retention="account").filter(person__isnull=False).exists()

    # 3. The payment provider is not told where anybody lives.
    paying = gate.disclose(party, purpose="billing", recipient="stripe", actor=gate.system("billing"))
    assert all(STREET not in fields for fields in paying.fields.values())

    # 4. The order desk looks: the delivery address opens, the invoice's stays sealed, and the look is an entry.
    desk = works_here(1, "order_desk")
    seen = gate.use(party, ["order_delivery", "order_billing"], purpose="fulfil_order", actor=desk)
    assert seen.first("order_delivery")[STREET].reveal() == ADA.street_address
    assert isinstance(seen.first("order_billing")[STREET], gate.Withheld)
    assert (newest(ada).verb, newest(ada).actor_code) == ("use", "order_desk")

    # 5. The carrier is told exactly what the policy grants it, and what became of it is an entry of its own.
    told = gate.disclose(party, purpose="fulfil_order", recipient="ups", actor=gate.system("fulfil_order"))
    assert told.fields["order_delivery"][STREET].reveal() == ADA.street_address
    gate.outcome(told.disclosure, "delivered")
    assert (newest(ada).verb, newest(ada).decision, newest(ada).recipient) == ("outcome", "delivered", "ups")

    # 6. Ada sees all of it, and can prove each line.
    ledger.sequence_all()
    lines = gate.timeline(ada, actor=gate.the_person(ada))
    assert {"collect", "use", "disclose", "outcome"} <= {line.verb for line in lines}
    assert all(line.clause in gate.policy().clauses for line in lines)
    assert all(gate.proof(ada, line.entry) for line in lines)

    # 7. She asks for erasure: what the law keeps stays under its own key with law and date, everything else is gone.
    plan = gate.erase(ada, actor=gate.the_person(ada))
    assert [line.kinds for line in plan.later] == [("order_billing",)]
    assert plan.later[0].until
    assert plan.later[0].because
    assert set(Record.objects.values_list("kind", flat=True)) == {"order_billing", "staff"}
    assert gate.use(party, ["order_delivery"], purpose="fulfil_order", actor=desk).records == ()

    # And the log still holds, without a word of the address.
    ledger.sequence_all()
    assert ledger.verify().sound
    assert not any(ADA.street_address in body for body in Entry.objects.values_list("body", flat=True))


def test_the_story_names_files_that_are_there():
    import re
    from pathlib import Path

    root = Path(__file__).resolve().parent.parent
    story = (root / "ARCHITECTURE.md").read_text()
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", story)
    assert len(named) >= 8
    missing = [name for name in named if not (root / "troth" / name).exists() and not (root / name).exists()]
    assert missing == []
