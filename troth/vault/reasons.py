"""Reasons for looking: sealed beside what was looked at, because people write names into them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from .keys import LivingKey
from .models import Reason
from .seal import open_sealed, seal


def write(entry: str, key: LivingKey, reason: str) -> None:
    Reason.objects.create(entry=entry, key=key.row, sealed=seal(key.cipher, reason.encode(), f"reason {entry}"))


def of(entries: Iterable[str], living: Mapping[uuid.UUID, LivingKey]) -> dict[str, str]:
    """The reasons given for some entries, as far as the keys at hand open them."""
    rows = Reason.objects.filter(entry__in=list(entries), key__in=list(living))
    return {
        row.entry: open_sealed(living[row.key_id].cipher, row.sealed, f"reason {row.entry}").decode() for row in rows
    }
