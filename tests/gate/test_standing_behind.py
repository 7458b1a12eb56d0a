"""Who is behind the keys of some orders, and where they stand, is one question whatever they chose and stopped."""

from __future__ import annotations

import pytest

from tests.cast import ADA, BEN, CHIARA
from tests.gate.conftest import joins, orders
from troth import gate
from troth.gate.known import standings, standings_behind
from troth.vault import links
from troth.vault.models import Key

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_several_keys_choices_and_stops_multiply_nothing(django_assert_num_queries) -> None:
    ada, ben = joins(ADA), joins(BEN)
    chiara, _ = orders(CHIARA)
    for person, customer in ((ada, ADA), (ada, ADA), (ben, BEN)):
        orders(customer, person)
    for purpose, channel in (("newsletter", "email"), ("browsing_record", ""), ("personalize", "")):
        gate.choose(ada, purpose, channel, gate.State.GRANTED, actor=gate.the_person(ada), source="preferences")
    gate.restrict(ben, actor=gate.the_person(ben))
    keys = [str(key) for key in Key.objects.values_list("id", flat=True)]
    known = standings({ada, ben, chiara})
    with django_assert_num_queries(1, using="vault"):
        behind = standings_behind(links.ISLAND, [*keys, "of nobody"])
    assert all(standing == known[standing.person] for standing in behind.values())
    assert len(known[ada].choices) == 3
    assert {standing.person for standing in behind.values()} == {ada, ben, chiara}
    assert "of nobody" not in behind
