"""A paper with its buyer, who is opened for this one rendering, under the key of the books, and kept nowhere.

of(order)                        -> the papers of an order, without anybody
for_buyer(order, number, …)      -> whole, for who has shown that the order is theirs
for_staff(order, number, actor)         -> whole, for a job that includes billing or the law; each look is an entry
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from troth import gate
from troth.catalog.money import Money
from troth.channels.speaking import speaking

from .. import access, jobs, parts
from ..exemptions import holding
from ..models import Invoice, Order
from ..models.invoice import InvoiceKind
from ..parts import Part
from . import content, issue
from .content import Content

GONE = ("nobody", "expired")  # the time for keeping the buyer is over; the paper stays


@dataclass(frozen=True, slots=True)
class Slip:
    """One line of a list of papers."""

    number: str
    kind: InvoiceKind
    issued_at: datetime
    amount: Money
    replaced: bool

    @property
    def words(self) -> str:
        return str(self.kind.label)


@dataclass(frozen=True, slots=True)
class Paper:
    """All of it. `buyer`: lines, each printed with `|reveal`; one line that says why where it may not be opened."""

    number: str
    kind: InvoiceKind
    issued_at: datetime
    order: str
    ordered_at: datetime
    credits: str
    content: Content
    currency: str
    buyer: Part
    language: str = ""  # of the order; "" for the shop's first
    particulars: Mapping[str, gate.Personal] = field(default_factory=dict)  # of the buyer, field by field
    set_off: bool = False  # a credit note against what is owed: no money goes back with it

    @property
    def exempt(self) -> gate.Personal | None:
        """Why it carries no sales tax, in the language that is spoken; None where that is not so, or is gone."""
        code = self.particulars.get("exemption")
        held = holding.read(code.reveal()) if code is not None else None
        return gate.Personal(held.words, code.grant) if held is not None and code is not None else None

    def money(self, amount: int) -> Money:
        return Money(amount, self.currency)


def of(order: Order) -> tuple[Slip, ...]:
    """One query. Opens nothing."""
    found = Invoice.objects.filter(order=order)
    return tuple(
        Slip(
            row.number,
            InvoiceKind(row.kind),
            row.issued_at,
            Money(row.amount, row.currency),
            row.replaced_at is not None,
        )
        for row in found
    )


def for_buyer(order: str, number: str, *, person: gate.PersonId | None = None, browser: str = "") -> Paper | None:
    """For the order's account, or a browser that came by the mailed link. None for everybody else and every other order."""
    if not _theirs(order, person):
        held = access.of(order, browser)
        if held is None or not held.proven:
            return None
        person = None
    return _paper(order, number, ("billing",), gate.the_person(person))


def for_staff(order: str, number: str, actor: gate.Actor, *, reason: str = "") -> Paper | None:
    """Raises gate.Refused for a job that does not include it; the refusal is an entry, too."""
    purpose = jobs.purpose_for(actor, *issue.BILLING, reason=reason)
    return _paper(order, number, (purpose or issue.BILLING[0],), actor, reason)


def _theirs(order: str, person: gate.PersonId | None) -> bool:
    if person is None:
        return False
    return Order.objects.filter(number=order, party__in=gate.parties_of(person)).exists()


def _paper(order: str, number: str, purposes: Sequence[str], actor: gate.Actor, reason: str = "") -> Paper | None:
    row = (
        Invoice.objects.select_related("order", "credits", "refund").filter(order__number=order, number=number).first()
    )
    if row is None:
        return None
    opened = _buyer(row.order, purposes[0], actor, reason)
    particulars = _particulars(opened)
    with speaking(row.order.language):
        buyer = _lines(parts.address(opened, parts.BILLING), particulars) if opened else Part()
    return Paper(
        row.number,
        InvoiceKind(row.kind),
        row.issued_at,
        row.order.number,
        row.order.placed_at,
        row.credits.number if row.credits else "",
        content.read(row.content),
        row.currency,
        buyer,
        row.order.language,
        particulars,
        _is_set_off(row),
    )


def _is_set_off(row: Invoice) -> bool:
    """Of what was called off or taken off before it was paid, and of an invoice that another one takes the place of."""
    went = row.dispute_id is not None or (row.refund is not None and row.refund.payment_id is not None)
    return row.kind == InvoiceKind.CREDIT and not went


def _lines(buyer: Part, particulars: Mapping[str, gate.Personal]) -> Part:
    """Their number for the tax, which stands last, with the word for what it is."""
    number = particulars.get("tax_id")
    if number is None or not buyer.lines:
        return buyer
    return Part((*buyer.lines[:-1], gate.Personal(content.tax_words(number.reveal()), number.grant)))


def _buyer(order: Order, purpose: str, actor: gate.Actor, reason: str) -> gate.Opened | None:
    """None where there is nobody to open any more."""
    try:
        return gate.use(order.whose, (parts.BILLING,), purpose=purpose, actor=actor, reason=reason)
    except gate.Refused as refused:
        if refused.code in GONE:
            return None
        raise


def _particulars(opened: gate.Opened | None) -> dict[str, gate.Personal]:
    """Nothing where one of them is withheld: half an address is none."""
    record = opened.first(parts.BILLING) if opened else None
    told = record.fields if record else {}
    open_ = {name: value for name, value in told.items() if isinstance(value, gate.Personal)}
    return open_ if len(open_) == len(told) else {}
