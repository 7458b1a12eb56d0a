"""The door of the office: employees only, with two factors in live mode, and none of Wagtail's own forms about people.

Wagtail's log-in, password, account and user forms take and show e-mail addresses; accounts are ours (`people`).
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from troth.people.models import User
from troth.people.second_factor import sign_in_state

OFFICE = "/office/"
# Wagtail's page → ours.
_OURS = {
    "login/": "account_login",
    "logout/": "account_logout",
    "password_reset/": "account_reset_password",
    "account/": "account_home",
    "users/": "account_home",
}


class OfficeDoor:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OFFICE):
            return self.get_response(request)
        return self._elsewhere(request) or self.get_response(request)

    def _elsewhere(self, request: HttpRequest) -> HttpResponse | None:
        """Where somebody is sent instead; None for those who may come in."""
        inside = request.path.removeprefix(OFFICE)
        for theirs, ours in _OURS.items():
            if inside.startswith(theirs):
                return HttpResponseRedirect(reverse(ours))
        user = request.user
        if isinstance(user, AnonymousUser):
            return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
        if not (user.is_active and user.is_staff):
            raise PermissionDenied
        if lacks_second_factor(user):
            messages.warning(request, _("The office wants a second factor. Add a passkey or an app first."))
            return HttpResponseRedirect(reverse("mfa_index"))
        return None


def lacks_second_factor(user: User) -> bool:
    """Whether an employee has to add a second factor before the office opens: in live mode, always."""
    return not settings.TROTH.practice and not sign_in_state(user).two_factors
