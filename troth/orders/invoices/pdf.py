"""A paper as PDF. WeasyPrint is loaded when the first one is asked for, fetches nothing, and writes no file.

It stands on libraries of the system (Pango and what that needs): `missing` says in a sentence which are not there.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext

from troth.channels.speaking import speaking

from ..models.invoice import InvoiceKind
from ..models.order import TaxCase
from ..prices.cost_words import CostLine, less, tax_lines
from .electronic import cii, inside, seller
from .papers import Paper

TEMPLATE = "orders/invoice.html"
LOOKS = Path(__file__).with_name("paper.css")
ARCHIVAL = "pdf/a-3b"  # ISO 19005-3: it carries its fonts and colours, and the files that belong to it


class CannotDraw(RuntimeError):
    """The system lacks what WeasyPrint needs. The message is a sentence for the shopkeeper."""


def draw(paper: Paper) -> bytes:
    """The PDF, in the language of the order. Raises CannotDraw."""
    weasyprint = _weasyprint()
    from weasyprint.urls import FatalURLFetchingError  # ends the drawing; it is no Exception

    try:
        looks = weasyprint.CSS(string=LOOKS.read_text(encoding="utf-8"), url_fetcher=_nothing())
        size = weasyprint.CSS(string="@page { size: letter }" if _on_letter(paper) else "", url_fetcher=_nothing())
        made = weasyprint.HTML(string=html(paper), url_fetcher=_nothing()).render(
            stylesheets=[looks, size], pdf_variant=ARCHIVAL
        )
        if told := _electronic(paper):
            inside.put(made, weasyprint, told, paper.number)
        return bytes(made.write_pdf(pdf_variant=ARCHIVAL, pdf_tags=True))
    except FatalURLFetchingError as tried:
        raise CannotDraw(str(tried)) from None


def html(paper: Paper) -> str:
    with speaking(paper.language):
        total = paper.money(paper.content.total).text
        told = {"paper": paper, "rows": _rows(paper), "sums": _sums(paper), "total": total}
        told["sender"] = " · ".join(paper.content.seller[:3])
        told["goods"] = _goods(paper)
        paid_on = paper.content.paid_on
        told["paid_on"] = date.fromisoformat(paid_on) if paid_on else None
        due_on = "" if paid_on or paper.kind is InvoiceKind.CREDIT else paper.content.due_on
        told["due_on"] = date.fromisoformat(due_on) if due_on else None
        return render_to_string(TEMPLATE, told)


def _on_letter(paper: Paper) -> bool:
    """Paper as the seller's country has it: ISO 216, but for two."""
    return seller.of(paper.content.seller_is)["country"] in ("US", "CA")


def _electronic(paper: Paper) -> bytes:
    """What programs read of it; b"" where the standard has no words for it."""
    try:
        return cii.xml(paper)
    except cii.CannotTell:
        return b""


def missing() -> str:
    """What is missing for drawing, as a sentence; "" when nothing is."""
    try:
        _weasyprint()
    except CannotDraw as why:
        return str(why)
    return ""


def _weasyprint() -> Any:
    try:
        import weasyprint
    except ImportError:
        raise CannotDraw("WeasyPrint is not installed; install the packages of requirements/app.txt") from None
    except OSError as error:  # it is Python; what it loads is not
        name = str(error).split("'")[1] if "'" in str(error) else "Pango"
        raise CannotDraw(
            f"the system library {name} is missing; install Pango (Debian: libpango-1.0-0 libpangoft2-1.0-0)"
        ) from None
    return weasyprint


def _nothing() -> Any:
    """Refuses every address: an invoice is whole in itself, and drawing it tells nobody anything."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class Nothing(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            raise FatalURLFetchingError("an invoice fetches nothing")

    return Nothing()


def _rows(paper: Paper) -> list[dict[str, Any]]:
    return [
        {
            "title": line.title,
            "sku": line.sku,
            "quantity": line.quantity,
            "price": paper.money(line.price).text,
            "amount": paper.money(line.price * line.quantity).text,
        }
        for line in paper.content.lines
    ]


def _goods(paper: Paper) -> str:
    """What the lines come to, where there are several and anything follows; "" where it would say nothing new."""
    told = paper.content
    sums = sum(line.price * line.quantity for line in told.lines)
    return paper.money(sums).text if len(told.lines) > 1 and sums != told.total else ""


def _sums(paper: Paper) -> list[CostLine]:
    told = paper.content
    off = sum(line.discount for line in told.lines) + told.shipping_discount
    lines = [CostLine(told.shipping_words, paper.money(told.shipping).text)] if told.shipping_words else []
    if off:
        lines.insert(0, CostLine(gettext("Discount"), less(paper.money(off))))
    return lines + _taxes(paper)


def _taxes(paper: Paper) -> list[CostLine]:
    """Each with what it fell on: a paper owes that for each rate (Directive 2006/112/EC, Article 226(8))."""
    told = paper.content
    charged = [tax for tax in told.taxes if tax.amount or tax.rate]
    lines = tax_lines(charged, told.tax_case or TaxCase.UNTAXED, paper.money)
    if not charged:
        return lines
    return [replace(line, words=_on(line.words, tax.base, paper)) for line, tax in zip(lines, charged, strict=True)]


def _on(tax: str, base: int, paper: Paper) -> str:
    return gettext("%(tax)s on %(base)s") % {"tax": tax, "base": paper.money(base).text} if base else tax
