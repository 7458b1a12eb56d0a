"""Names of the price book that wait for a translator: of offers, vouchers, ways of sending and taxes that are in force.

What is not offered any more is read by nobody, and waits for nothing. A voucher without words says its code in every language,
and names of methods that came with the program are in its own catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.db.models import Q
from django.utils import timezone, translation

from .. import sent_by
from ..models import Offer, OfferWords, ShippingMethod, ShippingWords, TaxRule, TaxWords, Voucher, VoucherWords
from ..models.words import NameWords

type Row = Offer | Voucher | ShippingMethod | TaxRule
# What is named, where its words stand, and what of it is told.
NAMED: Final[tuple[tuple[type[Row], type[NameWords], tuple[str, ...]], ...]] = (
    (Offer, OfferWords, ("name",)),
    (Voucher, VoucherWords, ("name",)),
    (ShippingMethod, ShippingWords, ("name", "remark")),
    (TaxRule, TaxWords, ("name",)),
)


@dataclass(frozen=True, slots=True)
class Unsaid:
    """`kind`: the model it is a row of. `count`: how many texts it lacks."""

    kind: type[Row]
    pk: int
    title: str
    count: int


def names(language: str) -> tuple[Unsaid, ...]:
    """Kind by kind, in the order of their screens. Two queries a kind."""
    return tuple(lacking for kind, words, texts in NAMED for lacking in _of(kind, words, texts, language))


def _of(kind: type[Row], words: type[NameWords], texts: tuple[str, ...], language: str) -> list[Unsaid]:
    said = {row["of"]: row for row in words._default_manager.filter(language=language).values("of", *texts)}
    with translation.override(language):
        found = [(row, _missing(row, said.get(row.pk, {}), texts)) for row in _in_force(kind)]
    return [Unsaid(kind, row.pk, str(row), count) for row, count in found if count]


def _missing(row: Row, said: dict[str, str], texts: tuple[str, ...]) -> int:
    told = {text: getattr(row, text).strip() for text in texts}
    return sum(1 for text, words in told.items() if words and not said.get(text) and sent_by.in_words(words) == words)


def _in_force(kind: type[Row]) -> models.QuerySet[Row]:
    """Those somebody may still read, in a basket to come."""
    rows: models.QuerySet[Row] = kind._default_manager.all()
    if kind is TaxRule:
        return rows
    if kind is ShippingMethod:
        return rows.filter(offered=True)
    return rows.filter(Q(ends__isnull=True) | Q(ends__gt=timezone.now()), active=True)
