"""Buying on account: the goods against an invoice, its money by bank transfer until a day. See docs/adr/0025.

terms.offered(person, …)             what the checkout may offer to whom
take.take_on(order, agreed)          inside the transaction that places the order
money.record(number, …, actor, key)  the book-keeper: money came; a part, all of it, or too much
statement.read(file)                 what a bank's file says of our numbers, and nothing else of it
matching.propose(lines, actor)       what each line of it would pay; matching.book(…) writes it down
sending.send_first(number, actor)    its goods may leave before it is paid
remind.remind()                      twice at the most; a scheduled task
deciding.stop / go_on / let_go       the book-keeper
came_late.keep / give_back           money that came for what was let go
taken_off.take_off(order, …)         it owes less; by `refunds.give`
paid_back.confirm(refund, actor)     somebody of ours has transferred a refund
approval.decide(number, yes, actor)  who may buy so
"""

from .shelf import Shelf, counts, late, listed, of_order
from .shown import AccountShown

__all__ = ["AccountShown", "Shelf", "counts", "late", "listed", "of_order"]
