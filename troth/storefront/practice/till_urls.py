"""Addresses of the practice till."""

from django.urls import URLPattern, URLResolver, path

from . import till_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("till/<slug:session>/", till_views.till, name="practice-till"),
]
