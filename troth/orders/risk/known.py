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
VISIT = "order_visit"
OF_VISIT = (f"{VISIT}.location", f"{VISIT}.network_kind", f"{VISIT}.orders_that_day")
ENOUGH = 20  # orders it takes to say what is usual
LOOKED_AT = 200


def facts(order: Order) -> Facts:
    """Opens countries, a partner's warning and where it came from for the check, which is entered. Raises `gate.Refused` where there may
    be none.
    """
    asked = (*OPENED, *_declared(OF_WARNING), *_declared(OF_VISIT))
    opened = gate.use(order.whose, asked, purpose=PURPOSE, actor=gate.system(PURPOSE))
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
        partner_band=_revealed(opened, WARNING, "band"),
        partner_says=tuple(_revealed(opened, WARNING, "reasons").splitlines()),
        network_country=_revealed(opened, VISIT, "location").partition("-")[0],
        network_kind=_revealed(opened, VISIT, "network_kind"),
        orders_that_day=int(_revealed(opened, VISIT, "orders_that_day") or 0),
        provider_word=paid.risk if paid else "",
        provider_score=paid.risk_score if paid else None,
    )


def _declared(fields: tuple[str, ...]) -> tuple[str, ...]:
    """The fields, or none where the policy has no such kind: a check that asked for one would be refused as a whole."""
    policy, name = gate.policy(), fields[0].partition(".")[0]
    kind = policy.kinds.get(name)
    return fields if kind is not None and kind.in_force and name in policy.purposes[PURPOSE].uses else ()


def _country(opened: gate.Opened, kind: str) -> str:
    return _revealed(opened, kind, "country")


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
    if person is None:
        return None
    others = [
        party for party in gate.parties_of(person) if party != order.whose
    ]  # comments and old notes are parties, too
    return not (others and Order.objects.filter(party__in=others).exists())
