"""Addresses of the basket room, below /basket/."""

from django.urls import path

from . import deals, views

app_name = "basket"
urlpatterns = [
    path("", views.page, name="page"),
    path("add/", views.add, name="add"),
    path("change/", views.change, name="change"),
    path("voucher/", deals.voucher, name="voucher"),
    path("currency/", deals.currency, name="currency"),
]
