"""Marking many orders as packed: each by the verb that packs one, so each goes whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from troth import gate

from ..errors import NotPossible, OrderTrouble
from ..models import Order
from ..pack import pack
from ..states import Status
from .chosen import each_once, where_it_stands


@dataclass(frozen=True, slots=True)
class Went:
    """What became of one of them. `why` is empty where it went."""

    number: str
    why: str = ""

    @property
    def well(self) -> bool:
        return not self.why


def pack_each(numbers: Sequence[str], actor: gate.Actor) -> tuple[Went, ...]:
    """In the order named, each once. Raises gate.Refused before the first, TooMany.

    Done twice, the second time moves none.
    """
    return tuple(_packed(number, actor) for number in each_once(numbers))


def _packed(number: str, actor: gate.Actor) -> Went:
    try:
        pack(number, actor)
    except NotPossible:
        return Went(number, _where_it_stands(number))
    except Order.DoesNotExist:
        return Went(number, gettext("There is no order of that number."))
    except OrderTrouble as trouble:
        return Went(number, str(trouble))
    return Went(number)


def _where_it_stands(number: str) -> str:
    status = Order.objects.filter(number=number).values_list("status", flat=True).first()
    if status == Status.PACKED:
        return gettext("It was packed already.")
    return where_it_stands(Status(status)) if status else str(NotPossible())
