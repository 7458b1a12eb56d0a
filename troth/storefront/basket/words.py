"""What the basket page says about what was just done. The code is in the address, so that no cookie is needed for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.orders.basket import Outcome

NOT_KEPT = "not-kept"


@dataclass(frozen=True, slots=True)
class Said:
    """`tone` completes the class `notice--…`."""

    words: Promise
    tone: str = "info"


_SAID: dict[str, Said] = {
    Outcome.DONE: Said(_("It is in your basket."), "success"),
    Outcome.LESS: Said(_("There are not as many left as you wanted. Your basket holds all there are."), "warning"),
    Outcome.NONE_LEFT: Said(_("Sorry, none of it is left just now."), "warning"),
    Outcome.GONE: Said(_("Sorry, this is not sold any more."), "warning"),
    Outcome.TAKEN_OUT: Said(_("It is out of your basket."), "success"),
    Outcome.FULL: Said(_("Your basket is full. Order what is in it first."), "warning"),
    Outcome.OTHER_CURRENCY: Said(
        _("This has its price in another currency than the rest. Please order the two apart."), "warning"
    ),
    NOT_KEPT: Said(
        _(
            "Your browser did not keep the cookie of the basket, so the basket is still empty. It holds one random word and "
            "nothing about you; allow it for this shop and put the article in again."
        ),
        "warning",
    ),
    "voucher": Said(_("The voucher is in your basket."), "success"),
    "voucher-out": Said(_("The voucher is out of your basket. It can be used another time."), "success"),
    "voucher-unknown": Said(
        _("We don't know this code. Please look at it again: it may hold a 0 for an O, or have run out."), "warning"
    ),
    "voucher-used-up": Said(_("Sorry, this voucher has been used as often as it could be."), "warning"),
    "voucher-no-basket": Said(_("Put something into the basket first, then the voucher."), "warning"),
    "voucher-too-often": Said(_("That were many codes in a short time. Please try again in an hour."), "warning"),
    "currency": Said(_("Prices are in the currency you chose, as far as everything has one."), "success"),
    "changed": Said(_("Your basket is changed."), "success"),
    "refilled": Said(_("What is still there of that order is in your basket again."), "success"),
    "moved-on": Said(
        _("Your basket changed in another tab or was ordered already. This is how it stands now."), "warning"
    ),
}


def said(code: str) -> Said | None:
    """None for a code that is not ours."""
    return _SAID.get(code)
