"""Addresses of our own screens. Wagtail asks for them, and lets in whoever may open its admin."""

from django.urls import include, path

app_name = "office"
urlpatterns = [
    path("orders/", include("troth.office.orders.urls")),
    path("people/", include("troth.office.people.urls")),
    path("staff/", include("troth.office.staff.urls")),
]
