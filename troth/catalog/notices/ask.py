"""`ask`, `ask_at` and `confirm`: from a wish to a place on the list.

Who is signed in with a proven address is on the list at once: asking is the yes. Everybody else gets a mail first,
and is on the list when its button was pressed (the second yes that some laws want, and nobody else's mailbox filled).
"""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import channels, gate
from troth.catalog.models import Status, StockWish, Variant, WishState
from troth.catalog.stock import CAN_BUY
from troth.channels import handles

from . import waiting

PURPOSE, SOURCE = "back_in_stock", "notice_form"
LINK = "stock_wish"
LINK_HOURS = 72


class Outcome(StrEnum):
    WAITING = "waiting"  # on the list
    MAILED = "mailed"  # a mail asks first
    THERE = "there"  # it can be bought right now
    GONE = "gone"  # it is not sold any more


def ask(ref: uuid.UUID, person: gate.PersonId, *, proven: bool, language: str = "") -> Outcome:
    """For somebody known. `proven`: their mailbox has answered before. Raises `gate.Refused`."""
    variant, outcome = _wanted(ref)
    if variant is None:
        return outcome
    if not proven:
        return _mailed(variant, person, language)
    _say_yes(person)
    with transaction.atomic():
        wish = waiting.of_variant(person, variant) or _new(variant, person, language)
        StockWish.objects.filter(pk=wish.pk).update(state=WishState.WAITING, told_at=None)
    return Outcome.WAITING


@sensitive_variables("email")
def ask_at(ref: uuid.UUID, email: str, *, language: str = "") -> Outcome:
    """For whoever reads the mailbox at an address. The answer is the same whether or not we know it."""
    variant, outcome = _wanted(ref)
    if variant is None:
        return outcome
    person = _known_at(email)
    if person is not None:
        return _mailed(variant, person, language)
    # The row first: should this process die now, the sweep finds the alias, and whoever is behind it.
    alias = gate.new_alias()
    wish = _new(variant, alias, language)
    gate.collect(None, {"email": {"email": email}}, purpose="account", source=SOURCE, alias=alias)
    channels.send("notice_confirm", alias, wish=wish.pk, **_spoken(language))
    return Outcome.MAILED


def behind(token: str) -> StockWish | None:
    """The wish a mailed link leads to, without using the link up; None if it leads nowhere (any more)."""
    ref = channels.links.look(LINK, token)
    return StockWish.objects.select_related("variant__product").filter(ref=ref).first() if ref else None


def confirm(wish: StockWish) -> None:
    """The mailbox has answered. May be done twice. Raises `gate.Refused`."""
    person = waiting.person_of(wish)
    if person is None:
        raise gate.Refused("O.c", "nobody", "There is nobody here by that id, or they have been erased.")
    _say_yes(person)
    StockWish.objects.filter(pk=wish.pk, state=WishState.ASKED).update(state=WishState.WAITING)


def _wanted(ref: uuid.UUID) -> tuple[Variant | None, Outcome]:
    offered = Variant.objects.filter(ref=ref, offered=True, product__status=Status.PUBLISHED)
    variant = offered.first()
    if variant is None:
        return None, Outcome.GONE
    return (None, Outcome.THERE) if offered.filter(CAN_BUY).exists() else (variant, Outcome.MAILED)


@sensitive_variables("email")
def _known_at(email: str) -> gate.PersonId | None:
    """Whose account is at the address, else a guest known there."""
    alias = gate.alias_at(email)
    guests = gate.guests_at(email)
    if alias:
        return gate.person_behind(alias)
    return guests[0] if guests else None


def _mailed(variant: Variant, person: gate.PersonId, language: str) -> Outcome:
    wish = waiting.of_variant(person, variant) or _new(variant, person, language)
    channels.send("notice_confirm", person, wish=wish.pk, **_spoken(language))
    return Outcome.MAILED


def _new(variant: Variant, to: handles.To, language: str) -> StockWish:
    whose, text = handles.put(to)
    return StockWish.objects.create(variant=variant, whose=whose, to=text, language=language, asked_at=timezone.now())


def _say_yes(person: gate.PersonId) -> None:
    actor = gate.the_person(person)
    gate.choose(person, PURPOSE, "email", gate.State.GRANTED, actor=actor, source=SOURCE)


def _spoken(language: str) -> dict[str, str]:
    return {"language": language} if language else {}
