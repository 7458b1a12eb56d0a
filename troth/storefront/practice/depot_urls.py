"""Addresses of the practice depot."""

from django.urls import URLPattern, URLResolver, path

from . import depot_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("parcels/", depot_views.parcels, name="practice-parcels"),
    path("parcels/<slug:number>/", depot_views.push, name="practice-parcel"),
]
