"""Addresses of the choices."""

from django.urls import path

from . import receipt, views

urlpatterns = [
    path("privacy/choices/", views.choices, name="choices"),
    path("privacy/choices/receipt/", receipt.ask, name="choices-receipt-ask"),
    path("privacy/choices/receipt/<uuid:entry>/", receipt.page, name="choices-receipt"),
    path("privacy/choices/receipt/<uuid:entry>/file/", receipt.file, name="choices-receipt-file"),
]
