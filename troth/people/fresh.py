"""Before an account is changed in earnest, its owner signs in afresh. What they had typed is not kept meanwhile.

allauth puts the whole request into the session until then, with every address and password in it. This middleware stands
behind allauth's (so it hears of it first) and sends people to the sign-in with a way back, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _


class FreshSignIn:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ReauthenticationRequired):
            return None
        methods = get_adapter(request).get_reauthentication_methods(request.user)
        url = methods[0]["url"] if methods else reverse("account_login")
        if request.method == "POST":
            messages.info(request, _("Please sign in once more first, and then enter it again. We did not keep it."))
        return HttpResponseRedirect(f"{url}?{urlencode({'next': request.path})}")
