"""Authenticator apps and recovery codes that are sealed under an earlier secret of the shop are sealed under the present one."""

from __future__ import annotations

from typing import Any, Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from .second_factor import is_sealed_now

SEALED: Final = ("secret", "seed")  # what allauth.mfa has sealed: of an app, of recovery codes


def reseal() -> int:
    """How many. Asks nothing where no earlier secret is named. May run in several places at once."""
    if not settings.SECRET_KEY_FALLBACKS:
        return 0
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    rows = Authenticator.objects.filter(type__in=kinds).values_list("pk", flat=True)
    return sum(_resealed(pk) for pk in rows.iterator(chunk_size=2000))


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
