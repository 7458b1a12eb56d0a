"""Addresses of the checkout, of orders' own pages, and the door for payment providers."""

from django.urls import include, path, re_path

from troth.orders.numbers import PATTERN

from . import orders, views, webhook

_orders = [
    path("", orders.listed, name="list"),
    re_path(rf"^(?P<number>{PATTERN})/$", orders.page, name="page"),
    re_path(rf"^(?P<number>{PATTERN})/pay/$", orders.pay, name="pay"),
    re_path(rf"^(?P<number>{PATTERN})/again/$", orders.again, name="again"),
    re_path(r"^(?P<token>[A-Za-z0-9_-]{43})/$", orders.link, name="link"),
]
_checkout = [
    path("", views.page, name="page"),
    path("webhook/<slug:provider>/", webhook.webhook, name="webhook"),
]
urlpatterns = [
    path("checkout/", include((_checkout, "checkout"))),
    path("orders/", include((_orders, "orders"))),
]
