"""The shop's terms of buying on account, and whether a buyer is offered it. They lie in the price book of the process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from troth import gate
from troth.catalog.money import Money

from ..models import AccountTerms
from ..models.account import SentFirst, Whom
from . import approval


@dataclass(frozen=True, slots=True)
class Terms:
    """As `AccountTerms`, while it is sold so."""

    whom: Whom
    countries: frozenset[str]
    days: int
    currency: str
    limit: int
    sent_first: SentFirst


@dataclass(frozen=True, slots=True)
class Offer:
    """What one buyer is offered. `sent_first`: their goods leave before they are paid for."""

    days: int
    due_on: date
    sent_first: bool


def current() -> Terms | None:
    """None where the shop does not sell on account. One query."""
    row = AccountTerms.objects.filter(pk=AccountTerms.ONLY, active=True).first()
    if row is None:
        return None
    countries = frozenset(row.countries.split())
    return Terms(Whom(row.whom), countries, row.days, row.currency, row.limit, SentFirst(row.sent_first))


def offered(
    told: Terms | None, person: gate.PersonId | None, *, country: str, currency: str, total: int
) -> Offer | None:
    """`country`: where it goes. Opens whether they are approved only where that decides something.

    What else they owe is looked at when the order is placed, see `take`: only then nobody else places one.
    """
    if told is None or person is None or currency != told.currency or not 0 < total <= told.limit:
        return None
    everybodys = told.whom is Whom.EVERYBODY or (told.whom is Whom.COUNTRIES and country in told.countries)
    decides = not everybodys or told.sent_first is SentFirst.APPROVED
    approved = decides and approval.is_approved(person)
    if not (everybodys or approved):
        return None
    first = told.sent_first is SentFirst.ALWAYS or (told.sent_first is SentFirst.APPROVED and approved)
    return Offer(told.days, due_on(told.days), first)


def due_on(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def particulars() -> tuple[tuple[str, str], ...]:
    """Where the money goes, as invoices, mails and pages print it: (word, value). The shop's own. One query."""
    row = AccountTerms.objects.filter(pk=AccountTerms.ONLY).first()
    if row is None:
        return ()
    told = (
        (gettext("Account holder"), row.holder),
        (gettext("Bank"), row.bank),
        (gettext("IBAN"), _in_fours(row.iban)),
        (gettext("BIC"), row.bic),
        (gettext("Routing number"), row.routing),
        (gettext("Account number"), row.number),
    )
    return tuple((word, value) for word, value in told if value)


def limit_text(told: Terms) -> str:
    return Money(told.limit, told.currency).text


def _in_fours(iban: str) -> str:
    """As people copy it (ISO 13616)."""
    plain = iban.replace(" ", "")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))
