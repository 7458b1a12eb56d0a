"""Recovery codes. Where they lie under a secret that the shop has lost, nobody can be shown them: new ones can be made."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.recovery_codes import views as theirs
from cryptography.exceptions import InvalidTag
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView


class MakeNew(theirs.GenerateRecoveryCodesView):
    def get_context_data(self, **more: Any) -> dict[str, Any]:
        try:
            return dict(super().get_context_data(**more))
        except InvalidTag:  # how many of the old ones are unused
            return {**FormView.get_context_data(self, **more), "unused_code_count": 0}


def told_if_shut(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **told: Any) -> HttpResponse:
        try:
            response: HttpResponse = view(request, *args, **told)
        except InvalidTag:
            says = _("Nobody can open your recovery codes any more: the key we kept them under is lost. Make new ones.")
            messages.warning(request, says)
            return HttpResponseRedirect(reverse("mfa_generate_recovery_codes"))
        return response

    return answer


make_new = MakeNew.as_view()
see = told_if_shut(theirs.view_recovery_codes)
download = told_if_shut(theirs.download_recovery_codes)
