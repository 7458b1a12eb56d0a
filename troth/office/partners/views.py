"""One page: a form and what was given. Its answer is the file, or the page again with a sentence that says why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from troth.publishing.partners import Given, PartnerTrouble, files, give, may_give, note, offered

from ..attending import attending
from ..pages import page, posted
from .forms import FigureForm

_FILES: Mapping[str, tuple[str, Callable[[Given], bytes]]] = {
    "csv": (files.CSV, files.as_csv),
    "json": (files.JSON, files.as_json),
}


@require_http_methods(["GET", "POST"])
@never_cache
def partners(request: HttpRequest) -> HttpResponse:
    """Raises Refused for whose job it is not."""
    may_give(attending(request).actor)
    given_to = offered()
    form = FigureForm(posted(request), offered=given_to)
    status = HTTPStatus.OK
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                return _file(request, form)
            except PartnerTrouble as trouble:
                form.add_error(None, str(trouble))
    told = {"form": form, "offered": given_to, "note": note.note()}
    return page(
        request, "office/partners/page.html", told, title=_("Figures for partners"), icon="list-ol", status=status
    )


def _file(request: HttpRequest, form: FigureForm) -> HttpResponse:
    asked, (figure, subject) = form.cleaned_data, form.figure
    actor = attending(request).actor
    given = give(asked["partner"], figure, subject, asked["first"], asked["last"], actor=actor)
    content_type, made = _FILES[asked["kind"]]
    name = f"{asked['partner']}-{figure}-{asked['first']}-{asked['last']}.{asked['kind']}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made(given), content_type=content_type, headers=headers)
