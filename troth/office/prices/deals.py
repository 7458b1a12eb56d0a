"""The screens of vouchers and special offers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from troth.catalog import revision
from troth.catalog.money import Money, is_currency
from troth.orders.models import Offer, OfferWords, Voucher, VoucherWords
from troth.orders.models.voucher import DealKind, DealTerms
from troth.orders.prices.rates import in_words

from ..catalog import amounts
from ..catalog.ticking import ProductTicks
from .languages import panels, said_in
from .looking import Looking, LooksBeforeChanging, LooksBeforeCreating
from .percent import thousandths

LONGEST_BESIDE = 45  # letters of the words beside a code, so that both fit on a line of an order


class DealForm(Looking, WagtailAdminModelForm):
    """`value_shown` is a percentage or an amount, as the kind has it."""

    value_shown = amounts.AmountField(
        label=_("How much"),
        required=False,
        help_text=_("“10” per cent, or “5.00” of the currency. Nothing for free shipping."),
    )
    minimum_shown = amounts.AmountField(
        label=_("From"), required=False, help_text=_("The value of goods from which it holds. Empty: any.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        if not row.pk:
            self.fields["currency"].initial = revision.currency()
            return
        self.fields["value_shown"].initial = value_of(row, plain=True)
        if row.minimum:
            self.fields["minimum_shown"].initial = amounts.written(row.minimum, row.currency)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("code"):
            cleaned["code"] = cleaned["code"].upper()
        currency = self._currency(cleaned)
        self.instance.value = self._value(cleaned, currency)
        least = amounts.read(self, "minimum_shown", currency) if currency else None
        self.instance.minimum = least or 0
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", gettext("It ends before it begins."))
        return cleaned

    def _currency(self, cleaned: dict[str, Any]) -> str:
        needed = cleaned.get("kind") == DealKind.AMOUNT or (cleaned.get("minimum_shown") or "").strip()
        code = (cleaned.get("currency") or "").strip().upper()
        if needed and not is_currency(code):
            self.add_error("currency", gettext("Three letters, such as USD or EUR."))
            return ""
        cleaned["currency"] = code
        return code

    def _value(self, cleaned: dict[str, Any], currency: str) -> int:
        kind, typed = cleaned.get("kind"), (cleaned.get("value_shown") or "").strip()
        if kind == DealKind.FREE_SHIPPING:
            return 0
        if not typed:
            self.add_error("value_shown", gettext("Say how much it takes off."))
            return 0
        if kind == DealKind.AMOUNT:
            return (amounts.read(self, "value_shown", currency) if currency else 0) or 0
        try:
            return thousandths(typed.removesuffix("%").strip().replace(",", "."))
        except ValidationError as error:
            self.add_error("value_shown", error)
            return 0


def value_of(row: DealTerms, *, plain: bool = False) -> str:
    """ "10%", "$5.00", "free shipping"; `plain` as it is typed."""
    if row.kind == DealKind.FREE_SHIPPING:
        return "" if plain else str(row.get_kind_display())
    if row.kind == DealKind.AMOUNT:
        money = Money(row.value, row.currency)
        return money.plain if plain else money.text
    return in_words(row.value) if plain else f"{in_words(row.value)}%"


_TERMS: list[Any] = [
    FieldRowPanel([FieldPanel("kind"), FieldPanel("value_shown"), FieldPanel("currency")]),
    FieldRowPanel([FieldPanel("begins"), FieldPanel("ends"), FieldPanel("minimum_shown")]),
    MultiFieldPanel(
        [FieldPanel("categories", widget=CheckboxSelectMultiple), FieldPanel("products", widget=ProductTicks)],
        heading=_("For these goods only"),
        help_text=_("Goods of any of these categories, and these products. Nothing chosen means everything."),
    ),
]
_COLUMNS: list[Any] = [
    Column("takes", label=_("Takes off"), accessor=value_of),
    Column("ends", label=_("Ends"), sort_key="ends"),
    BooleanColumn("active", label=_("In force")),
]


class VoucherViewSet(SnippetViewSet):
    model = Voucher
    icon = "ticket"
    menu_label = _("Vouchers")
    menu_order = 100
    copy_view_enabled = False
    add_view_class, create_template_name = LooksBeforeCreating, "office/prices/deal_create.html"
    edit_view_class, edit_template_name = LooksBeforeChanging, "office/prices/deal_edit.html"
    ordering = ("code",)
    search_fields = ["code"]
    list_display = [
        "code",
        Column("name", label=_("Words")),
        *_COLUMNS,
        Column("used", label=_("Used"), accessor=lambda row: f"{row.used} / {row.limit or '∞'}", sort_key="used"),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel(
                "code",
                help_text=_(
                    "Whoever has the code may use it; it is tied to nobody. Make one-time codes hard to guess."
                ),
            ),
            FieldPanel("name"),
            *_TERMS,
            FieldRowPanel([FieldPanel("limit"), FieldPanel("active")]),
            FieldRowPanel([FieldPanel("once_each"), FieldPanel("first_order")]),
            *panels(VoucherWords),
        ],
        base_form_class=said_in(DealForm, VoucherWords, LONGEST_BESIDE),
    )


class OfferViewSet(SnippetViewSet):
    model = Offer
    icon = "pick"
    menu_label = _("Special offers")
    menu_order = 200
    copy_view_enabled = False
    add_view_class, create_template_name = LooksBeforeCreating, "office/prices/deal_create.html"
    edit_view_class, edit_template_name = LooksBeforeChanging, "office/prices/deal_edit.html"
    ordering = ("name",)
    search_fields = ["name"]
    list_display = ["name", *_COLUMNS]
    edit_handler = ObjectList(
        [FieldPanel("name"), *_TERMS, FieldPanel("active"), *panels(OfferWords)],
        base_form_class=said_in(DealForm, OfferWords),
    )
