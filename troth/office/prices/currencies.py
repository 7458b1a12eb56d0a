"""Further currencies, and what goods cost in them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from troth.catalog.models import Variant, VariantPrice
from troth.catalog.money import Money, is_currency
from troth.orders.models import SellingCurrency
from troth.orders.prices.book import MILLION
from troth.people import postal

from ..catalog import amounts


class CurrencyForm(WagtailAdminModelForm):
    rate_shown = forms.CharField(
        label=_("For shipping, one unit of the price tags' currency is"),
        max_length=14,
        help_text=_("“0.95”. You decide it; the shop asks nobody for rates and changes none by itself."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["rate_shown"].initial = f"{Decimal(self.instance.shipping_rate) / MILLION:f}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        code = cleaned["code"] = str(cleaned.get("code", "")).upper()
        if code and not is_currency(code):
            self.add_error("code", gettext("There is no such currency."))
        countries = cleaned["countries"] = " ".join(str(cleaned.get("countries") or "").upper().split())
        wrong = [each for each in countries.split() if each not in postal.known_countries()]
        if wrong:
            self.add_error("countries", gettext("There is no country %(codes)s.") % {"codes": ", ".join(wrong)})
        self.instance.shipping_rate = self._rate(str(cleaned.get("rate_shown") or ""))
        return cleaned

    def _rate(self, typed: str) -> int:
        try:
            if not set(typed.strip()) <= set("0123456789.,"):
                raise InvalidOperation
            rate = Decimal(typed.strip().replace(",", ".")) * MILLION
        except InvalidOperation:
            self.add_error("rate_shown", gettext("Type a number such as 0.95."))
            return 0
        if rate != rate.to_integral_value() or not 0 < rate < 10**12:
            self.add_error("rate_shown", gettext("A number above 0 and below a million, with six decimals at most."))
            return 0
        return int(rate)


class CurrencyViewSet(SnippetViewSet):
    model = SellingCurrency
    icon = "globe"
    menu_label = _("Currencies")
    menu_order = 400
    copy_view_enabled = False
    list_display = ["code", Column("countries", label=_("Offered first in"))]
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=_(
                    "A basket can be paid in this currency when everything in it has a price of its own in it. Goods are "
                    "never converted."
                )
            ),
            FieldPanel("code"),
            FieldPanel("countries"),
            FieldPanel("rate_shown"),
        ],
        base_form_class=CurrencyForm,
    )


class PriceForm(WagtailAdminModelForm):
    """The variant is named by its article number: nobody wants to scroll through thousands."""

    article = forms.CharField(label=_("Article number"), max_length=255)
    price_shown = amounts.AmountField(label=_("Price"), help_text=_("“24.90”"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["article"].initial = self.instance.variant.sku
            self.fields["price_shown"].initial = amounts.written(self.instance.price, self.instance.currency)

    def clean_article(self) -> str:
        sku = str(self.cleaned_data["article"]).strip()
        found = list(Variant.objects.filter(sku=sku)[:2])
        if len(found) != 1:
            words = (
                gettext("No variant has this article number.") if not found else gettext("Several variants have it.")
            )
            raise forms.ValidationError(words)
        self.instance.variant = found[0]
        return sku

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        currency = amounts.currency_of(self)
        price = amounts.read(self, "price_shown", currency) if currency else None
        self.instance.price = price or 0
        if currency and self.instance.variant_id:
            self._check(currency)
        return cleaned

    def _check(self, currency: str) -> None:
        variant = self.instance.variant
        if variant.currency == currency:
            self.add_error("currency", gettext("That is the currency of its price tag. Change it with the product."))
        twins = VariantPrice.objects.filter(variant=variant, currency=currency).exclude(pk=self.instance.pk)
        if twins.exists():
            self.add_error("currency", gettext("It has a price in this currency already."))


class PriceViewSet(SnippetViewSet):
    model = VariantPrice
    icon = "tag"
    menu_label = _("Prices in further currencies")
    menu_order = 300
    copy_view_enabled = False
    list_per_page = 100
    search_fields = ["variant__sku", "variant__product__title"]
    ordering = ("variant__product__title", "currency")
    list_display = [
        Column("title", label=_("Product"), accessor=lambda row: row.variant.product.title),
        Column("sku", label=_("Article number"), accessor=lambda row: row.variant.sku),
        Column("tag", label=_("Price tag"), accessor=lambda row: Money(row.variant.price, row.variant.currency).text),
        Column("price", label=_("Price"), accessor=lambda row: Money(row.price, row.currency).text),
    ]
    edit_handler = ObjectList(
        [FieldPanel("article"), FieldRowPanel([FieldPanel("currency"), FieldPanel("price_shown")])],
        base_form_class=PriceForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[VariantPrice]:
        return VariantPrice.objects.select_related("variant__product")
