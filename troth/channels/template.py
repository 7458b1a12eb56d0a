"""What a message is: its purpose, its channel, what it must be told, and why it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from .handles import To


@dataclass(frozen=True, slots=True)
class Template:
    """`why` completes "You get this because …". `needs` are the facts its text uses; `may` those it can do without."""

    name: str
    purpose: str
    why: Promise | str
    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    channel: str = "email"


@dataclass(frozen=True, slots=True)
class Leaving:
    """A message at the moment it leaves. `to` is the PersonId, the PartyId or the alias it was queued for."""

    message: uuid.UUID
    template: str
    to: To
    ids: Mapping[str, int | str] = field(default_factory=dict)
    at: datetime | None = None


Facts = Callable[[Leaving], Mapping[str, object]]
