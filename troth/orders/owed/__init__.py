"""Money owed: a payment that a bank took back although the goods had been sent. Everything else is paid in advance.

owed.claim(dispute.id, actor, reason)      somebody of ours decides, with words that the customer can read
remind.remind()                            twice at the most, two weeks apart; a scheduled task
pay.begin(number, ref, …)                  the customer pays, by the same road as an order
paid.settle(order, payment)                the provider says so, in whatever order its words come
objection.by_buyer(number, ref, …)         "I do not owe this": nothing is written until somebody has looked
owed.stop / owed.resume / owed.let_go      the desk
"""

from .claim import Doubtful, claim, hindrance
from .deciding import let_go, resume, stop
from .offer import Offer, of_dispute
from .opening import Opened, Way, opened, reach
from .shelf import Shelf, counts, listed, of_order, waiting
from .shown import DebtShown

__all__ = [
    "DebtShown",
    "Doubtful",
    "Offer",
    "Opened",
    "Shelf",
    "Way",
    "claim",
    "counts",
    "hindrance",
    "let_go",
    "listed",
    "of_dispute",
    "of_order",
    "opened",
    "reach",
    "resume",
    "stop",
    "waiting",
]
