"""What carriers ask for a weight to a country: asked about nobody, remembered, and never waited for long.

Before an order nothing of a person has been given to us, and the policy lets no carrier be told. So a carrier is asked for
a place in the country that is always the same, with a weight rounded up; the answer serves everybody. Pages read what
is remembered and note what is wanted; the process for background work asks.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import ngettext

from troth.catalog.models import Catalogue
from troth.recipients import chosen
from troth.recipients.carrier import CarrierRefused, CarrierTrouble, Rate
from troth.recipients.models import CarrierHealth

from .models import Quote
from .shipping_table import Service

FRESH = timedelta(hours=12)
USABLE = timedelta(days=4)  # an older price is better than a guess, for a while
PATIENCE = 1.5  # seconds a page waits for a price that nobody has asked for yet
PACE = 0.05
ASKED = (500, 2_000, 10_000, 30_000)  # grams; a weight is rounded up to one of them, and nothing heavier is asked for


@dataclass(frozen=True, slots=True)
class Told:
    """`price`: minor units of the shop's currency. `days`: working days, None if they don't say."""

    price: int
    days: int | None


def of(country: str, grams: int, services: Sequence[Service]) -> dict[str, Told | None]:
    """For each of these methods that the shop's carriers have: their price, or None where the table's has to do.

    A method whose carrier has said that it does not go there is left out.
    """
    mine = [one for one in services if one.carrier in settings.TROTH.carriers]
    asked = next((limit for limit in ASKED if grams <= limit), None)
    if asked is None or not mine:
        return {one.code: None for one in mine}
    known = _looked_up(mine, country, asked)
    answers = {one.code: _answer(known.get(one.service)) for one in mine}
    return {code: told for code, (goes, told) in answers.items() if goes}


def _looked_up(mine: Sequence[Service], country: str, grams: int) -> dict[str, Quote]:
    """What is known by carriers' service. What is missing, or old, is noted as wanted."""
    currency = _currency()
    known = _known(country, grams, currency)
    missing = [one for one in mine if one.service not in known or _is_old(known[one.service])]
    waits = {one.service for one in missing if one.service not in known}
    if missing:
        patient = _want(missing, country, grams, currency)
        if waits and patient and not _failing(one.carrier for one in missing):
            known = _waited(waits, country, grams, currency)
    return known


def ask_due(limit: int = 12) -> int:
    """Ask the carriers for what pages wanted; how many questions. Called every moment by the background process."""
    if settings.TROTH.carrier != "karrio":
        return 0
    wanted = Quote.objects.filter(wanted_at__isnull=False)
    questions = wanted.order_by().values_list("carrier", "country", "grams", "currency").distinct()[:limit]
    return sum(_ask(*question) for question in questions)


def in_other_money() -> dict[str, tuple[str, str]]:
    """Carriers whose last answers were in another currency than asked for: (theirs, ours). One query."""
    since = timezone.now() - USABLE
    found = Quote.objects.exclude(other_currency="").filter(answered_at__gt=since)
    rows = found.order_by("answered_at").values_list("carrier", "other_currency", "currency")
    return {carrier: (theirs, ours) for carrier, theirs, ours in rows}


def days_in_words(days: int) -> str:
    return ngettext("%(many)s working day", "%(many)s working days", days) % {"many": days}


def _ask(carrier: str, country: str, grams: int, currency: str) -> bool:
    mine = Quote.objects.filter(carrier=carrier, country=country, grams=grams, currency=currency)
    if not mine.filter(wanted_at__isnull=False).update(wanted_at=None):
        return False
    try:
        rates = chosen.carrier(carrier).rates(country, grams, currency)
    except CarrierRefused:
        rates = ()  # they do not go there
    except (CarrierTrouble, LookupError):
        return True
    _remember(mine, {rate.service: rate for rate in rates})
    return True


def _remember(mine, rates: Mapping[str, Rate]) -> None:  # type: ignore[no-untyped-def]
    now = timezone.now()
    for quote in mine:
        rate = rates.get(quote.service)
        price, days, other = (rate.price, rate.days, "") if rate else (None, None, "")
        if rate and rate.currency != quote.currency:  # a price nobody can be asked for: the table's has to do
            price, days, other = None, None, rate.currency
        Quote.objects.filter(pk=quote.pk).update(price=price, days=days, other_currency=other, answered_at=now)


def _known(country: str, grams: int, currency: str) -> dict[str, Quote]:
    since = timezone.now() - USABLE
    found = Quote.objects.filter(country=country, grams=grams, currency=currency, answered_at__gt=since)
    return {quote.service: quote for quote in found}


def _want(missing: Iterable[Service], country: str, grams: int, currency: str) -> bool:
    """Note what is wanted. Whether an answer may come soon: if somebody waited for it already, nobody waits again."""
    now = timezone.now()
    rows = Quote.objects.filter(country=country, grams=grams, currency=currency)
    if rows.filter(wanted_at__lt=now - timedelta(seconds=PATIENCE)).exists():
        return False
    new = [
        Quote(carrier=one.carrier, service=one.service, country=country, grams=grams, currency=currency, wanted_at=now)
        for one in missing
    ]
    Quote.objects.bulk_create(new, ignore_conflicts=True)
    rows.filter(service__in=[one.service for one in missing], wanted_at=None).update(wanted_at=now)
    return True


def _waited(services: set[str], country: str, grams: int, currency: str) -> dict[str, Quote]:
    """What is known once all have answered, or patience has ended."""
    until = time.monotonic() + PATIENCE
    while True:
        known = _known(country, grams, currency)
        if services <= known.keys() or time.monotonic() > until:
            return known
        time.sleep(PACE)


def _answer(quote: Quote | None) -> tuple[bool, Told | None]:
    """(whether it goes there at all, the price)."""
    if quote is None or quote.other_currency:
        return True, None
    return (True, Told(quote.price, quote.days)) if quote.price is not None else (False, None)


def _is_old(quote: Quote) -> bool:
    return quote.answered_at is None or quote.answered_at < timezone.now() - FRESH


def _failing(carriers: Iterable[str]) -> bool:
    """One of them did not answer the last time: the page does not wait to see whether it does now."""
    return CarrierHealth.objects.filter(recipient__in=set(carriers), failures__gt=0).exists()


def _currency() -> str:
    return Catalogue.objects.values_list("currency", flat=True).first() or "USD"
