"""What an edit would change, product by product, before anything does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from troth.catalog.importing.report import Change

from . import planning, wholes
from .asked import Edit, Nonsense
from .choosing import MOST
from .wholes import Whole


@dataclass(frozen=True, slots=True)
class Looked:
    """`changes`: by title. `same`: products that are already as they shall be. `mark` changes when any change does."""

    changes: tuple[tuple[str, Change], ...]
    changed: int
    same: int
    mark: str


def look(keys: Collection[int], edit: Edit) -> Looked:
    """Raises Nonsense. Five queries at most."""
    found = planned(keys, edit, lock=False)
    changed = [whole for whole in found if whole.changes]
    return Looked(
        changes=tuple((whole.product.title, change) for whole in changed for change in whole.changes.told),
        changed=len(changed),
        same=len(found) - len(changed),
        mark=mark(found),
    )


def planned(keys: Collection[int], edit: Edit, *, lock: bool) -> list[Whole]:
    if len(keys) > MOST:
        words = gettext("At most %(most)d products at once. Narrow the list, and do the rest after.")
        raise Nonsense(words % {"most": MOST})
    found = wholes.load(keys, lock=lock)
    planning.plan(found, edit)
    return found


def mark(found: Iterable[Whole]) -> str:
    """Of everything that changes, from what to what."""
    told = [
        [whole.product.pk, [row.as_json() for row in whole.changes.traced]] for whole in found if whole.changes.traced
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]
