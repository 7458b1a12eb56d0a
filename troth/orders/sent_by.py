"""How an order is sent, as it was when it was placed: it keeps name and carrier of its method, whatever became of that."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from . import shipping_file
from .models import Order

# Names the sample shop's file gives its methods, for translation; others stay as somebody typed them.
_SEEDED = (_("Standard, by USPS"), _("Tracked to the door, by UPS"), _("Express, by FedEx"))


@dataclass(frozen=True, slots=True)
class SentBy:
    """`carrier`: a recipient of the policy, "" for the shop's own means. `service`: what the carrier's adapter calls it."""

    code: str
    name: str
    carrier: str
    service: str


def of(order: Order) -> SentBy | None:
    """No query. None for a method nobody knows, as orders from an earlier shop have.

    Orders older than the table in the office carry the code alone; what it meant stands in the file.
    """
    if order.method_name:
        return SentBy(order.method, in_words(order.method_name), order.carrier, order.service or order.method)
    known = shipping_file.table().service(order.method)
    return SentBy(known.code, in_words(known.name), known.carrier, known.service) if known else None


def name_of(order: Order) -> str:
    """The code where nobody knows more."""
    known = of(order)
    return known.name if known else order.method


def in_words(name: str) -> str:
    """A method's name in the current language, where it came with the program and the shop wrote no words of its own."""
    return gettext(name) if name in _SEEDED else name
