"""Where an order goes, changed at the desk. The address is opened for the form, which is entered, and kept in no address or log."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from troth.orders import desk, readdress

from ..attending import attending
from .doing import to_order
from .forms import AddressForm
from .views import found, order_page

AT = "delivery"


@sensitive_post_parameters()
@sensitive_variables("now", "form", "told")
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, number: str) -> HttpResponse:
    """What was typed and could not be done stands in the form again, with its fault."""
    actor, glance = attending(request).actor, found(desk.glance(number))
    now = found(readdress.opened(number, actor))
    form = AddressForm(request.POST if request.method == "POST" else None, now=now)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                readdress.change(number, form.cleaned_data, form.seen, actor=actor)
            except readdress.AddressTrouble as trouble:
                form.add_error(trouble.field if trouble.field in form.fields else None, str(trouble))
                status = HTTPStatus.CONFLICT
            except ObjectDoesNotExist:
                raise Http404 from None
            else:
                messages.success(
                    request, _("Changed. It goes to the new address, and the customer gets a mail about it.")
                )
                return to_order(number, AT)
        if first := next((name for name in form.errors if name in form.fields), ""):
            form.fields[first].widget.attrs["autofocus"] = True  # so that the page opens at the fault
        now = found(readdress.opened(number, actor)) if status == HTTPStatus.CONFLICT else now
    told = {"form": form, "now": now}
    return order_page(request, "office/orders/address.html", told, glance.order, _("Change the address"), status=status)
