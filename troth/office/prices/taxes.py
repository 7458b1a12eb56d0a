"""The taxes' screens."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from troth.orders.models import TaxRule, TaxWords
from troth.orders.prices.rates import in_words
from troth.people import postal

from .languages import panels, said_in
from .percent import PercentField

SAYS = _(
    "Where goods are delivered decides. The row for a state comes before the one for its country, a class's own row "
    "before the standard one. Places without a row are sold to without tax. All rows of a country either come on top of "
    "prices or are contained in them."
)


class TaxForm(WagtailAdminModelForm):
    rate_shown = PercentField(label=_("Rate in per cent"), help_text=_("“6.25”"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["rate_shown"].initial = in_words(self.instance.rate)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        country = cleaned["country"] = str(cleaned.get("country", "")).upper()
        if country and country not in postal.known_countries():
            self.add_error("country", _("There is no such country."))
        if cleaned.get("rate_shown") is not None:
            self.instance.rate = cleaned["rate_shown"]
        others = TaxRule.objects.filter(country=country).exclude(pk=self.instance.pk)
        if others.exclude(included=cleaned.get("included", False)).exists():
            self.add_error("included", _("The other rows of this country say otherwise."))
        return cleaned


def local_rates_of(row: TaxRule) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("office:local_rates"), _("Local rates"))


class TaxViewSet(SnippetViewSet):
    model = TaxRule
    icon = "globe"
    menu_label = _("Taxes")
    menu_order = 500
    copy_view_enabled = False
    list_display = [
        "name",
        Column("country", label=_("Country"), accessor=lambda row: postal.country_name(row.country)),
        Column("region", label=_("State or region")),
        Column("tax_class", label=_("Class")),
        Column(
            "rate",
            label=_("Rate"),
            accessor=lambda row: gettext("%(rate)s%%") % {"rate": localize(Decimal(in_words(row.rate)))},
        ),
        BooleanColumn("included", label=_("In the prices")),
        Column("local", label=_("By postal code"), accessor=local_rates_of),
    ]
    search_fields = ["name", "country", "region"]
    edit_handler = ObjectList(
        [
            HelpPanel(content=SAYS),
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("country"), FieldPanel("region"), FieldPanel("tax_class")]),
            FieldRowPanel([FieldPanel("rate_shown"), FieldPanel("included"), FieldPanel("shipping")]),
            *panels(TaxWords),
        ],
        base_form_class=said_in(TaxForm, TaxWords),
    )
