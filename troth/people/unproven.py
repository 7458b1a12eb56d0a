"""Accounts whose address nobody confirmed. They give way to whoever comes next, and end by themselves.

Without this, signing up with somebody else's address would keep them out, and a mistyped address would hand its
owner a stranger's account with the first password reset.
"""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from troth import gate
from troth.people.models import User
from troth.sqlite.shredding import cut_log

DAYS = 7  # how long a sign-up may wait for its confirmation; the link in the mail lives three days


def is_proven(user: User) -> bool:
    """Whether a mailbox has answered for this account."""
    return EmailAddress.objects.filter(user=user, verified=True).exists()


def give_way(alias: str) -> bool:
    """Remove the account at this alias if nobody ever confirmed it. False when it stands."""
    user = User.objects.filter(email=alias).first()
    if user is None or is_proven(user):
        return False
    _remove(user)
    return True


def sweep(days: int = DAYS) -> int:
    """Remove what has waited too long; how many. May run any number of times."""
    old = User.objects.filter(created_at__lt=timezone.now() - timedelta(days=days), is_staff=False, is_superuser=False)
    waiting = old.exclude(emailaddress__verified=True)
    for user in waiting:
        _remove(user)
    cut_log("default")  # also for accounts forgotten while somebody was still reading
    return len(waiting)


def _remove(user: User) -> None:
    person = gate.person_of_account(user.pk)
    if person is not None:
        gate.erase(person, actor=gate.system("rights_request"))
    user.delete()
