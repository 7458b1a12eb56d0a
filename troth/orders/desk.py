"""The order desk: what the office's screens call. Every verb takes the employee as `actor`; their roles decide.

actor = desk.actor_for(user.pk)
desk.list(Filter(Shelf.TO_PACK), page=1, actor=actor)   -> Listing     50 orders, each look recorded, constant queries
desk.open(number, actor)                        -> Opened      everything, with sealed parts where the job ends
desk.slip(number, actor)                        -> Slip        the packing slip: where it goes, and nothing else
desk.pack / send / label / take_back / delivered / cancel / send_pay_link / hold / let_go_on / give_back / write_note
                                                change the order, or raise an OrderTrouble or gate.Refused
desk.take_out(number, …, actor=actor)           something out of an order before it is packed
desk.pick_list / slips / pack_each / book_each  the same for many orders at once
desk.joined_labels / joined_invoices            what many bookings are printed from
desk.figures(filter, actor)                     -> rows for a spreadsheet, without anybody's part
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from troth import gate
from troth.recipients.carrier import Print

from . import ship, shown, telling
from .batch.chosen import LeftOut
from .batch.joined import Sheaf
from .batch.joined import invoices as joined_invoices
from .batch.joined import labels as joined_labels
from .batch.labelling import Labelled, book_each
from .batch.packing import Went, pack_each
from .batch.picking import PickList, pick_list
from .cancel import cancel
from .hold import hold, let_go_on
from .lists.figures import OrderFigures, figures
from .lists.filter import Filter, called, names_some, next_to_pack
from .lists.goods import named as goods_named
from .lists.listed import Listing, Row, list, whole
from .models import Order
from .notes import write as write_note
from .opening import Opened, open, returns_of
from .pack import delivered, pack
from .pay_link import send_pay_link
from .refunds import give as give_back
from .shelves import Shelf, counts
from .ship import Shipped, label
from .shown import OrderShown
from .slips import Slip, Slips, slip, slips
from .take_back import take_back
from .taking_out import LESS, seen, take_out
from .telling import Told
from .trouble import Trouble

__all__ = [
    "LESS",
    "Filter",
    "Glance",
    "Labelled",
    "LeftOut",
    "Listing",
    "Opened",
    "OrderFigures",
    "PickList",
    "Print",
    "Row",
    "Sheaf",
    "Shelf",
    "Shipped",
    "Slip",
    "Slips",
    "Told",
    "Trouble",
    "Went",
    "actor_for",
    "book_each",
    "called",
    "cancel",
    "counts",
    "delivered",
    "figures",
    "give_back",
    "glance",
    "goods_named",
    "hold",
    "joined_invoices",
    "joined_labels",
    "label",
    "let_go_on",
    "list",
    "names_some",
    "next_to_pack",
    "open",
    "pack",
    "pack_each",
    "pick_list",
    "returns_of",
    "seen",
    "send",
    "send_pay_link",
    "slip",
    "slips",
    "take_back",
    "take_out",
    "write_note",
]


@dataclass(frozen=True, slots=True)
class Glance:
    """An order without anybody's part of it."""

    order: OrderShown
    told: Told | None


def actor_for(user_pk: int) -> gate.Actor:
    """The employee behind an account, with the roles the vault knows of."""
    return gate.employee(user_pk)


def glance(number: str) -> Glance | None:
    """What the books say of an order. Opens nothing, so nothing is entered."""
    order = whole(Order.objects.filter(number=number)).first()
    return Glance(told := shown.of(order), telling.told(told.carrier)) if order else None


def send(
    number: str, actor: gate.Actor, lines: Mapping[int, int] | None = None, *, printed: Print = Print.PDF
) -> Shipped:
    """Hand a parcel to its carrier: what is left of a packed order, or so many of each line (by `LineShown.id`).

    The label is for showing and printing now; it is kept nowhere.
    """
    return ship.ship(number, actor, lines, printed=printed)
