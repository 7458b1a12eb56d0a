"""Somebody rings: a draft comes into being. Nothing about them is written down yet."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from troth import gate

from .. import jobs, numbers
from ..models import Basket, Draft
from . import PURPOSE, RETENTION

NUMBER_TRIES = 5


def begin(actor: gate.Actor) -> uuid.UUID:
    """Its reference. Raises gate.Refused."""
    jobs.may(actor, PURPOSE)
    for tries_left in reversed(range(NUMBER_TRIES)):
        try:
            with transaction.atomic():
                draft = Draft.objects.create(number=_number(), party=gate.PartyId.random(), ends_at=_ends_at())
                Basket.objects.create(token_digest=numbers.digest(draft.basket))
                return draft.public_id
        except IntegrityError:
            if not tries_left:
                raise
    raise AssertionError


def _number() -> str:
    """ "D-7K4Q93", in the letters that are read over the telephone as orders' numbers are."""
    return f"D{numbers.order_number()[1:]}"


def _ends_at() -> datetime:
    """When the policy's retention class of drafts ends, counted from now. The vault's key ends no earlier."""
    policy, now = gate.policy(), timezone.now()
    until = policy.keep_until(RETENTION, now, policy.unknown_jurisdiction)
    if until is None:
        raise gate.NotDeclared("end of the retention class", RETENTION)
    return until
