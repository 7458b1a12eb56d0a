"""Addresses of the terms of sale."""

from django.urls import path, re_path

from . import views

app_name = "terms"
urlpatterns = [
    path("terms/", views.page, name="page"),
    re_path(r"^terms/(?P<version>\d{4}-\d{2}-\d{2}-[0-9a-f]{12})/$", views.page, name="version"),
]
