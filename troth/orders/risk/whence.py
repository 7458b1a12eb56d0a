"""Where an order is placed from: what the shop notes of it with the order, to see whether it is genuine.

How many orders came from a network within a day is counted like the limits are: under a keyed digest, swept when the day is
over; with the order goes the number.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import gate, peers
from troth.people import limits
from troth.visits.log import networks

from .known import PURPOSE, VISIT
from .signals import ANONYMOUS, HOSTING

KIND, SOURCE = VISIT, "visit"
A_DAY = 24 * 3600.0


@sensitive_variables()
def noticed(request: HttpRequest) -> Mapping[str, str]:
    """The fields of an order's visit, as far as they are known. Opens nothing and asks nobody."""
    address = peers.of(request)
    network = networks.of(address)
    at_home = limits.at_home(request)  # somebody who tries the shop out orders as often as they like
    told = {
        "ip_address": str(address or ""),
        "provider": network.provider,
        "location": network.place,
        "network_kind": ANONYMOUS if network.anonymous else HOSTING if network.hosting else "",
        "orders_that_day": "" if at_home else str(int(cache.get(_name(request), 0)) + 1),
        "time": timezone.now().replace(microsecond=0).isoformat(),
    }
    return {name: value for name, value in told.items() if value}


def count(request: HttpRequest) -> None:
    """An order was placed from here. The first of them begins the day."""
    if not limits.at_home(request) and not cache.add(_name(request), 1, A_DAY):
        try:
            cache.incr(_name(request))
        except ValueError:  # the day was over in between
            cache.add(_name(request), 1, A_DAY)


def is_wanted() -> bool:
    """Whether the policy has it noted with orders."""
    policy = gate.policy()
    kind, purpose = policy.kinds.get(KIND), policy.purposes.get(PURPOSE)
    return bool(kind and kind.in_force and purpose and SOURCE in purpose.collects.get(KIND, ()))


def door() -> tuple[str, gate.Actor]:
    """By which door it comes in, beside what the buyer types."""
    return SOURCE, gate.system(PURPOSE)


def _name(request: HttpRequest) -> str:
    return f"troth:orders_of_a_day:{limits.network(request)}"
