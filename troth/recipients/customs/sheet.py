"""A customs paper as a picture of A5, in English and French as posts want it. Everything that people typed is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from textwrap import wrap
from typing import Final

from django.utils import timezone, translation
from django_countries import countries

from troth import gate

from ..carrier import Content, ParcelAsked
from .which import Form, piece, worth

WIDE, TALL = 420, 595  # points: A5; a CN 22 takes half of it
LEFT, RIGHT = 20, WIDE - 20
TITLES: Final = {
    Form.CN22: ("CUSTOMS DECLARATION", "DÉCLARATION EN DOUANE", "CN 22"),
    Form.CN23: ("CUSTOMS DECLARATION", "DÉCLARATION EN DOUANE", "CN 23"),
    Form.INVOICE: ("COMMERCIAL INVOICE", "FACTURE COMMERCIALE", ""),
}
# Where each column ends, but the first, which begins at the left.
COLUMNS: Final = (196, 224, 268, 318, 344, RIGHT)
HEADS: Final = ("Description", "Pieces", "Net kg", "HS code", "Origin", "Value")
ROW, LETTERS = 11, 38
CERTIFIED: Final = (
    "What stands here is true and whole. Nothing in this parcel is dangerous or forbidden to send.",
    "Ces indications sont exactes. Cet envoi ne contient rien de dangereux ni d\u2019interdit.",
)


def drawn(form: Form, asked: ParcelAsked, to_whom: Sequence[str], telephone: str) -> bytes:
    """SVG. `to_whom`: the lines of the address, as on the label."""
    top = _head(form) + _addresses(form, asked, to_whom, telephone)
    begin = 96 if form is Form.CN22 else 222
    table, end = _table(asked.contents, begin)
    tall = max(TALL // 2 if form is Form.CN22 else TALL, end + 141)
    foot = _sums(asked, end) + _signed(tall - 95)
    words = escape(f"{TITLES[form][0].title()} of order {asked.order}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {tall}" width="{WIDE}" height="{tall}" role="img" '
        f'aria-label="{words}" font-family="sans-serif" font-size="8" fill="#000">'
        f'<rect x="1" y="1" width="{WIDE - 2}" height="{tall - 2}" fill="#fff" stroke="#000"/>{top}{table}{foot}</svg>'
    ).encode()


def _head(form: Form) -> str:
    english, french, number = TITLES[form]
    opened = "" if form is Form.INVOICE else "May be opened officially · Peut être ouvert d\u2019office"
    return (
        _text(LEFT, 30, english, 15, bold=True)
        + _text(LEFT, 44, french, 9)
        + _text(LEFT, 57, opened, 8)
        + _text(RIGHT, 32, number, 17, bold=True, end=True)
    )


def _addresses(form: Form, asked: ParcelAsked, to_whom: Sequence[str], telephone: str) -> str:
    """A CN 22 sticks on the address itself, so it repeats none."""
    sold = "[X] Sale of goods · Vente de marchandises"
    if form is Form.CN22:
        return _text(LEFT, 78, f"{sold} · Order {asked.order}", 9)
    shop = gate.policy().controller
    town = " ".join(filter(None, (shop.locality, shop.region, shop.postcode)))
    ours = [shop.name, *shop.street_address.splitlines(), town, _country(shop.country), shop.telephone, shop.email]
    theirs = [*to_whom, *([f"Tel. {telephone}"] if telephone else [])]
    number = f"Invoice and order · Facture et commande: {asked.order}, {timezone.localdate():%Y-%m-%d}"
    return (
        _text(LEFT, 78, "From · De", 8, bold=True)
        + _lines(LEFT, 90, ours)
        + _text(WIDE // 2, 78, "To · À", 8, bold=True)
        + _lines(WIDE // 2, 90, theirs)
        + _text(LEFT, 190, number, 9)
        + _text(LEFT, 203, f"{sold} · Duties are the receiver\u2019s · Droits à la charge du destinataire", 8)
    )


def _country(code: str) -> str:
    """In a language known abroad, as the Universal Postal Union wants it."""
    with translation.override("en"):
        return str(countries.name(code) or code).upper()


def _table(contents: Sequence[Content], begin: int) -> tuple[str, int]:
    """The lines, and where they end."""
    drawn, at = [_rule(begin - 10), _cells(begin, HEADS, bold=True), _rule(begin + 4)], begin + 4
    for content in contents:
        described = wrap(content.title, LETTERS)[:2] or [""]
        kilos = f"{Decimal(content.grams * content.quantity) / 1000:.3f}"
        value = f"{worth(content)} {content.currency}"
        cells = (described[0], str(content.quantity), kilos, content.customs_code, content.origin, value)
        drawn.append(_cells(at + ROW, cells))
        drawn += [_text(LEFT, at + 2 * ROW, more, 8) for more in described[1:]]
        at += ROW * len(described) + 3
        if content.quantity > 1:
            at += ROW
            drawn.append(_text(LEFT + 8, at - 3, f"{piece(content)} {content.currency} each · la pièce", 7))
    return "".join(drawn) + _rule(at + 3), at + 3


def _sums(asked: ParcelAsked, at: int) -> str:
    totals: dict[str, Decimal] = {}
    for content in asked.contents:
        totals[content.currency] = totals.get(content.currency, Decimal(0)) + worth(content)
    money = ", ".join(f"{amount} {currency}" for currency, amount in totals.items())
    weight = f"Whole weight · Poids total: {Decimal(asked.grams) / 1000:.3f} kg"
    value = f"Whole value · Valeur totale: {money}"
    return _text(LEFT, at + 16, weight, 9, bold=True) + _text(RIGHT, at + 16, value, 9, bold=True, end=True)


def _signed(at: int) -> str:
    return (
        "".join(_text(LEFT, at + 11 * place, words, 8) for place, words in enumerate(CERTIFIED))
        + _rule(at + 62)
        + _text(LEFT, at + 73, "Date and signature of the sender · Date et signature de l\u2019expéditeur", 8)
    )


def _cells(at: int, words: Iterable[str], *, bold: bool = False) -> str:
    """Words stand at the left of their column, numbers at its right."""
    first, *others = words
    drawn = [_text(LEFT, at, first, 8, bold=bold)]
    drawn += [_text(end, at, each, 8, bold=bold, end=True) for end, each in zip(COLUMNS[1:], others, strict=True)]
    return "".join(drawn)


def _lines(x: int, begin: int, lines: Iterable[str]) -> str:
    return "".join(_text(x, begin + 11 * place, line, 9) for place, line in enumerate(filter(None, lines)))


def _text(x: int, y: int, words: str, size: int, *, bold: bool = False, end: bool = False) -> str:
    looks = (' font-weight="700"' if bold else "") + (' text-anchor="end"' if end else "")
    return f'<text x="{x}" y="{y}" font-size="{size}"{looks}>{escape(words)}</text>' if words else ""


def _rule(y: int) -> str:
    return f'<path d="M{LEFT} {y}H{RIGHT}" stroke="#000" stroke-width="0.6"/>'
