"""Accounts that a service alone lets in: before they are changed in earnest the service is asked once more who is there.

allauth takes such an account for freshly signed in, however long ago that was (its own remark says so).
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest

from troth.people.models import SignInLink


def is_due(request: HttpRequest) -> bool:
    """Whether the account has no way in but a service, and came in by it longer ago than counts as fresh."""
    if not request.user.is_authenticated or get_reauthentication_flows(request.user):
        return False
    records = get_authentication_records(request, request.user)
    last = max((each["at"] for each in records), default=0.0)
    return is_way_of(request.user) and time.time() - last > app_settings.REAUTHENTICATION_TIMEOUT


def is_way_of(user: Any) -> bool:
    return SignInLink.objects.filter(user=user).exists()
