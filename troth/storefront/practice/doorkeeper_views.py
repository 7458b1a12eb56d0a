"""The practice service's page: whoever sits there says who they are. A real one lives on a host of its own and asks for proof."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from troth.people.practice import CUSTOMERS
from troth.recipients.sign_in import practice

from ..account.private import unseen

LONGEST = 2000


@sensitive_post_parameters()
@sensitive_variables("email", "name", "sealed")
@require_http_methods(["GET", "HEAD", "POST"])
@unseen
def doorkeeper(request: HttpRequest) -> HttpResponse:
    """GET asks who is there; POST sends the browser back with the answer, to this shop and nowhere else."""
    back = _ours(request, request.GET.get("back", ""))
    state, nonce, challenge = (request.GET.get(each, "")[:200] for each in ("state", "nonce", "challenge"))
    if request.method != "POST":
        return render(request, "storefront/practice/doorkeeper.html", {"customers": CUSTOMERS, "name": practice.NAME})
    if "no" in request.POST:
        told = {"error": "access_denied", "state": state}
    else:
        email, name = request.POST.get("email", "")[:254], request.POST.get("name", "")[:100]
        proven = "proven" in request.POST
        told = {"code": practice.code(email, name, proven=proven, nonce=nonce, challenge=challenge), "state": state}
    return HttpResponseRedirect(f"{back}?{urlencode(told)}", status=HTTPStatus.SEE_OTHER)


def _ours(request: HttpRequest, back: str) -> str:
    """The one address it answers to. Raises Http404 for any other: it must lead nobody astray."""
    way = reverse("sign-in-back", args=[practice.NAME])
    known = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    if len(back) > LONGEST or not known or back != request.build_absolute_uri(way):
        raise Http404
    return back
