"""What can speak against an order, how much, and in which words. Pure: facts in, signals out.

The weights are added up to 100. One alone never holds an order back, except the strongest warning of the payment provider
or of a security partner.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HOLD_AT = 60
MOST = 100
MANY_TRIES = 3  # payments that failed or were left before the one that succeeded
FAR_ABOVE = 4  # times the usual order
MANY_FROM_THERE = 5  # orders of one network address within a day; an office or a hostel places some
HOSTING, ANONYMOUS = "hosting", "anonymous"  # kinds of network
NETWORKS: Mapping[str, str | Promise] = {
    HOSTING: _("a data centre"),
    ANONYMOUS: _("a computer in between, which hides where it comes from"),
}
ELEVATED, HIGHEST = 65, 75  # of a provider's score, where it gives no word: docs.stripe.com/radar/risk-evaluation


def network_said(kind: str) -> str:
    """A kind of network as people read it; a word we do not know stays as it is."""
    return str(NETWORKS.get(kind, kind))


class Code(StrEnum):
    PROVIDER_HIGHEST = "provider_highest"
    PROVIDER_ELEVATED = "provider_elevated"
    PARTNER_HIGH = "partner_high"
    PARTNER_ELEVATED = "partner_elevated"
    COUNTRIES_DIFFER = "countries_differ"
    NEAR_EMBARGO = "near_embargo"
    MANY_TRIES = "many_tries"
    FAR_ABOVE_USUAL = "far_above_usual"
    FIRST_AND_HIGH = "first_and_high"
    NETWORK_ELSEWHERE = "network_elsewhere"
    NETWORK_HIDDEN = "network_hidden"
    NETWORK_HOSTING = "network_hosting"
    MANY_FROM_THERE = "many_from_there"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an order. None, or "": not known, which speaks against nobody.

    `partner_band`: how strongly a security partner warns, `partner_says`: its reasons, as sentences of ours.
    `network_country`, `network_kind`, `orders_that_day`: of the network it was placed from, and how many came from there within
    a day, this one too. `usual`: the median of the shop's orders in this currency, minor units. `split_countries`: those of which a part is
    under an embargo, so that the address has to be read.
    """

    total: int
    usual: int | None = None
    tries: int = 0
    first_order: bool | None = None
    delivery_country: str = ""
    billing_country: str = ""
    provider_word: str = ""
    provider_score: int | None = None
    partner_band: str = ""
    partner_says: tuple[str, ...] = ()
    split_countries: frozenset[str] = frozenset()
    network_country: str = ""
    network_kind: str = ""
    orders_that_day: int = 0


@dataclass(frozen=True, slots=True)
class Signal:
    code: Code
    weight: int
    words: str | Promise


SIGNALS: dict[Code, tuple[int, str | Promise]] = {
    Code.PROVIDER_HIGHEST: (70, _("The payment provider warns of this payment.")),
    Code.PROVIDER_ELEVATED: (40, _("The payment provider finds this payment unusual.")),
    Code.PARTNER_HIGH: (60, _("A security partner warns of this order.")),
    Code.PARTNER_ELEVATED: (35, _("A security partner finds this order unusual.")),
    Code.COUNTRIES_DIFFER: (25, _("It goes to another country than the invoice.")),
    Code.NEAR_EMBARGO: (30, _("It goes to a country of which a part is under an embargo.")),
    Code.MANY_TRIES: (25, _("Paying was tried several times before it worked.")),
    Code.FAR_ABOVE_USUAL: (20, _("It is far higher than our usual order.")),
    Code.FIRST_AND_HIGH: (15, _("It is a first order, and a high one.")),
    Code.NETWORK_HIDDEN: (30, _("It was placed through a network that hides where it comes from.")),
    Code.NETWORK_HOSTING: (20, _("It was placed from the network of a data centre.")),
    Code.MANY_FROM_THERE: (25, _("Many orders came from the same internet address within a day.")),
    Code.NETWORK_ELSEWHERE: (15, _("It was placed from another country than it goes to.")),
}

PARTNER = {"high": Code.PARTNER_HIGH, "elevated": Code.PARTNER_ELEVATED}


def weighed(facts: Facts) -> tuple[Signal, ...]:
    """The heaviest first."""
    found = (Signal(code, *SIGNALS[code]) for code in _codes(facts))
    return tuple(sorted(found, key=lambda signal: -signal.weight))


def sentences(facts: Facts, signals: tuple[Signal, ...]) -> tuple[str, ...]:
    """What people read: each signal, and behind a partner's what the partner said."""
    told: list[str] = []
    for signal in signals:
        told.append(str(signal.words))
        told += facts.partner_says if signal.code in PARTNER.values() else ()
    return tuple(told)


def score(signals: tuple[Signal, ...]) -> int:
    return min(MOST, sum(signal.weight for signal in signals))


def _codes(facts: Facts) -> Iterator[Code]:
    warned = _provider(facts)
    if warned:
        yield warned
    if facts.partner_band in PARTNER:
        yield PARTNER[facts.partner_band]
    if facts.billing_country and facts.delivery_country and facts.billing_country != facts.delivery_country:
        yield Code.COUNTRIES_DIFFER
    if facts.delivery_country in facts.split_countries:
        yield Code.NEAR_EMBARGO
    if facts.tries >= MANY_TRIES:
        yield Code.MANY_TRIES
    if facts.usual and facts.total >= FAR_ABOVE * facts.usual:
        yield Code.FAR_ABOVE_USUAL
    if facts.usual and facts.first_order and facts.total >= FAR_ABOVE // 2 * facts.usual:
        yield Code.FIRST_AND_HIGH
    yield from _network(facts)


def _network(facts: Facts) -> Iterator[Code]:
    """Travellers order from elsewhere, and careful people hide where they are: each of these weighs little by itself."""
    if facts.network_kind == ANONYMOUS:
        yield Code.NETWORK_HIDDEN
    elif facts.network_kind == HOSTING:
        yield Code.NETWORK_HOSTING
    if facts.orders_that_day >= MANY_FROM_THERE:
        yield Code.MANY_FROM_THERE
    hidden = facts.network_kind in (ANONYMOUS, HOSTING)  # then the country is the computer's in between
    if not hidden and facts.network_country and facts.delivery_country not in ("", facts.network_country):
        yield Code.NETWORK_ELSEWHERE


def _provider(facts: Facts) -> Code | None:
    """By their word; by their score only where they give no word."""
    score = -1 if facts.provider_score is None or facts.provider_word else facts.provider_score
    if facts.provider_word == "highest" or score >= HIGHEST:
        return Code.PROVIDER_HIGHEST
    if facts.provider_word == "elevated" or score >= ELEVATED:
        return Code.PROVIDER_ELEVATED
    return None
