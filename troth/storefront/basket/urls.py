"""Addresses of the basket room."""

from django.urls import path

from . import deals, views

app_name = "basket"
urlpatterns = [
    path("basket/", views.page, name="page"),
    path("basket/add/", views.add, name="add"),
    path("basket/change/", views.change, name="change"),
    path("basket/voucher/", deals.voucher, name="voucher"),
    path("basket/currency/", deals.currency, name="currency"),
]
