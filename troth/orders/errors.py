"""What a verb of orders raises. The text of each is a sentence for people and holds no value.

OrderTrouble
├── BasketChanged       the basket is not what the buyer saw, or was ordered meanwhile
├── NotEnoughLeft       some of it is gone; `.titles` says of what
├── CannotSend          no shipping method of that name goes there
├── TermsChanged        the terms of sale are not those the buyer accepted
├── TotalChanged        with tax and discounts it costs something else than the page said
├── VoucherGone         somebody else used the voucher for the last time
├── VoucherHad          it is for once per customer, or for a first order, and this is not the first
├── PriceChanged        sending costs something else than the page said
├── NotPayable          this order takes no payment any more, or is paid
├── TillClosed          the payment provider cannot be reached or said no
├── TooMany             more orders than can be done in one go
├── TooMuch             more than what is left of the payments, and of what is owed
├── CancelInstead       all of an order that was not sent
├── InDispute           the payer's bank is asking for this money already
├── CarrierSaysNo       the carrier cannot be reached or did not take the parcel
├── HeldForSignals      it is held back until somebody saw whether it is genuine
├── HeldBack            somebody holds the order back; it must be let go on first
├── TooLateToReturn     the time for sending it back is over
├── NothingToReturn     nothing was chosen, or more than was sent and is still with the buyer
├── NoLabelBack         the carrier makes no label for the way back, or not for this one
├── LabelLookedFor      a label for the way back may be there, and somebody looks with the carrier
├── CostsMore           the replacement costs more than what came back
├── NotLeftToSend       so many are not left to be sent, or nothing was chosen
└── NotPossible         the order's state does not allow it

A refusal by the policy is `Refused`, the gate's own, handed on for faces, which do not import the gate.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from troth.gate import Refused
from troth.recipients.carrier import CarrierLocked, CarrierRefused, CarrierResting, CarrierSilent, CarrierTrouble

__all__ = [
    "BasketChanged",
    "CancelInstead",
    "CannotSend",
    "CarrierSaysNo",
    "CostsMore",
    "HeldBack",
    "HeldForSignals",
    "InDispute",
    "LabelLookedFor",
    "NoLabelBack",
    "NotEnoughLeft",
    "NotLeftToSend",
    "NotPayable",
    "NotPossible",
    "NothingToReturn",
    "OrderTrouble",
    "PriceChanged",
    "Refused",
    "TermsChanged",
    "TillClosed",
    "TooLateToReturn",
    "TooMany",
    "TooMuch",
    "TotalChanged",
    "VoucherGone",
    "VoucherHad",
]


class OrderTrouble(Exception):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class BasketChanged(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Your basket has changed since this page was made. Please look at it again."))


class NotEnoughLeft(OrderTrouble):
    def __init__(self, titles: Iterable[str]) -> None:
        self.titles = tuple(titles)
        super().__init__(
            gettext("Somebody else was a moment faster: there is not enough left of %(titles)s.")
            % {"titles": ", ".join(self.titles)}
        )


class CannotSend(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Please choose how we should send it."))


class PriceChanged(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Sending it there costs something else. Please look at the new price."))


class TotalChanged(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext(
                "For this address the total is another one, tax included. Nothing is ordered yet; please look at it."
            )
        )


class VoucherGone(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("Somebody else used this voucher a moment ago, for the last time. The new total is without it.")
        )


class VoucherHad(OrderTrouble):
    """It says the same whichever of the two it is, and whoever the address belongs to."""

    def __init__(self, code: str) -> None:
        super().__init__(
            gettext(
                "The voucher %(code)s is for once per customer, and can't be used with this order. Take it out of your "
                "basket, and the order goes through without it."
            )
            % {"code": code}
        )


class TermsChanged(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("Our terms of sale changed while you were here. Please read and accept them as they are now.")
        )


class NotPayable(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("There is nothing to pay for this order now."))


class TillClosed(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("The payment page cannot be reached just now. Your order is kept; please try again in a minute.")
        )


class NotPossible(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("The order has moved on meanwhile, so this is not possible now."))


class LabelLookedFor(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext(
                "We did not hear whether the carrier made your label, so we look with them first. You get a mail as soon as "
                "you can have it."
            )
        )


class CarrierSaysNo(OrderTrouble):
    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            sentence or gettext("The carrier did not take the parcel. Nothing was sent; please try again.")
        )

    @classmethod
    def because(cls, trouble: CarrierTrouble) -> CarrierSaysNo:
        """The same in words for the desk. What a carrier says is a code; its own words could repeat an address."""
        if isinstance(trouble, CarrierSilent):
            return cls(
                gettext(
                    "The carrier took the request and gave no answer. A label may have been made: look at the "
                    "carrier's own page before you book again."
                )
            )
        if isinstance(trouble, CarrierLocked):
            return cls(gettext("The carrier does not accept the shop's account. Nothing was sent; check its settings."))
        if isinstance(trouble, CarrierResting):
            return cls(
                gettext(
                    "The carrier has not answered several times, so it was not asked again. Nothing was sent; it is "
                    "tried again by itself in a few minutes."
                )
            )
        if isinstance(trouble, CarrierRefused):
            return cls(
                gettext("The carrier did not take the parcel (%(why)s). Nothing was sent.") % {"why": str(trouble)}
            )
        return cls()


class NotLeftToSend(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Choose what goes into this parcel; not more of anything than is left to be sent."))


class TooMany(OrderTrouble):
    def __init__(self, most: int) -> None:
        super().__init__(gettext("%(most)d orders at a time are the most. Tick fewer of them.") % {"most": most})


class TooMuch(OrderTrouble):
    def __init__(self, left: str) -> None:
        super().__init__(gettext("That is more than there is to give back: %(left)s is left.") % {"left": left})


class CancelInstead(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("That is all of an order that was not sent yet. Please cancel it instead. Nothing was done.")
        )


class InDispute(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("The customer's bank is asking for this money already. Giving it back as well would pay it twice.")
        )


class HeldBack(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("This order is held back. Let it go on first; then it can be packed and sent."))


class HeldForSignals(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("This order is held back to see whether it is genuine. Decide about it on the page of checks.")
        )


class TooLateToReturn(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("The time for sending this back is over. Write to us if something is wrong with it."))


class NothingToReturn(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Choose what comes back; not more of anything than you have of it."))


class NoLabelBack(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext(
                "The carrier makes no label for this way back. Please send it with a carrier of your own choice; the mail "
                "about the return says where to."
            )
        )


class CostsMore(OrderTrouble):
    def __init__(self, difference: str) -> None:
        super().__init__(
            gettext(
                "That costs %(difference)s more than what came back. Send the customer a link to pay the difference, or "
                "give the money back instead."
            )
            % {"difference": difference}
        )
