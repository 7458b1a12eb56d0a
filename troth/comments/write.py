"""`write` and `correct`: a customer's words are taken in, to be read by one of us before anybody else reads them.

The row comes first, so that what a process that died left in the vault is found and swept up (`sweep`). What is corrected is
off the page before the new words are taken in. Of two corrections at once the one that begins last stands, in the vault and in
the row: each begins, and is taken in, while the other waits.
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
from .errors import CommentTrouble, NotThere, WrittenAlready
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
    if known := _sent_before(person, digest):
        return _again(person, known, written, struck)
    _stars_once(person, product.pk, told)
    is_so = _bought(person, product.pk, told)
    taken = _taken_in(person, product, told, digest, is_so)
    if taken is None:
        return _again(person, _sent_before(person, digest), written, struck)
    row, record = taken
    _waits(person, row, record)
    return Taken(row.ref, struck, told.bought and not is_so)


@sensitive_variables("written", "told")
def correct(person: gate.PersonId, ref: UUID, written: Written) -> Taken:
    """Off the page until it is read again. Raises CommentTrouble, `gate.Refused`."""
    told, struck = _fit(written)
    row = theirs.row(person, ref)
    is_so = _bought(person, row.product_id, told)
    with gate.together(person):
        _stars_once(person, row.product_id, told, but=row)
        _off_the_page(row, told.stars)
        record = _collected(person, row, told, is_so)
    _waits(person, row, record)
    return Taken(row.ref, struck, told.bought and not is_so)


@sensitive_variables("told")
def _taken_in(
    person: gate.PersonId, product: Product, told: Written, digest: str, is_so: bool
) -> tuple[Comment, UUID] | None:
    """None where the same form is in by now: who sends it, or gives stars, at this moment waits, and is seen."""
    row: Comment | None = None
    try:
        with gate.together(person):
            if _sent_before(person, digest) is None:
                row = _begun(product, told.stars, digest)
                _stars_once(person, product.pk, told, but=row)
                return row, _collected(person, row, told, is_so)
    except (gate.Refused, CommentTrouble):
        if row is not None:
            row.delete()
        raise
    return None


def _sent_before(person: gate.PersonId, digest: str) -> Comment | None:
    return theirs.rows(person).filter(key_digest=digest).first()


@sensitive_variables("written")
def _again(person: gate.PersonId, known: Comment | None, written: Written, struck: bool) -> Taken:
    """The same form once more: it is there already. What was not finished is taken in; whoever began it may have died.

    Raises NotThere where it was taken back in the same moment.
    """
    if known is None:
        raise NotThere
    if known.state == State.WRITING:
        return correct(person, known.ref, written)
    return Taken(known.ref, struck, False)


@sensitive_variables("written", "text")
def _fit(written: Written) -> tuple[Written, bool]:
    text, struck = words.public(written.text)
    return replace(written, text=text, name=words.name(written.name)), struck


@sensitive_variables("told")
def _stars_once(person: gate.PersonId, product: int | None, told: Written, *, but: Comment | None = None) -> None:
    """Raises WrittenAlready where they gave stars to this product, in another comment than `but`."""
    if told.stars is None or product is None:
        return
    given = theirs.rows(person).filter(product=product, stars__isnull=False)
    if (given.exclude(pk=but.pk) if but is not None else given).exists():
        raise WrittenAlready


def _begun(product: Product, stars: int | None, digest: str) -> Comment:
    """Under a word of its own where the form's is taken and the comment is not theirs: somebody else sent the same word, or
    a process died before the words were in the vault, and nobody knows any more whose row that was.
    """
    about = {"product": product, "stars": stars, "language": channels.asked_in()}
    try:
        with transaction.atomic():
            return Comment.objects.create(key_digest=digest, **about)
    except IntegrityError:
        return Comment.objects.create(key_digest=numbers.digest(f"comment {numbers.secret()}"), **about)


def _off_the_page(row: Comment, stars: int | None) -> None:
    """Raises NotThere for what was taken back."""
    row.begun_at = timezone.now()
    with transaction.atomic():
        there = Comment.objects.filter(pk=row.pk).exclude(state=State.GOING)
        if not there.update(state=State.WRITING, turn=F("turn") + 1, why="", stars=stars, begun_at=row.begun_at):
            raise NotThere
        Shown.bump()


@sensitive_variables("told")
def _bought(person: gate.PersonId, product: int | None, told: Written) -> bool:
    """Whether it is so. Their orders are looked into only if they want it shown."""
    return told.bought and product is not None and bought.bought(person, product)


@sensitive_variables("told", "data")
def _collected(person: gate.PersonId, row: Comment, told: Written, is_so: bool) -> UUID:
    """Which record of the vault its words are now. Raises `gate.Refused`."""
    data = {KIND: {"text": told.text, "name": told.name, "bought": YES if is_so else ""}}
    actor = gate.the_person(person)
    taken = gate.collect(person, data, purpose=PURPOSE, source=SOURCE, actor=actor, party=row.whose)
    return UUID(int=taken.records[KIND].int)


def _waits(person: gate.PersonId, row: Comment, record: UUID) -> None:
    """Whole, and to be read. A later correction has put its own words there, and its own record. Raises NotThere."""
    begun = Comment.objects.filter(pk=row.pk, state=State.WRITING, begun_at=row.begun_at)
    whole = begun.update(state=State.WAITING, record=record, turn=F("turn") + 1, written_on=timezone.localdate())
    if not whole and theirs.nothing_of(row, gate.the_person(person)):
        raise NotThere
