"""Drafts as the desk sees them. The list names nobody; one that is opened shows whom it is for, with its entry."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import F, Q

from troth import gate
from troth.catalog.models import Status
from troth.catalog.money import Money

from .. import basket, jobs, numbers
from ..basket_contents import Contents
from ..models import BasketLine, Draft
from ..models.draft import LIVING, Drafting
from ..pay_link import LinkSent
from ..prices import currencies
from . import CONTACT, DELIVERY, PURPOSE, costing, sending
from .costing import Way
from .known import plain

SHOWN = 100
TONES = {
    Drafting.OPEN: "warning",
    Drafting.SENT: "info",
    Drafting.PLACED: "good",
    Drafting.CALLED_OFF: "",
}


@dataclass(frozen=True, slots=True)
class DraftShown:
    """One line of the list. `total`: as the caller was told it, None before that; `order`: the number it became.

    `short`: of something in it fewer are left than they would like, or it is sold no more.
    """

    ref: uuid.UUID
    number: str
    state: Drafting
    made_at: datetime
    sent_at: datetime | None
    ends_at: datetime
    total: Money | None
    order: str
    short: bool = False

    @property
    def words(self) -> str:
        return str(self.state.label)

    @property
    def tone(self) -> str:
        return TONES[self.state]


@dataclass(frozen=True, slots=True)
class Opened:
    """`contact` and `delivery` are plain text for inputs, empty while nobody was noted. `way`: the chosen one, if it fits."""

    draft: DraftShown
    contents: Contents
    voucher: str
    currencies: Sequence[str]
    language: str
    ways: Sequence[Way]
    way: Way | None
    link: LinkSent | None
    is_living: bool
    contact: Mapping[str, str] = field(default_factory=dict, repr=False)
    delivery: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def can_send(self) -> bool:
        return self.is_living and bool(self.contents and self.contact and self.way) and not self.contents.shortages


def all_of_them(actor: gate.Actor) -> tuple[DraftShown, ...]:
    """The newest hundred that are not forgotten. Two queries. Raises gate.Refused."""
    jobs.may(actor, PURPOSE)
    found = Draft.objects.select_related("order")[:SHOWN]
    short = _short(found)
    return tuple(_shown(draft, short=draft.pk in short) for draft in found)


def _short(drafts: Iterable[Draft]) -> set[int]:
    """Those (by id) that cannot be ordered as they are. One query."""
    digests = {numbers.digest(draft.basket): draft.pk for draft in drafts if draft.is_living}
    left = Q(variant__tracked=True, variant__oversell=False, variant__stock__lt=F("quantity"))
    lines = BasketLine.objects.filter(left | Q(variant__offered=False) | ~Q(variant__product__status=Status.PUBLISHED))
    lines = lines.filter(basket__token_digest__in=digests)
    return {digests[digest] for digest in lines.values_list("basket__token_digest", flat=True)}


def open_ones() -> int:
    """How many wait for the desk or for their caller."""
    return Draft.objects.filter(state__in=LIVING).count()


def open(ref: uuid.UUID, actor: gate.Actor) -> Opened | None:
    """None for no such draft. Raises gate.Refused."""
    jobs.may(actor, PURPOSE)
    draft = Draft.objects.select_related("order").filter(public_id=ref).first()
    if draft is None:
        return None
    contact, delivery = _noted(draft, actor)
    contents = basket.look(draft.basket) if draft.is_living else Contents()
    found = costing.ways(contents, delivery)
    held = found[0].costs.voucher if found else None
    return Opened(
        draft=_shown(draft),
        contents=contents,
        voucher=held.code if held else "",
        currencies=currencies.offered(contents),
        language=draft.language or settings.LANGUAGE_CODE,
        ways=found,
        way=next((way for way in found if way.method.code == draft.method), None),
        link=sending.sent([draft.pk]).get(draft.pk),
        is_living=draft.is_living,
        contact=contact,
        delivery=delivery,
    )


def _noted(draft: Draft, actor: gate.Actor) -> tuple[dict[str, str], dict[str, str]]:
    if not draft.is_living or gate.person_of_party(draft.whose) is None:
        return {}, {}
    opened = gate.use(draft.whose, (CONTACT, DELIVERY), purpose=PURPOSE, actor=actor)
    return plain(opened, CONTACT), plain(opened, DELIVERY)


def _shown(draft: Draft, *, short: bool = False) -> DraftShown:
    return DraftShown(
        ref=draft.public_id,
        number=draft.number,
        state=Drafting(draft.state),
        made_at=draft.made_at,
        sent_at=draft.sent_at,
        ends_at=draft.ends_at,
        total=None if draft.told_total is None else Money(draft.told_total, draft.currency),
        order=draft.order.number if draft.order else "",
        short=short,
    )
