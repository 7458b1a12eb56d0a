"""Which former shop a file is from, where there were several of one system: two of them may have given out the same number.

A shop without a name is the only one of its system, and the one that everything came from before anybody was asked. What its
people's rows go by names the system (`of_people`): numbers of orders do so themselves, people have none.
"""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import sensitive
from .models import Taken

LONGEST: Final = 40
NAMELESS: Final = "@"  # before a system's name; no name that somebody gives has one (`check`)
_NUMBER: Final = re.compile(
    r"(?:\d[\s./-]?){5}"
)  # a telephone number, a customer's, a postcode: none is in a shop's name


def check(name: str) -> None:
    """Raises ValidationError for what looks like something about somebody, or is no name."""
    if "@" in name or _NUMBER.search(name) or sensitive.in_cell(name) or not all(map(str.isprintable, name)):
        raise ValidationError(_("This is no name of a shop. Please use a short one, without addresses and numbers."))
    if len(name) > LONGEST:
        raise ValidationError(_("The name of a former shop has at most %(most)d signs.") % {"most": LONGEST})


def known() -> list[str]:
    """Names that were given already."""
    given = Taken.objects.exclude(shop="").exclude(shop__startswith=NAMELESS)
    return list(given.order_by("shop").values_list("shop", flat=True).distinct())


def settled(name: str, system: str) -> str:
    """As it was written first, so that capital letters make no second shop; "" for the one that has the system's own name."""
    plain = " ".join(name.split())
    if plain.casefold() == system.casefold():
        return ""
    return next((each for each in known() if each.casefold() == plain.casefold()), plain)


def of_people(shop: str, system: str) -> str:
    """For `Taken.shop` of somebody: `shop` as settled. Two shops of two systems, neither with a name, are two; the system of a
    list of one's own is "".
    """
    return shop or f"{NAMELESS}{system}"
