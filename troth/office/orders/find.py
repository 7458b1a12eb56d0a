"""An order by its number, or orders by an article. What is typed may be somebody's name, so it stands in no address.

Only what begins a number or is an article's goes on to the list, whose query it is.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from troth.orders import desk

from ..pages import page


@sensitive_post_parameters("q")
@sensitive_variables("typed", "told")
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    typed = request.POST.get("q", "").replace("\x00", "").strip()
    if number := desk.called(typed):
        return HttpResponseRedirect(reverse("office:order", args=[number]))
    if not typed or desk.names_some(typed):
        return HttpResponseRedirect(reverse("office:orders", query={"q": typed} if typed else None))
    told = {"typed": typed}
    trail = [(reverse("office:orders"), _("Orders"))]
    title = _("No order is like that")
    status = HTTPStatus.NOT_FOUND
    return page(
        request, "office/orders/not_found.html", told, title=title, icon="clipboard-list", trail=trail, status=status
    )
