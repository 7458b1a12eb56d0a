"""Which paper a parcel needs, if any."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Final

from ..carrier import Content, ParcelAsked
from ..parcels import contents

# Whose parcels are mail. Others are couriers, and want an invoice.
POSTS: Final = frozenset(
    {"usps", "royal_mail", "deutsche_post", "la_poste", "canada_post", "australia_post", "swiss_post", "austrian_post"}
)
# CN 22 is for what is worth up to 300 special drawing rights of the Monetary Fund, and weighs up to two kilograms. Their rate
# is set every day; these amounts stay well below it. In other money CN 23 is drawn, which is never wrong.
SMALL: Final = {"USD": 380, "EUR": 330, "GBP": 280, "CHF": 300, "CAD": 500}
LIGHT: Final = 2000  # grams


class Form(StrEnum):
    CN22 = "CN 22"
    CN23 = "CN 23"
    INVOICE = "invoice"


def form_for(recipient: str, asked: ParcelAsked, country: str) -> Form | None:
    """None where customs ask for nothing. `country`: ISO 3166 of where it goes."""
    if not contents.goes_through_customs(country):
        return None
    if recipient not in POSTS:
        return Form.INVOICE
    known = {content.currency for content in asked.contents}
    limit = SMALL.get(next(iter(known))) if len(known) == 1 else None
    small = limit is not None and asked.grams <= LIGHT and sum(map(worth, asked.contents)) <= limit
    return Form.CN22 if small else Form.CN23


def worth(content: Content) -> Decimal:
    """Of all its pieces, in whole units."""
    return piece(content) * content.quantity


def piece(content: Content) -> Decimal:
    return Decimal(content.value).scaleb(-contents.decimals(content.currency))
