"""What a parcel of so many grams to some country would cost, by every method, as the checkout would say it now."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from troth.catalog import revision
from troth.catalog.money import Money
from troth.orders import shipping
from troth.orders.models import ShippingMethod
from troth.people import postal

from ..catalog import amounts
from ..pages import page
from .shipping import carrier_shown

MAY = "orders.view_shippingmethod"
HEAVIEST = 1_000_000  # grams anybody asks for


class ParcelForm(forms.Form):
    grams = forms.IntegerField(label=_("Weight in grams"), min_value=0, max_value=HEAVIEST, initial=500)
    country = forms.ChoiceField(label=_("To"), choices=postal.country_choices)
    worth_shown = amounts.AmountField(label=_("Value of the goods"), required=False)

    def clean(self) -> None:
        self.currency = revision.currency()
        amount = amounts.read(self, "worth_shown", self.currency)
        self.worth = Money(amount, self.currency) if amount is not None else None


@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    """Nothing is changed, and nobody is asked about."""
    if not request.user.has_perm(MAY):
        raise PermissionDenied
    start = {"country": shipping.home()}
    form = ParcelForm(request.GET or None, initial=start, auto_id="parcel-%s")
    found = None
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        ways = shipping.methods(told["country"], told["grams"], worth=form.worth)
        found = [
            {"way": each, "price": Money(each.price, form.currency).text, "carrier": carrier_shown(each.carrier)}
            for each in ways
        ]
    above = [(reverse(ShippingMethod.snippet_viewset.get_url_name("list")), gettext("Shipping"))]
    told = {"form": form, "found": found}
    return page(
        request, "office/prices/parcel.html", told, title=gettext("What a parcel costs"), icon="parcel", trail=above
    )
