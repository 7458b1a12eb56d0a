"""The address of the question after a delivery."""

from django.urls import re_path

from . import views

urlpatterns = [
    re_path(r"^delivery/(?P<token>[A-Za-z0-9_-]{43})/$", views.how, name="delivery-question"),
]
