"""/practice/parcels/: the carriers' depot that there is not. Push a parcel on, and the shop hears of it at once."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from troth.orders import tracking
from troth.recipients import depot
from troth.recipients.carrier import Stage

from ..account.private import unseen
from ..posted import only_posted

STAGES = {
    Stage.BOOKED: _("Label made"),
    Stage.MOVING: _("On its way"),
    Stage.NEAR: _("Out for delivery"),
    Stage.PROBLEM: _("Held up"),
    Stage.RETURNED: _("On its way back"),
    Stage.DELIVERED: _("Delivered"),
}
PUSHES = (Stage.MOVING, Stage.NEAR, Stage.PROBLEM, Stage.RETURNED, Stage.DELIVERED)


@require_safe
@unseen
def parcels(request: HttpRequest) -> HttpResponse:
    rows = [(each, depot.CARRIERS.get(each.carrier, ""), STAGES[Stage(each.step)]) for each in depot.parcels()]
    told = {"rows": rows, "pushes": [(stage.value, STAGES[stage]) for stage in PUSHES]}
    return render(request, "storefront/practice/parcels.html", told)


@only_posted("practice-parcels")
@unseen
def push(request: HttpRequest, number: str) -> HttpResponse:
    """Something happens to the parcel; then the shop asks after it, as it would a few hours later by itself."""
    stage = request.POST.get("stage", "")
    if stage not in {one.value for one in PUSHES} or not depot.push(number, Stage(stage)):
        raise Http404
    tracking.look(number)
    return HttpResponseRedirect(reverse("practice-parcels"), status=HTTPStatus.SEE_OTHER)
