"""Second factors that no named secret of the shop opens are taken away, so that their owners get in by what is left to them.

Who keeps the shop decides it, at the command line: afterwards a password alone lets in whoever had nothing else, until they
add an app again. An employee has to before the office opens. Each owner is told by mail.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from troth import channels

from .models import User
from .second_factor import shut


def remove() -> int:
    """How many accounts. May run any number of times."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    owners = Authenticator.objects.filter(type__in=kinds).values_list("user", flat=True).distinct()
    return sum(_removed(user) for user in list(owners))


def _removed(user: int) -> bool:
    with transaction.atomic(using="default"):
        held = list(Authenticator.objects.select_for_update().filter(user=user))
        gone = [each.pk for each in held if shut(each)]
        if not gone:
            return False
        Authenticator.objects.filter(pk__in=gone).delete()
        left = Authenticator.objects.filter(user=user)
        if not left.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            left.delete()  # codes beside nothing: allauth asks for none of them
        channels.send("sign_in_changed", User.objects.get(pk=user).email)
    return True
