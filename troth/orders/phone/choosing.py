"""Which currency a caller pays in, and which language they read: their mail, the page behind it and their order."""

from __future__ import annotations

import uuid

from django.conf import settings

from troth import gate

from .. import basket, jobs
from ..errors import NotPossible
from ..models import Draft
from ..prices import currencies
from . import PURPOSE
from .held import living


def currency(ref: uuid.UUID, code: str, actor: gate.Actor) -> None:
    """One of those that everything in the draft has a price in. Raises NotPossible, gate.Refused, Draft.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    draft = living(ref)
    if code not in currencies.offered(basket.look(draft.basket)) or not currencies.choose(draft.basket, code):
        raise NotPossible


def language(ref: uuid.UUID, code: str, actor: gate.Actor) -> None:
    """One of the shop's. Raises as `currency`."""
    jobs.may(actor, PURPOSE)
    draft = living(ref)
    if code not in dict(settings.LANGUAGES):
        raise NotPossible
    Draft.objects.filter(pk=draft.pk).update(language=code if code != settings.LANGUAGE_CODE else "")
