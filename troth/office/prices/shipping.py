"""The screens of shipping: methods with their zones, and what a parcel would cost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet

from troth.orders.models import Draft, Order, ShippingMethod, ShippingWords
from troth.orders.said import carrier_name
from troth.orders.shipping_table import ELSEWHERE, HOME

from .languages import panels, said_in
from .shipping_forms import MethodForm, ZoneForm

USED = _("Orders were placed with %(name)s, so it can't be deleted. Switch it off instead.")
SAYS = _(
    "The checkout offers these in their order, and chooses the first unless the buyer chooses another. Where a carrier names "
    "its own prices, those hold, and the ones here while it doesn't answer. Nothing is offered where no zone reaches."
)

SOME = 4  # countries of a zone that a list names


class ZonesPanel(InlinePanel):
    """Zones with our own form: prices are typed as lines."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = ZoneForm
        return options


class DeleteUnused(DeleteView):
    """What orders were sent by stays, so that their filters and figures keep its name."""

    def form_valid(self, form: Any) -> HttpResponse:
        if is_used(self.object):
            messages.error(self.request, USED % {"name": self.object.name})
            return HttpResponseRedirect(reverse(self.edit_url_name, args=[self.object.pk]))
        answer: HttpResponse = super().form_valid(form)
        return answer


def is_used(row: ShippingMethod) -> bool:
    return Order.objects.filter(method=row.code).exists() or Draft.objects.filter(method=row.code).exists()


def none_used(request: HttpRequest, action: str, rows: Any, _action: Any) -> HttpResponse | None:
    """Before several rows are deleted at once: the same for each of them, and then none goes."""
    used = [row for row in rows if isinstance(row, ShippingMethod) and is_used(row)] if action == "delete" else []
    if not used or request.method != "POST":
        return None
    messages.error(request, USED % {"name": ", ".join(row.name for row in used)})
    return HttpResponseRedirect(reverse(ShippingMethod.snippet_viewset.get_url_name("list")))


def carrier_shown(carrier: str) -> str:
    return carrier_name(carrier) if carrier else gettext("the shop's own means")


def reaches(row: ShippingMethod) -> str:
    """Zone by zone: "home; CA, MX; AD, AL, AT, AX and 41 more; everywhere else"."""
    return "; ".join(_zone_shown(each.countries.split()) for each in row.zones.all())


def _zone_shown(countries: list[str]) -> str:
    words = {HOME: gettext("home"), ELSEWHERE: gettext("everywhere else")}
    named = [words.get(each, each) for each in countries]
    more = len(named) - SOME
    if more < 2:
        return ", ".join(named)
    return gettext("%(some)s and %(many)s more") % {"some": ", ".join(named[:SOME]), "many": more}


def tried(row: ShippingMethod) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("office:shipping_costs"), _("Try it"))


class ShippingViewSet(SnippetViewSet):
    model = ShippingMethod
    icon = "parcel"
    menu_label = _("Shipping")
    menu_order = 450
    copy_view_enabled = False
    delete_view_class = DeleteUnused
    ordering = ("place", "pk")
    search_fields = ["name", "code"]
    list_display = [
        "name",
        Column("carrier", label=_("Carried by"), accessor=lambda row: carrier_shown(row.carrier)),
        Column("zones", label=_("Goes to"), accessor=reaches),
        BooleanColumn("offered", label=_("Offered")),
        Column("costs", label=_("What a parcel costs"), accessor=tried),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(content=SAYS),
            FieldPanel("name"),
            FieldPanel("remark"),
            FieldRowPanel([FieldPanel("carrier"), FieldPanel("place"), FieldPanel("offered")]),
            ZonesPanel(
                "zones",
                [
                    FieldPanel("countries"),
                    FieldRowPanel([FieldPanel("days_least"), FieldPanel("days_most"), FieldPanel("free_shown")]),
                    FieldPanel("prices"),
                    FieldPanel("further_shown"),
                ],
                label=_("Zone"),
                heading=_("Where it goes, and what it costs there"),
                min_num=1,
                max_num=20,
            ),
            *panels(ShippingWords),
        ],
        base_form_class=said_in(MethodForm, ShippingWords),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return ShippingMethod.objects.prefetch_related("zones")
