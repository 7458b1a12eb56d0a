"""Who may see an order without an account: the browser that placed it (masked), and whoever came by the mailed link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from troth import gate, prepared
from troth.channels import links

from . import news, numbers
from .models import DraftAccess, Order, OrderAccess

KIND = "order"
KIND_WITH_WISH = "order with news"  # whoever follows it also wishes for the newsletter
LINK_HOURS = 24 * 14
KEPT = timedelta(days=1)  # as long as the cookie, which the policy gives a day


@dataclass(frozen=True, slots=True)
class Access:
    """`proven`: this browser has shown that the mailbox is the buyer's."""

    order: Order
    proven: bool


def let_in(order: int, browser: str, *, proven: bool = False, kept: timedelta = KEPT) -> None:
    """From now on the browser with this cookie may see the order. What was proven once stays so."""
    until, digest = timezone.now() + kept, numbers.digest(browser)
    row = OrderAccess(order_id=order, browser_digest=digest, proven=proven, expires_at=until)
    if not proven:
        _LET_IN.write(row)
        return
    OrderAccess.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["order", "browser_digest"],
        update_fields=["proven", "expires_at"],
    )


_LET_IN = prepared.Inserts(OrderAccess, unless_there=True)


def of(number: str, browser: str) -> Access | None:
    """One query. None for an order this browser may not see, and for one that does not exist."""
    if not browser:
        return None
    row = _OPEN.first(number=number, browser=numbers.digest(browser), now=timezone.now())
    return Access(row.order, row.proven) if row else None


def _open(number: str, browser: str, now: datetime) -> QuerySet[OrderAccess]:
    open_now = OrderAccess.objects.filter(order__number=number, browser_digest=browser, expires_at__gt=now)
    return open_now.select_related("order").order_by("pk")[:1]


_OPEN = prepared.Objects(_open, number=str, browser=str, now=datetime)


def mint(order: Order, *, wish: bool = False) -> str:
    """The path of a fresh secret link. For a mail at the moment it leaves, and for whoever just came by the link of one."""
    kind = KIND_WITH_WISH if wish else KIND
    return reverse("orders:link", args=[links.mint(kind, order.public_id, hours=LINK_HOURS)])


def is_open(token: str) -> bool:
    """Whether the link still opens something. Uses nothing up: programs that scan mail follow links too."""
    return any(links.valid(kind, token) for kind in (KIND, KIND_WITH_WISH))


def redeem(token: str, browser: str) -> str | None:
    """Use the link: this browser has proven the mailbox. The order's number, or None for a dead link."""
    with transaction.atomic():
        plain = links.redeem(KIND, token)
        target = plain or links.redeem(KIND_WITH_WISH, token)
        order = Order.objects.filter(public_id=target).only("pk", "number", "party").first() if target else None
        if order is not None and not plain:
            news.remember(order, source="guest_checkout")
    person = gate.person_of_party(order.whose) if order else None
    if order is None or person is None:  # an erased buyer's links are dead, also those still in their mailbox
        return None
    let_in(order.pk, browser, proven=True)
    if not plain:
        news.grant(person, source="guest_checkout")
    return order.number


def carry_over(old: str, new: str) -> None:
    """What a browser could see by its old word it sees by the new one, and by the old one no more."""
    if old:
        had = OrderAccess.objects.filter(browser_digest=numbers.digest(old))
        known = OrderAccess.objects.filter(browser_digest=numbers.digest(new)).values("order")
        had.exclude(order__in=known).update(browser_digest=numbers.digest(new))
        had.delete()
        begun = DraftAccess.objects.filter(browser_digest=numbers.digest(old))
        there = DraftAccess.objects.filter(browser_digest=numbers.digest(new)).values("draft")
        begun.exclude(draft__in=there).update(browser_digest=numbers.digest(new))
        begun.delete()


def shut(parties: Iterable[gate.PartyId]) -> None:
    """No browser sees these orders any more: their buyer is about to be erased."""
    OrderAccess.objects.filter(order__party__in=list(parties)).delete()


def sweep() -> int:
    """Forget what has run out; how many."""
    return OrderAccess.objects.filter(expires_at__lt=timezone.now()).delete()[0]
