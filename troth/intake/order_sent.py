"""How far an order had come in the earlier shop: paid, sent whole or in part, with which number, under which payment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from troth import gate
from troth.catalog.importing.report import Weight
from troth.orders.states import Status

from . import cells, sensitive
from .order_rows import OrderRows
from .past_order import NEVER_PLACED, PastLine, Sent, Stood, Unfit, sent_of, stood, word

_NUMBER: Final = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9 ._/-]{3,63}")
_REFERENCE: Final = re.compile(r"(?=.*\d)[A-Za-z0-9#][A-Za-z0-9#._:+/-]{2,119}")
_FITS: Final = {Status.PLACED: Sent.NOTHING, Status.PAID: Sent.NOTHING, Status.DELIVERED: Sent.ALL}


def standing(rows: OrderRows) -> Stood:
    """Raises Unfit for a word about the payment that we do not know: nobody should owe or own by a guess."""
    names = rows.names
    paid, sent = _one_word(rows) if names.statuses else (rows.said(names.paid), rows.said(names.sent))
    found = stood(paid, sent, cancelled=bool(rows.said(names.cancelled_at)))
    if found is None:
        raise Unfit(_("A payment status we do not know."), rows.column(names.paid))
    if found.sent is Sent.UNKNOWN:
        rows.changed(_("A word about sending that we do not know; it counts as not sent."), names.sent)
    if found.unpaid and found.status is not Status.CANCELLED:
        words = _("It was not paid there, or not all of it. It comes in as it stands, and nothing is asked for here.")
        rows.report.note(words, row=rows.rows[0].number, column=rows.column(names.paid), weight=Weight.NOTED)
    return found


def _one_word(rows: OrderRows) -> tuple[str, str]:
    """(paid, sent) of a system with one word for both. Raises Unfit for an order that never was placed."""
    names = rows.names
    said = word(rows.said(names.paid)).removeprefix("wc")
    if said in NEVER_PLACED:
        raise Unfit(_("It never was placed there: a draft, or thrown away."), rows.column(names.paid))
    paid, sent = names.statuses.get(said, (said or "?", ""))
    if paid == "cancelled":
        paid = "paid" if rows.said(names.paid_at) else "voided"
    return paid, sent


def is_partly_refunded(rows: OrderRows) -> bool:
    return word(rows.said(rows.names.paid)) == "partiallyrefunded"


def sent_lines(
    rows: OrderRows, status: Status, lines: Sequence[PastLine], words: Sequence[tuple[int, str]]
) -> tuple[int, ...]:
    """Of an order that was sent in part: how many of each line left; () where the file does not say.

    `words`: of each line its row and the earlier shop's word.
    """
    said = [(row, word, sent_of(word)) for row, word in words]
    if status is not Status.PART_SHIPPED:
        expected = _FITS.get(status)
        for row, word, sent in said:
            if word and expected and sent is not expected:
                told = _("The word about this line does not fit the order's; the order's counts.")
                rows.changed(told, rows.names.line_sent, row)
        return ()
    if not any(sent in (Sent.ALL, Sent.PART) for _row, _word, sent in said):
        rows.changed(_("The file does not say what of it was sent. Look in the earlier shop before you send the rest."))
        return ()
    for row, _word, sent in said:
        if sent in (Sent.PART, Sent.UNKNOWN):
            told = _(
                "How many of this line were sent, the file does not say; it counts as not sent. Look in the earlier shop "
                "before you send the rest."
            )
            rows.changed(told, rows.names.line_sent, row)
    many = [line.quantity if sent is Sent.ALL else 0 for line, (_row, _word, sent) in zip(lines, said, strict=False)]
    charges = [line.quantity for line in lines[len(said) :]]  # of no row of their own, and in no parcel
    return (*many, *charges) if any(many) else ()


def tracking(rows: OrderRows, stood: Stood, sent: Sequence[int]) -> tuple[str, str]:
    """The carrier's number of the parcel, and the carrier where it is one of ours; ("", "") where there is no parcel."""
    names = rows.names
    cell, by = rows.said(names.tracking), rows.said(names.carrier)
    whole = stood.sent is Sent.ALL and stood.status in (Status.DELIVERED, Status.REFUNDED)
    if not cell:
        if by:
            rows.changed(_("Who brought it is kept with a tracking number only; it was left out."), names.carrier)
        return "", ""
    if not (whole or sent):
        rows.changed(_("A tracking number is kept where it is known what was sent; it was left out."), names.tracking)
        if by:
            rows.changed(_("Who brought it is kept with a tracking number only; it was left out."), names.carrier)
        return "", ""
    first, *others = filter(None, re.split(r"[,;|\n]+\s*", cells.code(cell, 400)))
    if others:
        rows.changed(_("The first tracking number is kept; the others were left out."), names.tracking)
    number = first.strip()
    if not _NUMBER.fullmatch(number) or sensitive.in_cell(number):
        rows.changed(_("This is no tracking number; it was left out."), names.tracking)
        return "", ""
    return number, _carrier(rows, by)


def payment_reference(rows: OrderRows, stood: Stood) -> str:
    """The provider's name of the money, where money came; whatever else stands there is named and left."""
    kept = ""
    for name in rows.names.payment_reference:
        cell = rows.said(name)
        found = cells.code(cell, 200)
        if not cell or found == kept:
            continue
        if stood.unpaid:
            rows.changed(_("The reference of a payment is kept of what was paid; it was left out."), name)
        elif kept:
            rows.changed(_("The shop keeps one reference of a payment; this one was left out."), name)
        elif not _REFERENCE.fullmatch(found) or sensitive.in_cell(found):
            rows.changed(_("This is no reference of a payment; it was left out."), name)
        else:
            kept = found
    return kept


def _carrier(rows: OrderRows, by: str) -> str:
    """A carrier of the policy, by its key or the word it begins with ("FedEx Ground")."""
    said = cells.clean(by).casefold()
    known = gate.policy().recipients
    found = next((name for name in ("usps", "ups", "fedex") if name in known and said.split(" ")[0] == name), "")
    if said and not found:
        rows.changed(_("A carrier the shop does not know; it was left out."), rows.names.carrier)
    return found
