"""The door of the office: employees only, with two factors in live mode, and none of Wagtail's own forms about people.

Wagtail's log-in, password, account and user forms take and show e-mail addresses; accounts are ours (`people`).
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

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
                return _to_ours(request, ours)
        user = request.user
        if isinstance(user, AnonymousUser):
            return _to_ours(request, "account_login", next=request.path)
        if not (user.is_active and user.is_staff):
            raise PermissionDenied
        if lacks_second_factor(user):
            messages.warning(request, _("The office wants a second factor. Add a passkey or an app first."))
            return HttpResponseRedirect(reverse("mfa_index"))
        return None


def _to_ours(request: HttpRequest, page: str, **query: str) -> HttpResponseRedirect:
    """In the language the browser asks for: the office's own addresses name none, and who comes is not known yet."""
    with translation.override(preferred(request.headers.get("Accept-Language", ""))):
        answer = HttpResponseRedirect(reverse(page, query=query or None))
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


def preferred(accepted: str) -> str:
    """The first of the shop's languages in an Accept-Language header (RFC 9110, 12.5.4); its first one without any."""
    spoken = dict(settings.LANGUAGES)
    for code, _weight in parse_accept_lang_header(accepted):
        for each in (code, code.partition("-")[0]):
            if each in spoken:
                return each
    return settings.LANGUAGE_CODE


def lacks_second_factor(user: User) -> bool:
    """Whether an employee has to add a second factor before the office opens: in live mode, always."""
    return not settings.TROTH.practice and not sign_in_state(user).two_factors
