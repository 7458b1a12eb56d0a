"""Addresses of our own screens. Wagtail asks for them, and lets in whoever may open its admin."""

from django.urls import include, path

from .language.views import language

app_name = "office"
urlpatterns = [
    path("orders/", include("troth.office.orders.urls")),
    path("messages/", include("troth.office.messages.urls")),
    path("browsers/", include("troth.office.enforcement.urls")),
    path("payments/", include("troth.office.payments.urls")),
    path("people/", include("troth.office.people.urls")),
    path("businesses/", include("troth.office.leads.urls")),
    path("comments/", include("troth.office.comments.urls")),
    path("exemptions/", include("troth.office.exemptions.urls")),
    path("campaigns/", include("troth.office.campaigns.urls")),
    path("shows/", include("troth.office.shows.urls")),
    path("checks/", include("troth.office.checks.urls")),
    path("visits/", include("troth.office.visits.urls")),
    path("figures/", include("troth.office.reports.urls")),
    path("bookkeeping/", include("troth.office.bookkeeping.urls")),
    path("partners/", include("troth.office.partners.urls")),
    path("imports/", include("troth.office.imports.urls")),
    path("catalogue/", include("troth.office.catalog.urls")),
    path("local-rates/", include("troth.office.prices.local_urls")),
    path("shipping/", include("troth.office.prices.urls")),
    path("banners/", include("troth.office.banners.urls")),
    path("staff/", include("troth.office.staff.urls")),
    path("tokens/", include("troth.office.tokens.urls")),
    path("webhooks/", include("troth.office.webhooks.urls")),
    path("language/", language, name="language"),
]
