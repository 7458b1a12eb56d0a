"""What goes wrong with buying on account, in sentences for people.

OrderTrouble
├── NotOnAccount       the shop does not sell this on account, or not to this buyer
├── AboveLimit         with what is open already it is more than one buyer may owe
├── NobodyToAsk        the buyer has no account, or had themselves erased
├── TooLong            a page of a bank's file that was left open for too long, or is not ours
└── WrongDay           money that came tomorrow, or before the order
"""

from __future__ import annotations

from django.utils.translation import gettext

from ..errors import OrderTrouble


class NotOnAccount(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext(
                "This order can't be paid after the invoice any more. Please choose to pay at once. Nothing is ordered yet."
            )
        )


class AboveLimit(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext(
                "With your invoices that are still open this is more than we sell on account at a time. Please choose to pay "
                "at once, or pay an open invoice first. Nothing is ordered yet."
            )
        )


class NobodyToAsk(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Whoever placed this order has no account here, so they can't buy on account."))


class TooLong(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("The page was open for too long. Please send the file once more."))


class WrongDay(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("The day of the payment must be between the day of the order and today."))
