"""What a comparison found, in words, and as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.catalog.money import Money

from ..models import Reconciliation


class Kind(StrEnum):
    """One way in which two sets of books differ."""

    PAID_THERE = "paid-there"
    PAID_AGAIN = "paid-again"
    PAID_ONLY_HERE = "paid-only-here"
    UNKNOWN_THERE = "unknown-there"
    UNKNOWN_HERE = "unknown-here"
    AMOUNT = "amount"
    OVER_THERE = "over-there"
    OPEN_FOR_NOTHING = "open-for-nothing"
    REFUND_THERE = "refund-there"
    REFUND_NOT_HERE = "refund-not-here"
    REFUND_WAITS = "refund-waits"
    REFUND_NOT_THERE = "refund-not-there"
    REFUND_REFUSED = "refund-refused"
    DISPUTE_THERE = "dispute-there"
    PROVIDER_SILENT = "provider-silent"

    @property
    def words(self) -> str | Promise:
        return _WORDS[self]


_WORDS: dict[Kind, str | Promise] = {
    Kind.PAID_THERE: _("Paid there, and we had not heard of it."),
    Kind.PAID_AGAIN: _("Paid there a second time under one reference. Give one of the two back on their pages."),
    Kind.PAID_ONLY_HERE: _("Paid in our books; they know the payment, but not that it was paid."),
    Kind.UNKNOWN_THERE: _("Paid in our books; they do not know the payment."),
    Kind.UNKNOWN_HERE: _("Paid there under a reference of this shop that our books do not know."),
    Kind.AMOUNT: _("The amount paid there is not the one we asked for."),
    Kind.OVER_THERE: _("Their page is over without a payment, and we had not heard of it."),
    Kind.OPEN_FOR_NOTHING: _("Their page was still open for an order that waits for no payment."),
    Kind.REFUND_THERE: _("They have carried out a refund, and we had not heard of it."),
    Kind.REFUND_NOT_HERE: _("A refund there, of a payment of ours, that our books cannot take in."),
    Kind.REFUND_WAITS: _("A refund we owe was not asked for yet. It is asked for again."),
    Kind.REFUND_NOT_THERE: _("A refund in our books that they do not know."),
    Kind.REFUND_REFUSED: _("They refused a refund. Somebody must decide what to do with the money."),
    Kind.DISPUTE_THERE: _("A dispute has moved on there, and we had not heard of it."),
    Kind.PROVIDER_SILENT: _("They could not be asked. Nothing was compared."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`order` is a number, or "" where none is known; `theirs` the provider's reference; `amount` minor units."""

    kind: Kind
    order: str
    theirs: str
    amount: int
    currency: str
    healed: bool

    @property
    def says(self) -> str:
        return str(self.kind.words)

    @property
    def money(self) -> str:
        return Money(self.amount, self.currency).text if self.currency else ""


@dataclass(frozen=True, slots=True)
class Report:
    """`others`: payments of the same account that are none of this shop's."""

    provider: str
    since: datetime
    at: datetime
    payments: int
    refunds: int
    disputes: int
    others: int
    findings: tuple[Finding, ...]

    @property
    def healed(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.healed)

    @property
    def open(self) -> tuple[Finding, ...]:
        """What somebody must look at."""
        return tuple(finding for finding in self.findings if not finding.healed)

    def as_json(self) -> dict[str, Any]:
        return {
            "provider": self.provider,
            "since": self.since.isoformat(),
            "at": self.at.isoformat(),
            "looked_at": {"payments": self.payments, "refunds": self.refunds, "disputes": self.disputes},
            "others": self.others,
            "findings": [{**asdict(finding), "kind": finding.kind.value} for finding in self.findings],
        }


def kept(report: Report) -> None:
    told = report.as_json()["findings"]
    numbers = {name: getattr(report, name) for name in ("since", "at", "payments", "refunds", "disputes", "others")}
    Reconciliation.objects.create(provider=report.provider, findings=told, **numbers)


def latest() -> Report | None:
    """The newest comparison, if there was one."""
    row = Reconciliation.objects.order_by("-at").first()
    if row is None:
        return None
    numbers = {name: getattr(row, name) for name in ("since", "at", "payments", "refunds", "disputes", "others")}
    return Report(provider=row.provider, findings=tuple(_finding(told) for told in row.findings), **numbers)


def _finding(told: Mapping[str, Any]) -> Finding:
    return Finding(**{**told, "kind": Kind(told["kind"])})
