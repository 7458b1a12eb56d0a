"""Addresses of the checkout, of orders' own pages, and the door for payment providers."""

from django.urls import include, path, re_path

from troth.orders.numbers import PATTERN

from . import orders, views, webhook
from . import orders_mine as mine

_orders = [
    path("", orders.listed, name="list"),
    re_path(rf"^(?P<number>{PATTERN})/$", orders.page, name="page"),
    re_path(rf"^(?P<number>{PATTERN})/pay/$", orders.pay, name="pay"),
    re_path(rf"^(?P<number>{PATTERN})/again/$", orders.again, name="again"),
    re_path(rf"^(?P<number>{PATTERN})/cancel/$", mine.cancel, name="cancel"),
    re_path(rf"^(?P<number>{PATTERN})/returns/$", mine.ask, name="ask_return"),
    re_path(rf"^(?P<number>{PATTERN})/returns/(?P<ref>[0-9a-f-]{{36}})/off/$", mine.call_off, name="return_off"),
    re_path(rf"^(?P<number>{PATTERN})/papers/(?P<paper>[0-9]{{4}}-[0-9]{{6,9}})/$", orders.paper, name="paper"),
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
