"""Addresses of the ledger, as C2SP tlog-tiles lays them out below the prefix /ledger."""

from django.urls import path

from . import views

app_name = "ledger"
urlpatterns = [
    path("ledger/checkpoint", views.checkpoint, name="checkpoint"),
    path("ledger/key", views.key, name="key"),
    path("ledger/tile/<path:place>", views.tile, name="tile"),
]
