"""The address of the practice service for signing in."""

from django.urls import URLPattern, URLResolver, path

from . import doorkeeper_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("doorkeeper/", doorkeeper_views.doorkeeper, name="practice-doorkeeper"),
]
