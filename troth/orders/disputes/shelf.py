"""Disputes as desks show them: frozen values without a word about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from troth import gate
from troth.catalog.money import Money

from ..models import Dispute
from ..models.dispute import GOING_ON, Contesting

SOON = timedelta(days=3)

# The banks' reasons, as docs.stripe.com/disputes/categories lists them.
REASONS: dict[str, str | Promise] = {
    "bank_cannot_process": _("The bank could not process the payment"),
    "credit_not_processed": _("A refund is said to be missing"),
    "customer_initiated": _("The customer asked their bank"),
    "debit_not_authorized": _("The debit is said not to have been allowed"),
    "duplicate": _("Said to have been charged twice"),
    "fraudulent": _("The cardholder says they did not pay this"),
    "general": _("No particular reason given"),
    "incorrect_account_details": _("Wrong account details"),
    "insufficient_funds": _("Not enough money in the account"),
    "product_not_received": _("The goods are said not to have arrived"),
    "product_unacceptable": _("The goods are said to be faulty or not as described"),
    "subscription_canceled": _("A subscription is said to have been cancelled"),
    "unrecognized": _("The cardholder does not recognize the payment"),
}


@dataclass(frozen=True, slots=True)
class DisputeShown:
    """`order` is a number, `theirs` the provider's reference, `answer_by` None where no answer is wanted any more."""

    id: int
    order: str
    amount: Money
    reason: str
    state: Contesting
    provider: str
    theirs: str
    answer_by: datetime | None
    opened_at: datetime
    ended_at: datetime | None

    @property
    def reason_words(self) -> str:
        return str(REASONS.get(self.reason, self.reason.replace("_", " ")))

    @property
    def provider_words(self) -> str:
        known = gate.policy().recipients.get(self.provider)
        return known.label if known else gettext("the practice till")

    @property
    def state_words(self) -> str:
        return str(self.state.label)

    @property
    def wants_answer(self) -> bool:
        return self.state is Contesting.OPEN

    @property
    def overdue(self) -> bool:
        return self.wants_answer and self.answer_by is not None and self.answer_by < timezone.now()

    @property
    def soon(self) -> bool:
        """The answer is wanted within a few days."""
        return self.wants_answer and self.answer_by is not None and self.answer_by < timezone.now() + SOON


def open_ones() -> tuple[DisputeShown, ...]:
    """Those that are not decided, the nearest deadline first; those that wait for us before those that wait for the bank."""
    nearest = F("answer_by").asc(nulls_last=True)
    found = Dispute.objects.filter(state__in=GOING_ON).order_by("-state", nearest, "pk")
    return _all(found)


def count_open() -> int:
    """How many wait for our answer. One query."""
    return Dispute.objects.filter(state=Contesting.OPEN).count()


def ended(many: int = 50) -> tuple[DisputeShown, ...]:
    """The newest of those that are decided."""
    return _all(Dispute.objects.exclude(state__in=GOING_ON).order_by("-ended_at")[:many])


def of_order(number: str) -> tuple[DisputeShown, ...]:
    return _all(Dispute.objects.filter(payment__order__number=number).order_by("opened_at"))


def shown(dispute: Dispute) -> DisputeShown:
    payment = dispute.payment
    return DisputeShown(
        id=dispute.pk,
        order=payment.order.number,
        amount=Money(dispute.amount, dispute.currency),
        reason=dispute.reason,
        state=Contesting(dispute.state),
        provider=payment.provider,
        theirs=dispute.theirs,
        answer_by=dispute.answer_by,
        opened_at=dispute.opened_at,
        ended_at=dispute.ended_at,
    )


def _all(found: QuerySet[Dispute]) -> tuple[DisputeShown, ...]:
    return tuple(shown(dispute) for dispute in found.select_related("payment__order"))
