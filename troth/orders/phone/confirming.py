"""The caller's side: the link of the mail, the page behind it, and placing the order there, by themselves.

What was told on the telephone fills the form in; they put right what was misheard. What they send is theirs: it comes in
by that page, under the keys of orders and books, and the draft's part goes.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.catalog.money import Money
from troth.channels import links

from .. import access, numbers
from ..errors import NotPossible
from ..models import Draft, DraftAccess
from ..models.order import Origin
from ..place import Placed, PlaceOrder, place, placed_before
from ..prefill import Prefill
from . import CONTACT, DELIVERY, PURPOSE, forgetting
from .known import plain

KIND = "draft"
KEY = "by telephone"  # one draft is one order, whatever key the form has


@dataclass(frozen=True, slots=True)
class Look:
    """What the page shows. `basket`: for `basket.look`. `told`: the total they were told; `order`: what it became."""

    number: str
    basket: str
    until: datetime
    told: Money | None
    order: str
    order_id: int | None
    prefill: Prefill


def mint(draft: Draft) -> str:
    """The path of a fresh secret link, open as long as the draft lives. For a mail at the moment it leaves."""
    hours = max((draft.ends_at - timezone.now()).total_seconds() / 3600, 0)
    return reverse("orders:phone_link", args=[links.mint(KIND, draft.public_id, hours=hours)])


def is_open(token: str) -> bool:
    """Uses nothing up: programs that scan mail follow links too."""
    return links.valid(KIND, token)


def redeem(token: str, browser: str) -> uuid.UUID | None:
    """Use the link: this browser has proven the mailbox. The draft's reference; None for a dead link."""
    ref = links.redeem(KIND, token)
    draft = Draft.objects.filter(public_id=ref).first() if ref else None
    if draft is None or not ((draft.is_living and gate.person_of_party(draft.whose)) or draft.order_id):
        return None
    until, digest = timezone.now() + access.KEPT, numbers.digest(browser)
    DraftAccess.objects.update_or_create(draft=draft, browser_digest=digest, defaults={"expires_at": until})
    return draft.public_id


@sensitive_variables("opened")
def look(ref: uuid.UUID, browser: str) -> Look | None:
    """None for a browser that may not see it, for one that is over, and for one whose caller was erased."""
    draft = _of(ref, browser)
    if draft is None:
        return None
    prefill, person = Prefill(), None if draft.order_id else gate.person_of_party(draft.whose)
    if person is not None:
        opened = gate.use(draft.whose, (CONTACT, DELIVERY), purpose=PURPOSE, actor=gate.the_person(person))
        contact, delivery = plain(opened, CONTACT), plain(opened, DELIVERY)
        other = delivery.get("name", "") if delivery.get("name", "") != contact.get("name", "") else ""
        prefill = Prefill(contact=contact, delivery=delivery, rest={"recipient": other}, method=draft.method)
    elif not draft.order_id:
        return None
    return Look(
        number=draft.number,
        basket=draft.basket,
        until=draft.ends_at,
        told=None if draft.told_total is None else Money(draft.told_total, draft.currency),
        order=draft.order.number if draft.order else "",
        order_id=draft.order_id,
        prefill=prefill,
    )


@sensitive_variables("asked")
def confirm(ref: uuid.UUID, browser: str, asked: PlaceOrder) -> Placed | None:
    """Place it: once, however often it is pressed. None for a browser that may not see it.

    Raises NotPossible for one that is over, and as `place`; then nothing is ordered and the draft stays.
    """
    draft = _of(ref, browser)
    if draft is None:
        return None
    asked = replace(asked, key=KEY, basket=draft.basket, origin=Origin.PHONE, draft=draft.pk)
    if done := placed_before(asked):
        return _done(draft, done)
    person = gate.person_of_party(draft.whose)
    if person is None or not draft.is_living:
        if done := placed_before(asked):  # by the other of two presses, a moment ago
            return done
        raise NotPossible
    return _done(draft, place(replace(asked, person=person)))


def _of(ref: uuid.UUID, browser: str) -> Draft | None:
    if not browser:
        return None
    held = DraftAccess.objects.filter(
        draft__public_id=ref, browser_digest=numbers.digest(browser), expires_at__gt=timezone.now()
    )
    row = held.select_related("draft__order").first()
    return row.draft if row and (row.draft.is_living or row.draft.order_id) else None


def _done(draft: Draft, placed: Placed) -> Placed:
    """What was the draft's alone goes now; what a process that died left of it goes by `forgetting`."""
    if Draft.objects.filter(pk=draft.pk, emptied_at=None).exists():
        forgetting.empty(draft)
    return placed
