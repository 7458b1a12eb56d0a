"""The cases of one order on its page: what the customer says, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from troth.support import offers, words
from troth.support import shelf as case_shelf
from troth.support.offers import Offer
from troth.support.shelf import CaseShown
from troth.support.words import Written

from ..attending import attending


@dataclass(frozen=True, slots=True)
class CaseHere:
    """A case on the page of its order. `offer` is None for a closed one, and for who mends none."""

    case: CaseShown
    written: tuple[Written, ...]
    offer: Offer | None


def cases_here(request: HttpRequest, number: str) -> tuple[CaseHere, ...]:
    """Opening what the customer wrote is an entry."""
    cases = case_shelf.of_order(number)
    if not cases:
        return ()
    work = attending(request)
    written = words.opened(number, work.actor)
    return tuple(
        CaseHere(
            case,
            tuple(each for each in written if each.case == case.ref),
            offers.of(case) if case.is_open and work.mends_orders else None,
        )
        for case in cases
    )
