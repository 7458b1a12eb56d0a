"""The facts of an order: what the books say, and what the policy lets a check open."""

from __future__ import annotations

from statistics import median

from troth import gate

from ..models import Order
from ..models.payment import SETTLED, Paying
from ..reports.sold import sold
from .signals import Facts

PURPOSE = "order_verification"
OPENED = ("order_delivery.country", "order_billing.country")
WARNING = "warning"
OF_WARNING = (f"{WARNING}.band", f"{WARNING}.reasons")
ENOUGH = 20  # orders it takes to say what is usual
LOOKED_AT = 200


def facts(order: Order) -> Facts:
    """Opens two countries and a partner's warning for the check, which is entered. Raises `gate.Refused` where there may
    be none.
    """
    opened = gate.use(order.whose, (*OPENED, *_of_warning()), purpose=PURPOSE, actor=gate.system(PURPOSE))
    payments = [*order.payments.all()]
    paid = next((each for each in payments if each.state in SETTLED), None)
    return Facts(
        total=order.total,
        usual=_usual(order),
        tries=sum(each.state in (Paying.FAILED, Paying.LEFT) for each in payments),
        first_order=_is_first(order),
        delivery_country=_country(opened, "order_delivery"),
        billing_country=_country(opened, "order_billing"),
        split_countries=frozenset(
            country for country, dash, _part in (code.partition("-") for code in gate.policy().embargoes) if dash
        ),
        partner_band=_said(opened, "band"),
        partner_says=tuple(_said(opened, "reasons").splitlines()),
        provider_word=paid.risk if paid else "",
        provider_score=paid.risk_score if paid else None,
    )


def _of_warning() -> tuple[str, ...]:
    """Where the policy doesn't let partners warn, a check that asked for their word would be refused as a whole."""
    policy = gate.policy()
    kind = policy.kinds.get(WARNING)
    may = kind is not None and kind.in_force and WARNING in policy.purposes[PURPOSE].uses
    return OF_WARNING if may else ()


def _country(opened: gate.Opened, kind: str) -> str:
    return _revealed(opened, kind, "country")


def _said(opened: gate.Opened, field: str) -> str:
    return _revealed(opened, WARNING, field) if _of_warning() else ""


def _revealed(opened: gate.Opened, kind: str, field: str) -> str:
    record = opened.first(kind)
    value = record[field] if record else None
    return value.reveal() if isinstance(value, gate.Personal) else ""


def _usual(order: Order) -> int | None:
    """The median of the newest orders before it. One query."""
    earlier = sold().filter(currency=order.currency, placed_at__lt=order.placed_at).order_by("-placed_at")
    totals = [*earlier.values_list("total", flat=True)[:LOOKED_AT]]
    return int(median(totals)) if len(totals) >= ENOUGH else None


def _is_first(order: Order) -> bool | None:
    """None for an order that is nobody's any more."""
    person = gate.person_of_party(order.whose)
    return len(gate.parties_of(person)) == 1 if person else None
