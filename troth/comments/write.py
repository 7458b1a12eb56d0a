"""`write` and `correct`: a customer's words are taken in, to be read by one of us before anybody else reads them.

The row comes first, so that what a process that died left in the vault is found and swept up (`sweep`). What is corrected is
off the page before the new words are taken in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import channels, gate
from troth.catalog.models import Product
from troth.catalog.models.product import Status
from troth.orders import bought, numbers

from . import theirs, words
from .errors import NotThere, WrittenAlready
from .models import Comment, Shown, State
from .purpose import KIND, PURPOSE, SOURCE, YES
from .words import Written


@dataclass(frozen=True, slots=True)
class Taken:
    """`struck`: the number of a card was struck out. `not_bought`: they wanted it shown, and their orders do not say so."""

    ref: UUID
    struck: bool
    not_bought: bool


@sensitive_variables("written", "told")
def write(person: gate.PersonId, slug: str, written: Written) -> Taken:
    """Raises CommentTrouble, `gate.Refused`; NotThere for a product that is not in the shop."""
    told, struck = _fit(written)
    product = Product.objects.filter(slug=slug, status=Status.PUBLISHED).first()
    if product is None:
        raise NotThere
    digest = numbers.digest(f"{product.pk} comment {written.key or numbers.secret()}")
    if known := theirs.rows(person).filter(key_digest=digest).first():
        return Taken(known.ref, struck, False)
    if told.stars is not None and theirs.rows(person).filter(product=product, stars__isnull=False).exists():
        raise WrittenAlready
    row = _begun(product, told.stars, digest)
    try:
        not_bought = _take_in(person, row, told)
    except gate.Refused:
        row.delete()
        raise
    return Taken(row.ref, struck, not_bought)


@sensitive_variables("written", "told")
def correct(person: gate.PersonId, ref: UUID, written: Written) -> Taken:
    """Off the page until it is read again. Raises CommentTrouble, `gate.Refused`."""
    told, struck = _fit(written)
    row = theirs.row(person, ref)
    if told.stars is not None and row.stars is None:
        _only_stars(person, row)
    with transaction.atomic():
        changed = Comment.objects.filter(pk=row.pk).exclude(state=State.GOING)
        if not changed.update(
            state=State.WRITING, turn=F("turn") + 1, why="", stars=told.stars, begun_at=timezone.now()
        ):
            raise NotThere
        Shown.bump()
    return Taken(row.ref, struck, _take_in(person, row, told))


@sensitive_variables("written", "text")
def _fit(written: Written) -> tuple[Written, bool]:
    text, struck = words.public(written.text)
    return replace(written, text=text, name=words.name(written.name)), struck


def _only_stars(person: gate.PersonId, row: Comment) -> None:
    others = theirs.rows(person).filter(product=row.product_id, stars__isnull=False).exclude(pk=row.pk)
    if others.exists():
        raise WrittenAlready


def _begun(product: Product, stars: int | None, digest: str) -> Comment:
    try:
        with transaction.atomic():
            return Comment.objects.create(product=product, stars=stars, key_digest=digest, language=channels.asked_in())
    except IntegrityError:  # the same form, sent by somebody else or twice at this moment
        raise NotThere from None


@sensitive_variables("told", "data")
def _take_in(person: gate.PersonId, row: Comment, told: Written) -> bool:
    """Whether the wish to show that it was bought here could not be met."""
    is_so = told.bought and row.product_id is not None and bought.bought(person, row.product_id)
    data = {KIND: {"text": told.text, "name": told.name, "bought": YES if is_so else ""}}
    actor = gate.the_person(person)
    taken = gate.collect(person, data, purpose=PURPOSE, source=SOURCE, actor=actor, party=row.whose)
    record = UUID(int=taken.records[KIND].int)
    with transaction.atomic():
        # Two that are sent at once: what the vault took last is what stands, and what one of us read before does not count.
        there = Comment.objects.filter(pk=row.pk).exclude(state=State.GOING)
        kept = there.update(state=State.WAITING, record=record, turn=F("turn") + 1, written_on=timezone.localdate())
        Shown.bump()
    if not kept:  # taken back meanwhile
        gate.forget_unfinished(row.whose, purpose=PURPOSE, actor=actor)
        raise NotThere
    return told.bought and not is_so
