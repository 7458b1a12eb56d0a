"""VAT identification numbers of the European Union, by format and checksum. Nothing is asked of anybody.

Whether a number is in use today only the states' own register knows; an offline check says that it can be one.
"""

from __future__ import annotations

from dataclasses import dataclass

from stdnum.eu import vat
from stdnum.exceptions import ValidationError

LONGEST = 40
GREECE = {"EL": "GR"}  # the one state whose prefix is not its ISO code (Directive 2006/112/EC, Article 215)


@dataclass(frozen=True, slots=True)
class VatId:
    """`number` as it stands on an invoice, with its prefix; `country` as ISO 3166 has it."""

    number: str
    country: str


def read(text: str) -> VatId | None:
    """The number in `text`, however it is spaced; None if it can't be a VAT number of a member state."""
    typed = text.strip()
    if not typed or len(typed) > LONGEST or not typed.isascii():
        return None
    try:
        number = vat.validate(typed)
    except ValidationError:
        return None
    prefix = number[:2].upper()
    return VatId(number.upper(), GREECE.get(prefix, prefix))
