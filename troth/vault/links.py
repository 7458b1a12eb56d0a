"""Bridges from an id known outside to a person: found by a keyed digest, readable under the person's own key."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from . import reading
from .keys import LivingKey
from .models import Link
from .ring import ring
from .seal import open_fields, seal_fields

ACCOUNT = "account"
ISLAND = "island"


def bind(what: str, target: str, own: LivingKey, **told: str) -> None:
    """Bind `target` to the person whose own key is given. `told` is sealed beside it."""
    bridge(what, target, own, **told).save(force_insert=True)


def bridge(what: str, target: str, own: LivingKey, **told: str) -> Link:
    """The same, not yet in the database."""
    epoch = ring().current
    link = Link(what=what, handle=epoch.digest(what, target), epoch=epoch.number, person_id=own.person)
    link.sealed = seal_fields(own.cipher, {"target": target, **told}, bound(what, own))
    return link


def person_of(what: str, target: str) -> uuid.UUID | None:
    return persons_of(what, [target]).get(target)


def persons_of(what: str, targets: Iterable[str]) -> dict[str, uuid.UUID]:
    """The persons bound to the targets, in one query."""
    held = ring()
    handles = {handle: target for target in targets for handle in held.digests(what, target)}
    return {handles[handle]: person for handle, person in reading.owners(what, list(handles))}


def targets_of(what: str, own: LivingKey) -> list[dict[str, str]]:
    """What is bound to a person: `target` and what was told beside it."""
    rows = reading.links(what, own.person)
    return [open_fields(own.cipher, row.sealed, bound(what, own)) for row in rows]


def unbind(what: str, target: str) -> None:
    Link.objects.filter(what=what, handle__in=ring().digests(what, target)).delete()


def bound(what: str, own: LivingKey) -> str:
    return f"link {what} {own.id}"
