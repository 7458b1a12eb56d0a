"""What somebody bought. Which orders are theirs, only the vault can tell; the orders themselves name nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from troth import gate, prepared

from . import access, parts, refunded, shown, states
from .account import AccountShown
from .account import of_order as account_of
from .cancel import NOT_PACKED
from .models import Order
from .models.order import What
from .owed import DebtShown
from .owed import of_order as owed_of
from .parts import Parts
from .prices import order_costs
from .prices.order_costs import OrderCosts
from .refunded import RefundShown
from .returns import differences, window
from .returns import shown as returns_shown
from .returns.differences import DifferenceShown
from .returns.shown import CanComeBack, ReturnShown
from .shown import OrderShown


@dataclass(frozen=True, slots=True)
class Page:
    """One order for its buyer. `proven` is False for a browser that has only placed it, which may change nothing.

    `coming_back`: what they may ask to send back, until `return_until` (None while it is still on its way).
    """

    order: OrderShown
    parts: Parts
    proven: bool
    costs: OrderCosts
    refunds: tuple[RefundShown, ...] = ()
    returns: tuple[ReturnShown, ...] = ()
    coming_back: tuple[CanComeBack, ...] = ()
    return_until: datetime | None = None
    can_cancel: bool = False
    differences: tuple[DifferenceShown, ...] = ()
    debts: tuple[DebtShown, ...] = ()
    account: AccountShown | None = None


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


def seen_by_person(number: str, person: gate.PersonId) -> OrderShown | None:
    """The order's own half of the same, for what is done with it: opens nothing, so nothing is entered."""
    order = _theirs(person).filter(number=number).first()
    return shown.of(order) if order else None


def seen_by_browser(number: str, browser: str) -> OrderShown | None:
    found = access.of(number, browser)
    return shown.of(found.order) if found else None


def _theirs(person: gate.PersonId):  # type: ignore[no-untyped-def]
    return Order.objects.filter(party__in=gate.parties_of(person)).prefetch_related(*shown.WHOLE)


def _page(order: Order, *, proven: bool, person: gate.PersonId | None = None) -> Page:
    _PARTS.read(order)
    look = parts.opened if proven else parts.under_mask
    asks = proven and window.is_open(order)
    return Page(
        shown.of(order),
        look(order.whose, actor=gate.the_person(person)),
        proven,
        order_costs.of(order),
        refunded.of_order(order.number) if _something_back(order) else (),
        returns_shown.of_order(order) if order.status in states.MAY_HAVE_PARCELS else (),
        returns_shown.can_come_back(order) if asks else (),
        window.until(order) if asks else None,
        proven and order.status in NOT_PACKED,
        differences.waiting(order) if proven and order.status in window.SENT else (),
        owed_of(order) if proven else (),
        account_of(order),
    )


def _something_back(order: Order) -> bool:
    """Money went back, or was taken off what is owed. No query with the order's parts read."""
    lowered = any(event.what == What.ACCOUNT_LOWERED for event in order.events.all())
    return lowered or any(payment.given_back for payment in order.payments.all())


_PARTS = prepared.Children(Order, "lines", "events", "payments")
