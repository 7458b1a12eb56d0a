"""What a verb of orders raises. The text of each is a sentence for people and holds no value.

OrderTrouble
├── BasketChanged       the basket is not what the buyer saw, or was ordered meanwhile
├── NotEnoughLeft       some of it is gone; `.titles` says of what
├── CannotSend          no shipping method of that name goes there
├── PriceChanged        sending costs something else than the page said
├── NotPayable          this order takes no payment any more, or is paid
├── TillClosed          the payment provider cannot be reached or said no
├── CarrierSaysNo       the carrier cannot be reached or did not take the parcel
└── NotPossible         the order's state does not allow it

A refusal by the policy is `Refused`, the gate's own, handed on for faces, which do not import the gate.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from troth.gate import Refused

__all__ = [
    "BasketChanged",
    "CannotSend",
    "CarrierSaysNo",
    "NotEnoughLeft",
    "NotPayable",
    "NotPossible",
    "OrderTrouble",
    "PriceChanged",
    "Refused",
    "TillClosed",
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


class CarrierSaysNo(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("The carrier did not take the parcel. Nothing was sent; please try again."))
