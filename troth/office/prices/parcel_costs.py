"""What a parcel of so many grams to some country would cost, by every method, as the checkout would say it now."""

from __future__ import annotations

from typing import Any

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
from troth.orders.prices import book
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
    paid_in = forms.ChoiceField(label=_("Paid in"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tags, self.further = revision.currency(), book.current().currencies
        paid_in = self.fields["paid_in"]
        if not self.further:
            del self.fields["paid_in"]
        elif isinstance(paid_in, forms.ChoiceField):
            paid_in.choices = [(code, code) for code in (self.tags, *sorted(self.further))]

    def clean(self) -> None:
        self.currency = self.cleaned_data.get("paid_in") or self.tags
        amount = amounts.read(self, "worth_shown", self.currency)
        known = amount is not None or self.currency in self.further
        self.worth = Money(amount or 0, self.currency) if known else None

    def price(self, way: shipping.Method) -> Money:
        """As a basket in this currency would have it."""
        if way.own is not None:
            return way.own
        further = self.further.get(self.currency)
        return Money(further.sending(way.price) if further else way.price, self.currency)


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
        found = [{"way": each, "price": form.price(each).text, "carrier": carrier_shown(each.carrier)} for each in ways]
    above = [(reverse(ShippingMethod.snippet_viewset.get_url_name("list")), gettext("Shipping"))]
    told = {"form": form, "found": found}
    return page(
        request, "office/prices/parcel.html", told, title=gettext("What a parcel costs"), icon="parcel", trail=above
    )
