"""Authenticator apps and recovery codes that are sealed under an earlier secret of the shop are sealed under the present one."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from .second_factor import SEALED, is_sealed_now

logger = logging.getLogger("troth.people")


def reseal() -> int:
    """How many. Asks nothing where no earlier secret is named. May run in several places at once.

    One that no named secret opens stays as it is, and keeps no other from it: the log says how many there are.
    """
    if not settings.SECRET_KEY_FALLBACKS:
        return 0
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    rows = Authenticator.objects.filter(type__in=kinds).values_list("pk", flat=True)
    return _each([*rows])  # all of them first: a row that is rolled back would end the asking


def _each(rows: Iterable[int]) -> int:
    done, shut = 0, 0
    for pk in rows:
        try:
            done += _resealed(pk)
        except InvalidTag:
            shut += 1
    if shut:
        logger.warning("second factors that no secret of the shop opens, of those that are named: %d", shut)
    return done


def _resealed(pk: int) -> bool:
    """With the row held, or a code used meanwhile would count once more."""
    with transaction.atomic(using="default"):
        row = Authenticator.objects.select_for_update().filter(pk=pk).first()
        new = _anew(row.data) if row is not None else {}
        if row is None or not new:
            return False
        Authenticator.objects.filter(pk=pk).update(data={**row.data, **new})
    return True


@sensitive_variables("data")
def _anew(data: dict[str, Any]) -> dict[str, str]:
    """What has to be written anew, sealed."""
    adapter = get_adapter()
    old = {name: data[name] for name in SEALED if name in data and not is_sealed_now(data[name])}
    return {name: adapter.encrypt(adapter.decrypt(sealed)) for name, sealed in old.items()}
