"""A credit note over a part of an invoice, so that all of its credit notes together are the invoice again, to the cent.

What came back carries its own tax. What else was given back takes each tax in proportion to what is left of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..prices.rates import WHOLE
from ..prices.split import part, shares
from .content import Content, Line, Tax
from .goods_back import Good


@dataclass(frozen=True, slots=True)
class _Slot:
    """What one tax fell on and is not taken back yet, tax included; `tax` is None for what carried none."""

    tax: Tax | None
    gross: int
    amount: int


def given_back(
    invoice: Content, amount: int, because: str, goods: Sequence[Good] = (), before: Sequence[Content] = ()
) -> Content:
    """`amount`: minor units, at most what is left. `goods`: what it goes back for. `before`: the credit notes so far."""
    if amount == invoice.total and not before:
        return replace(invoice, because=because)
    slots = [*_slots(invoice, before)]
    named = _named(slots, goods, amount)
    left = [max(0, slot.gross - taken) for slot, taken in zip(slots, named, strict=True)]
    beside = shares(amount - sum(named), left)
    taxes = [_tax(slot, mine + other) for slot, mine, other in zip(slots, named, beside, strict=True)]
    lines = _lines(slots, taxes, goods, named, beside, because)
    told = tuple(tax for tax in taxes if tax is not None and tax.base + tax.amount)
    made = Content(invoice.seller, tuple(lines), told, amount, invoice.tax_case, because=because)
    return replace(made, seller_is=invoice.seller_is)


def what_is_left(invoice: Content, rest: int, taken: Sequence[tuple[str, Content]]) -> Content:
    """The same goods, and each credit note over them with its words as a line that takes away; `rest` is the sum of it all.

    Whoever reads it sees what was supplied (Directive 2006/112/EC, Article 226(6)) and why less of it is owed.
    """
    taxes = given_back(invoice, rest, "", (), [note for _words, note in taken]).taxes
    on_top = sum(tax.amount for tax in taxes if not tax.included)
    goods = sum(line.amount for line in invoice.lines) + invoice.shipping - invoice.shipping_discount
    nets = [sum(line.amount for line in note.lines) for _words, note in taken]
    nets[-1] += goods - sum(nets) + on_top - rest  # a cent or two of notes that split taxes otherwise than today's
    less = tuple(Line(words, 1, -net, 0, -net, 0) for (words, _note), net in zip(taken, nets, strict=True))
    return replace(invoice, lines=invoice.lines + less, taxes=taxes, total=rest)


def _slots(invoice: Content, before: Sequence[Content]) -> Iterator[_Slot]:
    """One for each tax, and a last one for what carried none."""
    untaxed = invoice.total - sum(note.total for note in before)
    for tax in invoice.taxes:
        same = [each for note in before for each in note.taxes if _kind(each) == _kind(tax)]
        gross = tax.base + tax.amount - sum(each.base + each.amount for each in same)
        yield _Slot(tax, max(0, gross), max(0, tax.amount - sum(each.amount for each in same)))
        untaxed -= gross
    yield _Slot(None, max(0, untaxed), 0)


def _kind(tax: Tax) -> tuple[str, int, bool]:
    return tax.name, tax.rate, tax.included


def _place(slots: Sequence[_Slot], good: Good) -> int:
    found = (place for place, slot in enumerate(slots) if slot.tax is not None and slot.tax.rate == good.rate)
    return next(found, len(slots) - 1)


def _named(slots: Sequence[_Slot], goods: Sequence[Good], amount: int) -> tuple[int, ...]:
    """How much of the amount each slot takes for the goods: their worth, or a part of it where less was given back."""
    worth = [sum(good.gross for good in goods if _place(slots, good) == place) for place in range(len(slots))]
    worth = [min(each, slot.gross) for each, slot in zip(worth, slots, strict=True)]
    return tuple(worth) if sum(worth) <= amount else shares(amount, worth)


def _tax(slot: _Slot, gross: int) -> Tax | None:
    """The tax in an amount that contains it; the last of an invoice's takes what is left."""
    if slot.tax is None:
        return None
    whole = min(part(gross, slot.tax.rate, WHOLE + slot.tax.rate), slot.amount)
    amount = slot.amount if gross == slot.gross else whole
    return Tax(slot.tax.name, slot.tax.rate, gross - amount, amount, slot.tax.included)


def _lines(
    slots: Sequence[_Slot],
    taxes: Sequence[Tax | None],
    goods: Sequence[Good],
    named: Sequence[int],
    beside: Sequence[int],
    because: str,
) -> Iterator[Line]:
    """One for each good, and one for what was given back beside them; without the taxes that come on top."""
    more = 0
    for place, tax in enumerate(taxes):
        mine = [good for good in goods if _place(slots, good) == place and good.gross]
        on_top = tax.amount if tax is not None and not tax.included else 0
        net = named[place] + beside[place] - on_top
        grosses = shares(named[place], [good.gross for good in mine])
        *nets, other = shares(net, [*grosses, beside[place]]) if net else [0] * (len(mine) + 1)
        yield from (_line(good, amount) for good, amount in zip(mine, nets, strict=True))
        more += other
    if more:
        yield Line(because, 1, more, 0, more, 0)


def _line(good: Good, net: int) -> Line:
    if net == good.quantity * good.price:
        return Line(good.title, good.quantity, good.price, 0, net, good.rate, good.sku)
    title = good.title if good.quantity == 1 else f"{good.quantity} \N{MULTIPLICATION SIGN} {good.title}"
    return Line(title, 1, net, 0, net, good.rate, good.sku)
