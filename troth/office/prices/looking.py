"""Looking for goods in the form of a voucher or an offer: it is shown again as it was typed, and nothing is saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from wagtail.snippets.views.snippets import CreateView, EditView

from troth.people.postal_form import leave_unchecked

from ..catalog.ticking import looks

FIELD = "products"


class Looking:
    """Of a form with `ProductTicks`."""

    data: Any

    @property
    def is_looking(self) -> bool:
        return looks(self.data, FIELD)

    def is_valid(self) -> bool:
        if self.is_looking:
            leave_unchecked(self)  # type: ignore[arg-type]  # beside a form
            return False
        return bool(super().is_valid())  # type: ignore[misc]


class LooksBeforeCreating(CreateView):
    def form_invalid(self, form: Any) -> HttpResponse:
        return _as_typed(self, form) if form.is_looking else super().form_invalid(form)


class LooksBeforeChanging(EditView):
    def form_invalid(self, form: Any) -> HttpResponse:
        return _as_typed(self, form) if form.is_looking else super().form_invalid(form)


def _as_typed(view: Any, form: Any) -> HttpResponse:
    view.form = form
    answer: HttpResponse = view.render_to_response(view.get_context_data(form=form))
    return answer
