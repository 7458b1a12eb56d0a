"""The overview's figures add up, and looking at them is no look."""

import pytest

from tests.cast import ADA
from tests.rights.conftest import account, last_line, orders, reading, works_here
from troth import gate
from troth.rights import choices
from troth.rights.glance import glance
from troth.rights.timeline import timeline
from troth.vault.models import Record

pytestmark = pytest.mark.django_db


def test_it_counts_what_there_is():
    reader = reading(account(ADA))
    _, party = orders(ADA, reader.first)
    works_here(7, "order_desk")
    gate.use(party, ["order_delivery"], purpose="fulfil_order", actor=gate.employee(7))
    gate.disclose(party, purpose="fulfil_order", recipient="ups", actor=gate.system("fulfil_order"))
    choices.stop_mails(reader)
    before = last_line(reader.first)
    seen = glance(reader)
    assert seen.records == Record.objects.exclude(kind="staff").count()
    assert sum(bar.count for bar in seen.held) == seen.records
    assert sum(bar.count for bar in seen.done) == len(timeline(reader, limit=500).lines)
    assert max(bar.share for bar in seen.done) == 100
    assert seen.last_look is not None
    assert seen.last_look.who == "Order desk"
    assert [(each.who, each.times) for each in seen.told] == [("UPS", 1)]
    assert seen.yes == sum(each.on for each in choices.shown(reader) if each.in_force)
    assert last_line(reader.first) == before


def test_somebody_new_has_calm_figures():
    seen = glance(reading(account(ADA)))
    assert seen.last_look is None
    assert seen.told == ()
    assert seen.all_of_it
