"""What comes after a delivery: the question how it went, and the proof of it."""

from django.urls import path, re_path

from . import proof, views

urlpatterns = [
    re_path(r"^delivery/(?P<token>[A-Za-z0-9_-]{43})/$", views.how, name="delivery-question"),
    path("orders/<slug:number>/parcels/<uuid:ref>/proof/", proof.proof, name="delivery-proof"),
]
