"""Addresses of the checkout and of orders' own pages."""

from django.urls import include, path, re_path

from troth.orders.numbers import PATTERN

from . import afterwards, coming_back, orders, owed, phone, views
from . import orders_mine as mine

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

_orders = [
    path("", orders.listed, name="list"),
    re_path(rf"^(?P<number>{PATTERN})/$", orders.page, name="page"),
    re_path(rf"^(?P<number>{PATTERN})/pay/$", orders.pay, name="pay"),
    re_path(rf"^(?P<number>{PATTERN})/again/$", orders.again, name="again"),
    re_path(rf"^(?P<number>{PATTERN})/cancel/$", mine.cancel, name="cancel"),
    re_path(rf"^(?P<number>{PATTERN})/returns/$", mine.ask, name="ask_return"),
    re_path(rf"^(?P<number>{PATTERN})/returns/(?P<ref>[0-9a-f-]{{36}})/off/$", mine.call_off, name="return_off"),
    re_path(
        rf"^(?P<number>{PATTERN})/returns/(?P<ref>[0-9a-f-]{{36}})/label/$", coming_back.label, name="return_label"
    ),
    re_path(rf"^(?P<number>{PATTERN})/differences/(?P<ref>[0-9a-f-]{{36}})/$", coming_back.pay, name="pay_difference"),
    re_path(rf"^(?P<number>{PATTERN})/owed/(?P<debt>{UUID})/pay/$", owed.pay, name="pay_owed"),
    re_path(rf"^(?P<number>{PATTERN})/owed/(?P<debt>{UUID})/object/$", owed.objects, name="object_owed"),
    re_path(rf"^(?P<number>{PATTERN})/papers/(?P<paper>[0-9]{{4}}-[0-9]{{6,9}})/$", orders.paper, name="paper"),
    re_path(r"^phone/(?P<token>[A-Za-z0-9_-]{43})/$", phone.link, name="phone_link"),
    path("begun/<uuid:ref>/", phone.page, name="begun"),
    re_path(r"^(?P<token>[A-Za-z0-9_-]{43})/$", orders.link, name="link"),
]
_checkout = [
    path("", views.page, name="page"),
    path("back/", afterwards.page, name="back"),
]
urlpatterns = [
    path("checkout/", include((_checkout, "checkout"))),
    path("orders/", include((_orders, "orders"))),
]
