"""The forms of a shipping method and of its zones."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from troth.catalog import revision
from troth.orders import carriers
from troth.orders.models import SellingCurrency, ShippingMethod
from troth.orders.shipping_table import ELSEWHERE, HOME
from troth.people import postal

from ..catalog import amounts
from . import further_weights, weights

LONGEST_CODE = 28  # a number may follow


class ZoneForm(WagtailAdminModelForm):
    """`countries` as codes, prices as lines of text, both in words people type."""

    prices = forms.CharField(
        label=_("Prices by weight"),
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
        max_length=2000,
        help_text=_(
            "One line for each weight, the lightest first: “500 g: 5.90” is the price up to 500 grams. A price alone holds "
            "for any weight; the only line, it is a flat rate. In the currency of the shop's price tags."
        ),
    )
    free_shown = amounts.AmountField(
        label=_("Free from"),
        required=False,
        help_text=_("The value of goods from which it costs nothing. Empty: never."),
    )

    further_shown = forms.CharField(
        label=_("Prices in further currencies"),
        required=False,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        max_length=4000,
        help_text=_(
            "Likewise, with the currency before each line: “EUR 500 g: 4.90”, “EUR free from 50.00”. A currency without "
            "lines is reckoned by its rate under Currencies."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = revision.currency()
        self.fields["countries"].help_text = _(
            "“home” for the shop's own country, codes such as DE AT FR, or “*” for everywhere else; with spaces."
        )
        if self.instance.pk:
            self.fields["prices"].initial = weights.written(self.instance.steps, self.currency)
            self.fields["free_shown"].initial = amounts.written(self.instance.free_from, self.currency)
            self.fields["further_shown"].initial = further_weights.written(self.instance.further)

    def clean_countries(self) -> str:
        told = str(self.cleaned_data["countries"]).replace(",", " ").split()
        names = [*dict.fromkeys(name.lower() if name.lower() == HOME else name.upper() for name in told)]
        wrong = [name for name in names if name not in (HOME, ELSEWHERE) and name not in postal.known_countries()]
        if wrong:
            raise forms.ValidationError(gettext("There is no country %(codes)s.") % {"codes": ", ".join(wrong)})
        return " ".join(names)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "prices" in cleaned:
            self._read_prices(cleaned)
        if "free_shown" in cleaned:
            self.instance.free_from = amounts.read(self, "free_shown", self.currency)
        least, most = cleaned.get("days_least"), cleaned.get("days_most")
        if least is not None and most and most < least:
            self.add_error("days_most", gettext("That is less than the least."))
        return cleaned

    def _read_prices(self, cleaned: dict[str, Any]) -> None:
        field = "prices"
        try:
            self.instance.steps = weights.read(cleaned["prices"], self.currency)
            field = "further_shown"
            self.instance.further = further_weights.read(
                cleaned.get("further_shown", ""), self.instance.steps, self._currencies()
            )
        except weights.NotPrices as wrong:
            self.add_error(field, str(wrong))

    def _currencies(self) -> set[str]:
        """Those the shop sells in, and those that stand there already."""
        return {*SellingCurrency.objects.values_list("code", flat=True), *self.instance.further}


class MethodForm(WagtailAdminModelForm):
    """`seen` is the version the page was made with: whoever comes second is told, and overwrites nothing."""

    carrier = forms.ChoiceField(
        label=_("Carried by"),
        required=False,
        help_text=_("Who is told name and address, as the policy says; with the shop's own means, nobody."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    claimed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known, now = dict(carriers.declared()), self.instance.carrier
        if now and now not in known:
            known[now] = now  # it stays possible to change the rest of it
        self.fields["carrier"].choices = [("", _("the shop's own means")), *known.items()]
        self.fields["seen"].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        carrier = cleaned.get("carrier", "")
        if not self.instance.pk or carrier != self.instance.carrier:
            self.instance.service = carriers.service(carrier)
        if not self.instance.pk and cleaned.get("name"):
            self.instance.code = _code(cleaned["name"])
        return cleaned

    def is_valid(self) -> bool:
        """With its zones; and then, as the last thing, nobody else may have saved it meanwhile."""
        if self.claimed:
            return True
        if not super().is_valid() or not self._zones_fit():
            return False
        self.claimed = self._claim()
        return self.claimed

    def _zones_fit(self) -> bool:
        """A place lies in one zone, so that it has one price."""
        found: dict[str, int] = {}
        for number, form in enumerate(self.formsets["zones"].forms, 1):
            told = form.cleaned_data
            if not told or told.get("DELETE"):
                continue
            for name in told["countries"].split():
                if name in found:
                    words = gettext("%(place)s is in zone %(number)s already.")
                    place = postal.country_name(name) if name not in (HOME, ELSEWHERE) else f"“{name}”"
                    form.add_error("countries", words % {"place": place, "number": found[name]})
                    self.add_error(None, gettext("A country can be in one zone only."))
                    return False
                found[name] = number
        return True

    def _claim(self) -> bool:
        if not self.instance.pk:
            return True
        seen = self.cleaned_data.get("seen") or 0
        mine = ShippingMethod.objects.filter(pk=self.instance.pk, version=seen)
        if not mine.update(version=seen + 1):
            words = gettext(
                "Somebody else has changed it meanwhile. Open it again to see how it stands; nothing was saved."
            )
            self.add_error(None, words)
            return False
        self.instance.version = seen + 1
        return True


def _code(name: str) -> str:
    """From the name, and used by no other: what orders call it for good."""
    plain = re.sub(r"[^a-z0-9]+", "_", slugify(name).lower()).strip("_")[:LONGEST_CODE] or "method"
    taken = set(ShippingMethod.objects.filter(code__startswith=plain).values_list("code", flat=True))
    codes = (plain if number == 1 else f"{plain}_{number}" for number in range(1, 1000))
    return next(code for code in codes if code not in taken)
