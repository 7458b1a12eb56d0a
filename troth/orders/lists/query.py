"""A filter as the query of an address, always written the same way, so that two alike filters have one address."""

from __future__ import annotations

from urllib.parse import urlencode

from troth.catalog.money import Money

from .filter import Amounts, Filter, Placed


def written(asked: Filter, page: int = 1) -> str:
    """ "shelf=all&status=paid&overdue=4". The page is named from the second on."""
    pairs = [("shelf", asked.shelf.value), ("q", asked.text)]
    pairs += [("status", status.value) for status in sorted(asked.statuses)]
    pairs += _placed(asked.placed) if asked.placed else []
    pairs += [
        ("carrier", asked.carrier),
        ("method", asked.method),
        ("money", asked.money.value if asked.money else ""),
        ("origin", asked.origin.value if asked.origin else ""),
    ]
    pairs += _amounts(asked.amounts) if asked.amounts else []
    pairs += [
        ("held", "" if asked.held is None else ("yes" if asked.held else "no")),
        ("product", "" if asked.product is None else str(asked.product)),
        ("overdue", "" if asked.overdue is None else str(asked.overdue)),
        ("p", str(page) if page > 1 else ""),
    ]
    return urlencode([(name, value) for name, value in pairs if value])


def _placed(asked: Placed) -> list[tuple[str, str]]:
    days = (("since", asked.first), ("until", asked.last))
    told = [(name, day.isoformat()) for name, day in days if day]
    return [("placed", str(asked.days)), *told] if asked.days else told


def _amounts(asked: Amounts) -> list[tuple[str, str]]:
    bounds = (("least", asked.least), ("most", asked.most))
    told = [(name, Money(bound, asked.currency).plain) for name, bound in bounds if bound is not None]
    return [*told, ("currency", asked.currency)]
