"""What somebody bought. Which orders are theirs, only the vault can tell; the orders themselves name nobody."""

from __future__ import annotations

from dataclasses import dataclass

from troth import gate

from . import access, parts, shown
from .models import Order
from .parts import Parts
from .shown import OrderShown


@dataclass(frozen=True, slots=True)
class Page:
    """One order for its buyer. `proven` is False for a browser that has only placed it."""

    order: OrderShown
    parts: Parts
    proven: bool


def of(person: gate.PersonId) -> tuple[OrderShown, ...]:
    """The person's orders, newest first. Opens nothing."""
    return tuple(shown.of(order) for order in _theirs(person).order_by("-placed_at"))


def for_person(number: str, person: gate.PersonId) -> Page | None:
    """One of the person's own orders; None for everybody else's and for none."""
    order = _theirs(person).filter(number=number).first()
    return _page(order, proven=True, person=person) if order else None


def for_browser(number: str, browser: str) -> Page | None:
    """An order this browser was let in to see; masked as long as nobody has followed the link in the mail."""
    found = access.of(number, browser)
    return _page(found.order, proven=found.proven) if found else None


def _theirs(person: gate.PersonId):  # type: ignore[no-untyped-def]
    return (
        Order.objects.filter(party__in=gate.parties_of(person)).select_related("parcel").prefetch_related(*shown.WHOLE)
    )


def _page(order: Order, *, proven: bool, person: gate.PersonId | None = None) -> Page:
    look = parts.opened if proven else parts.under_mask
    return Page(shown.of(order), look(order.whose, actor=gate.the_person(person)), proven)
