"""Doing something with an order: one button, one verb. What is not possible any more is said, and nothing happens."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from troth.orders import desk
from troth.orders.errors import OrderTrouble

from .. import pressed
from ..attending import attending
from .doing import again
from .labels import in_the_page
from .views import order_page


@require_POST
def pack(request: HttpRequest, number: str) -> HttpResponse:
    return _do(request, number, desk.pack, _("Packed. It can be handed to the carrier now."))


@require_POST
def delivered(request: HttpRequest, number: str) -> HttpResponse:
    return _do(request, number, desk.delivered, _("Marked as delivered. The customer gets a mail about it."))


@require_POST
def pay_link(request: HttpRequest, number: str) -> HttpResponse:
    """The way to the payment page once more, by mail; the goods stay kept meanwhile."""
    said = _("The pay link is on its way to the customer. The goods stay kept for them.")
    answer = _do(request, number, desk.send_pay_link, said)
    if request.POST.get("from") != desk.Shelf.TROUBLE.value:
        return answer
    return HttpResponseRedirect(f"{reverse('office:orders')}?shelf={desk.Shelf.TROUBLE.value}")


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Asks first: goods and money go back, and the customer is told."""
    if request.method == "POST":
        return _do(request, number, desk.cancel, _("Cancelled. The goods are back on the shelf."))
    glance = _glance(number)
    if not (glance.order.can_cancel and attending(request).mends_orders):
        return _back(number)
    return order_page(request, "office/orders/cancel.html", {}, glance.order, _("Cancel this order"))


@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Book the parcel. The label is shown in the answer and kept nowhere."""
    return labelled(request, number, desk.send)


@require_POST
def label(request: HttpRequest, number: str) -> HttpResponse:
    """The label once more; the carrier is asked, and told, again."""
    return labelled(request, number, desk.label)


@sensitive_variables()
def labelled(request: HttpRequest, number: str, verb: Callable[..., desk.Shipped], form: str = "") -> HttpResponse:
    """Book, and show the label in the answer. `form`: what has fields to be shown again, see `doing`."""
    actor = attending(request).actor
    try:
        shipped = verb(number, actor)
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
        return again(request, number, form, {"": str(trouble)}, HTTPStatus.CONFLICT) if form else _back(number)
    except ObjectDoesNotExist:
        raise Http404 from None
    if not shipped.label:  # by the shop's own means: nobody was told, and nothing is to be printed
        messages.success(request, _("The parcel is on its way, by the shop's own means. Nobody was told anything."))
        return _back(number)
    glance = _glance(number)
    told = {
        "next": desk.next_to_pack(number),
        "told": glance.told,
        "shipped": shipped,
        "label": in_the_page(shipped.content_type, shipped.label),
        "invoice": in_the_page(shipped.invoice_type, shipped.invoice) if shipped.invoice else "",
    }
    return order_page(request, "office/orders/label.html", told, glance.order, _("Label"))


def _do(request: HttpRequest, number: str, verb: Callable[..., None], said: str) -> HttpResponse:
    pressed.tell(request, lambda: verb(number, attending(request).actor), said)
    return _back(number)


def _glance(number: str) -> desk.Glance:
    glance = desk.glance(number)
    if glance is None:
        raise Http404
    return glance


def _back(number: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("office:order", args=[number]))
