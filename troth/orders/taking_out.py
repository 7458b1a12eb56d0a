"""Something is taken out of an order that is paid and not packed: it goes back to the shelf, and exactly its money to the buyer.

What was ordered, paid and invoiced stays as it was; the line says how many of it were taken out, and a credit note takes their
price and their tax back. What sending cost stays, or the desk gives of it what it says, with a credit note of its own. All of
it at once is a cancellation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from troth import channels, gate
from troth.catalog.money import Money

from . import jobs, moving, numbers, refunds, sending_less, taken
from .errors import OrderTrouble
from .models import Order, OrderLine, Refund
from .models.order import By, What
from .models.payment import Paying
from .models.refund import Why
from .returns.amounts import of_line, sending_left
from .shown import OrderShown
from .states import Status

TEMPLATE = "order_changed"
CHANGES = frozenset({Status.PAID})


class ChangedMeanwhile(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext(
                "A colleague has changed this order since you opened it, so nothing was done. Please look at it again."
            )
        )


class NoLonger(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("Things can be taken out of an order only while it is paid and not packed yet. Nothing was done.")
        )


class NothingTakenOut(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Say how many are taken out of which line; not more of anything than there are."))


class AllOfIt(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("That is all that is left of this order, or of its money. Please cancel the order instead.")
        )


class TooMuchOfSending(OrderTrouble):
    def __init__(self, left: str) -> None:
        super().__init__(
            gettext("Of what was paid for sending, %(left)s is left. Write so much at the most. Nothing was done.")
            % {"left": left}
        )


LESS = -1  # in place of an amount: by how much less sending the rest costs


@dataclass(frozen=True, slots=True)
class TakenOut:
    """`back`: the money; None where the things had cost nothing. `sending`: what of the cost of sending goes back."""

    back: Money | None
    sending: Money | None = None


def can(order: OrderShown) -> bool:
    """There is something that can be taken out, and something that stays."""
    return order.status in CHANGES and order.pieces > 1


def seen(lines: Mapping[int, int]) -> str:
    """How many of each line there are, in a word that a form carries: whoever acts on another is told."""
    return numbers.digest(" ".join(f"{line}:{many}" for line, many in sorted(lines.items())))[:32]


def take_out(
    number: str, wanted: Mapping[int, int], mark: str, *, actor: gate.Actor, key: str, sending: int = 0
) -> TakenOut:
    """`wanted`: how many of each line (by its id) go. `mark`: of what the desk saw. The same `key` does it once.

    `sending`: what of the cost of sending goes back with it, tax included; LESS opens where the order goes to reckon it.
    Raises ChangedMeanwhile, NoLonger, NothingTakenOut, AllOfIt, TooMuchOfSending, TooMuch, InDispute, gate.Refused,
    Order.DoesNotExist.
    """
    jobs.may(actor, refunds.PURPOSE)
    ref = numbers.digest(f"{number} out {key}")
    found = Order.objects.get(number=number)
    before, sent_ref = _done(ref, found), numbers.digest(f"{ref} sending")
    if before is None and sending == LESS:
        out = _chosen(found, wanted, mark)
        sending = sending_less.less(found, out, _grams(found, out), actor)
    with transaction.atomic():
        order = moving.held(found.pk)
        if before := _done(ref, order):
            return before
        out = _chosen(order, wanted, mark)
        if sending > (most := sending_left(order) if sending else 0):
            raise TooMuchOfSending(Money(most, order.currency).text)
        amount = sum(of_line(order, line, many, line.out) for line, many in out.items())
        _something_stays(order, amount + sending)
        given = refunds.for_goods(order, amount, Why.TAKEN_OUT, ref, out) if amount else None
        also = refunds.for_sending(order, sending, sent_ref if given else ref) if sending else None
        _let_go(order, out)
        moving.note(order, By.STAFF, What.TAKEN_OUT)
        ids = {"refund": given, "sending": also}
        channels.send(TEMPLATE, order.whose, order=order.pk, **{name: one.pk for name, one in ids.items() if one})
    back = [Money(part, order.currency) if part else None for part in (amount, sending)]
    return TakenOut(*back)


def _done(ref: str, order: Order) -> TakenOut | None:
    """What the same form came to, sent before."""
    known = Refund.objects.filter(ref=ref).first()
    if known is None:
        return None
    also = Refund.objects.filter(ref=numbers.digest(f"{ref} sending")).first()
    whole = [sum(part.amount for part in (one, *one.parts.all())) if one else 0 for one in (known, also)]
    goods, sending = whole if known.why == Why.TAKEN_OUT else reversed(whole)
    return TakenOut(*(Money(part, order.currency) if part else None for part in (goods, sending)))


def _chosen(order: Order, wanted: Mapping[int, int], mark: str) -> dict[OrderLine, int]:
    """How many of each line go."""
    lines = {line.pk: line for line in order.lines.select_related("variant", "replaces")}
    if order.status not in CHANGES:
        raise NoLonger
    if mark != seen({pk: line.wanted for pk, line in lines.items()}):
        raise ChangedMeanwhile
    out = {lines[pk]: many for pk, many in wanted.items() if many and pk in lines}
    if not out or any(not 0 < many <= line.wanted for line, many in out.items()):
        raise NothingTakenOut
    if sum(out.values()) == sum(line.wanted for line in lines.values()):
        raise AllOfIt
    return out


def _something_stays(order: Order, amount: int) -> None:
    """With the last of its money an order ends, so the last is not taken for a part of it."""
    paid = order.payments.filter(state=Paying.SUCCEEDED)
    if amount and sum(payment.amount - payment.given_back for payment in paid) == amount:
        raise AllOfIt


def _let_go(order: Order, out: Mapping[OrderLine, int]) -> None:
    taken.some_back(out.items())
    for line, many in out.items():
        OrderLine.objects.filter(pk=line.pk).update(out=F("out") + many)
    Order.objects.filter(pk=order.pk).update(grams=max(0, order.grams - _grams(order, out)))


def _grams(order: Order, out: Mapping[OrderLine, int]) -> int:
    """What they weigh; of things nobody knows any more, their share of the order's weight."""
    weights = [line.variant.weight_grams * many for line, many in out.items() if line.variant]
    if len(weights) == len(out):
        return sum(weights)
    pieces = sum(line.wanted for line in order.lines.all())
    return round(order.grams * sum(out.values()) / max(pieces, 1))
