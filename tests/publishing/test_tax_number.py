"""A live shop in the European Union is told that its invoices lack its VAT number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from troth import gate
from troth.publishing import fit_for_the_public


@pytest.mark.parametrize(
    ("country", "number", "state"),
    [("DE", "", ["unfit"]), ("DE", "DE1", ["unfit"]), ("DE", "DE136695976", ["fit"]), ("US", "", [])],
)
def test_only_there_and_only_where_it_is_none(
    country: str, number: str, state: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seller = replace(gate.policy().controller, country=country, tax_id=number)
    in_force = replace(gate.policy(), controller=seller)
    monkeypatch.setattr(gate, "policy", lambda: in_force)
    assert [found.state for found in fit_for_the_public._tax_number()] == state
