"""What can be wrong with an order, and what to say of it. Words, numbers and times; nobody's data.

Some of it stands in the books, where `wrong.found` looks for it; the rest only the buyer can see and tell.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Problem(TextChoices):
    """The label is for staff; `TELLS` has the sentence for the customer."""

    CARRIER_REFUSED = "carrier_refused", _("The carrier did not take the parcel")
    CARRIER_UNHEARD = "carrier_unheard", _("We did not hear whether the carrier took the parcel")
    LABEL_UNHEARD = "label_unheard", _("We did not hear whether a label for the way back was made")
    PAYMENT_FAILED = "payment_failed", _("The payment failed")
    UNDELIVERABLE = "undeliverable", _("The parcel can't be delivered")
    RETURNED = "returned", _("The parcel comes back to us")
    LOST = "lost", _("No news of the parcel for too long")
    STUCK = "stuck", _("Paid days ago and still not sent")
    PAID_TWICE = "paid_twice", _("Paid twice")
    DISPUTED = "disputed", _("The customer's bank asks for the money back")
    OWED = "owed", _("Money is owed, and somebody has to decide")
    REFUND_REFUSED = "refund_refused", _("A refund did not go through")
    DAMAGED = "damaged", _("Something arrived damaged")
    WRONG_THING = "wrong_thing", _("Something else arrived than was ordered")
    MISSING = "missing", _("Something was missing from the parcel")
    NOT_ARRIVED = "not_arrived", _("It never arrived")
    OTHER = "other", _("Something else is wrong")


P = Problem

ABOUT_GOODS = (P.DAMAGED, P.WRONG_THING, P.MISSING, P.NOT_ARRIVED)
TOLD = (*ABOUT_GOODS, P.OTHER)  # what buyers tell
NOT_PACKED_RIGHT = frozenset({P.WRONG_THING, P.MISSING})  # the thing itself never left the shelf

TELLS: dict[Problem, str | Promise] = {
    P.CARRIER_REFUSED: _("the carrier has not taken the parcel, so it has not left us yet."),
    P.CARRIER_UNHEARD: _("we did not hear whether the carrier has taken the parcel. We are asking them."),
    P.LABEL_UNHEARD: _("we did not hear whether the carrier made your label for the way back. We are asking them."),
    P.PAYMENT_FAILED: _("the payment did not go through. Nothing was charged."),
    P.UNDELIVERABLE: _("the carrier can't deliver the parcel. Please look whether the address is right."),
    P.RETURNED: _("the carrier could not deliver the parcel and brings it back to us."),
    P.LOST: _("we have had no news of the parcel for longer than it should take. We are asking the carrier."),
    P.STUCK: _("it takes us longer to send it than it should. We are sorry."),
    P.PAID_TWICE: _("it was paid twice. We give one payment back."),
    P.DISPUTED: _("your bank asked us about the payment."),
    P.OWED: _("there is something to settle about money that is owed."),
    P.REFUND_REFUSED: _("the money we owe you could not be given back. We try it in another way."),
    P.DAMAGED: _("something arrived damaged. We are sorry, and we put it right."),
    P.WRONG_THING: _("something else arrived than you ordered. We are sorry, and we put it right."),
    P.MISSING: _("something was missing from the parcel. We are sorry, and we put it right."),
    P.NOT_ARRIVED: _("it never arrived. We are looking for it, and we put it right."),
    P.OTHER: _("something is not as it should be. We look into it."),
}
