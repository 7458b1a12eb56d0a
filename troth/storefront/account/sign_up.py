"""Registration: allauth's flow with our form, and the address lines that follow the chosen country."""

from __future__ import annotations

from typing import Any

from allauth.account.views import SignupView
from django.http import HttpRequest, HttpResponse

from troth.people.postal_form import RESHAPE


class SignUp(SignupView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The "Update" button shows the lines of another country; nothing is checked and nothing kept."""
        if RESHAPE in request.POST:
            form = self.get_form()
            form.leave_unchecked()
            return self.render_to_response(self.get_context_data(form=form))
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def get_initial(self) -> dict[str, Any]:
        """Nothing is taken from the address bar: an address there would be in histories and logs."""
        return {}


sign_up = SignUp.as_view()
