"""Invoices and credit notes at the desk. A download is a look at the buyer's particulars, so it is posted, and entered."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from troth.orders.errors import OrderTrouble
from troth.orders.invoices import issue, papers, pdf
from troth.orders.invoices.electronic import cii

from ..attending import attending


@sensitive_variables()
@require_POST
def paper(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """The PDF, or with `as` the XML, made now and kept nowhere."""
    found = papers.for_staff(number, paper, attending(request).actor)
    if found is None:
        raise Http404
    ending, kind = ("xml", "application/xml") if request.POST.get("as") == "xml" else ("pdf", "application/pdf")
    try:
        made = cii.xml(found) if ending == "xml" else pdf.draw(found)
    except cii.CannotTell as why:
        messages.error(request, str(why))
        return _back(number)
    except pdf.CannotDraw:
        messages.error(
            request, _("Invoices can't be drawn on this machine just now. “troth doctor” says what is missing.")
        )
        return _back(number)
    name = f"{found.kind.value}-{found.number}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(made, content_type=kind, headers=headers)


@require_POST
def reissue(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """Takes the invoice back by a credit note and makes a new one."""
    try:
        made = issue.reissue(number, paper, attending(request).actor)
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
    except ObjectDoesNotExist:
        raise Http404 from None
    else:
        messages.success(request, _("Invoice %(number)s is made in its place.") % {"number": made.number})
    return _back(number)


def _back(number: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("office:order", args=[number]))
