"""What a new shop begins with: the taxes and the ways of sending written down beside its policy, and its terms of sale."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from .. import shipping_rows, terms
from ..models import TaxRule, TaxWords
from .rates import WHOLE

FILE = "taxes.yaml"
KNOWN = frozenset(("country", "region", "class", "rate", "name", "included", "shipping", "words"))
LONGEST = 80  # letters of a name


class NotTaxes(ValueError):
    """The file can't be used. The message is a sentence for the shopkeeper."""


def begin() -> tuple[int, str]:
    """How many taxes there are now, and the version of the terms. Changes nothing in a shop that has taxes, and ways of
    sending: an older shop gets the latter when it is next started. Raises NotTaxes, shipping_file.NotMethods."""
    if not TaxRule.objects.exists():
        with transaction.atomic():
            for row, words in read(Path(settings.TROTH.policy_dir) / FILE):
                row.save()
                for language, name in words.items():
                    TaxWords(of=row, language=language, name=name).save()
    shipping_rows.begin()
    return TaxRule.objects.count(), terms.keep()


def read(path: Path) -> list[tuple[TaxRule, dict[str, str]]]:
    """The rows of a file, each with its names in further languages; none where there is no file. Raises NotTaxes."""
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except yaml.YAMLError:
        raise NotTaxes(f"{path.name} is not YAML.") from None
    rows = told.get("taxes") if isinstance(told, dict) else None
    if not isinstance(rows, list):
        raise NotTaxes(f"{path.name} wants a list of rows under 'taxes'.")
    return [_row(path.name, number, row) for number, row in enumerate(rows, 1)]


def _row(file: str, number: int, row: Any) -> tuple[TaxRule, dict[str, str]]:
    where = f"Row {number} of {file}"
    if not isinstance(row, Mapping) or not row.keys() <= KNOWN:
        raise NotTaxes(f"{where} wants {', '.join(sorted(KNOWN))} and nothing else.")
    for name in ("country", "rate", "name"):
        if not isinstance(row.get(name), str):
            raise NotTaxes(f"{where} wants '{name}' as text.")
    rule = TaxRule(
        country=row["country"],
        region=str(row.get("region") or ""),
        tax_class=str(row.get("class") or "standard"),
        rate=_rate(where, row["rate"]),
        name=row["name"],
        included=bool(row.get("included", False)),
        shipping=bool(row.get("shipping", True)),
    )
    return rule, _words(where, row.get("words", {}))


def _words(where: str, told: Any) -> dict[str, str]:
    if not isinstance(told, Mapping) or not all(
        isinstance(language, str) and isinstance(name, str) and len(name) <= LONGEST for language, name in told.items()
    ):
        raise NotTaxes(f"{where} wants 'words' as names by languages, such as {{de: Umsatzsteuer}}.")
    return dict(told)


def _rate(where: str, text: str) -> int:
    try:
        scaled = Decimal(text).scaleb(3)
    except InvalidOperation:
        raise NotTaxes(f"{where}: '{text}' is no rate.") from None
    if not scaled.is_finite() or scaled != scaled.to_integral_value() or not 0 <= scaled <= WHOLE:
        raise NotTaxes(f"{where}: '{text}' is no rate from 0 to 100 with three decimals at most.")
    return int(scaled)
