"""The caller does not want it after all: the link is dead, and what the vault holds of it goes at once."""

from __future__ import annotations

import uuid

from django.db import transaction

from troth import gate

from .. import jobs
from ..models import Draft
from ..models.draft import Drafting
from . import PURPOSE, forgetting
from .held import held


def call_off(ref: uuid.UUID, actor: gate.Actor) -> None:
    """Raises NotPossible, gate.Refused, Draft.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    with transaction.atomic():
        draft = held(ref)
        Draft.objects.filter(pk=draft.pk).update(state=Drafting.CALLED_OFF)
    forgetting.empty(draft)
