"""One draft, locked, so that of two who do something with it at once one wins and the other is told."""

from __future__ import annotations

import uuid

from ..errors import NotPossible
from ..models import Draft


def held(ref: uuid.UUID) -> Draft:
    """Until the end of the transaction. Raises NotPossible for one that is placed or over, Draft.DoesNotExist."""
    draft = Draft.objects.select_for_update().get(public_id=ref)
    if not draft.is_living:
        raise NotPossible
    return draft


def living(ref: uuid.UUID) -> Draft:
    """The same without the lock."""
    draft = Draft.objects.get(public_id=ref)
    if not draft.is_living:
        raise NotPossible
    return draft
