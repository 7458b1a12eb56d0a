"""What an order owes as pages and desks show it: frozen values without a word about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from troth.catalog.money import Money

from ..models import OnAccount
from ..models.account import Reminded, Standing
from ..states import Status


@dataclass(frozen=True, slots=True)
class AccountShown:
    """`order` is a number, `status` the order's. `pay_to`: the shop's bank, where it is still to be paid."""

    order: str
    status: Status
    amount: Money
    credited: Money
    received: Money
    left: Money
    due_on: date
    state: Standing
    reminded: Reminded
    remind_on: date | None
    ended_at: datetime | None
    pay_to: tuple[tuple[str, str], ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state is Standing.OPEN

    @property
    def can_be_less(self) -> bool:
        """What is given back is taken off it first."""
        return self.state in (Standing.OPEN, Standing.LET_GO) and self.left.amount > 0

    @property
    def days_late(self) -> int:
        return (timezone.localdate() - self.due_on).days if self.is_open else 0

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def state_words(self) -> str:
        return str(self.state.label)

    @property
    def reminded_words(self) -> str:
        return str(self.reminded.label)

    @property
    def waits(self) -> bool:
        """Its goods wait for the money."""
        return self.status is Status.AWAITS_TRANSFER

    @property
    def can_stop(self) -> bool:
        return self.is_open and self.remind_on is not None

    @property
    def can_go_on(self) -> bool:
        return self.is_open and self.remind_on is None and self.reminded is not Reminded.LAST

    @property
    def tone(self) -> str:
        """Fit for a badge's class."""
        if not self.is_open:
            return "good" if self.state in (Standing.PAID, Standing.CREDITED) else ""
        return "bad" if self.is_late else "warning"


def shown(owed: OnAccount, pay_to: tuple[tuple[str, str], ...] = ()) -> AccountShown:
    return AccountShown(
        order=owed.order.number,
        status=Status(owed.order.status),
        amount=Money(owed.amount, owed.currency),
        credited=Money(owed.credited, owed.currency),
        received=Money(owed.received, owed.currency),
        left=Money(owed.left, owed.currency),
        due_on=owed.due_on,
        state=Standing(owed.state),
        reminded=Reminded(owed.reminded),
        remind_on=owed.remind_on,
        ended_at=owed.ended_at,
        pay_to=pay_to,
    )
