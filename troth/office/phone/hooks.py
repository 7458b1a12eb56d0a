"""The addresses of these screens, under a name of their own: `office_phone:new`."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def phone_orders() -> list[Any]:
    return [path("phone-orders/", include("troth.office.phone.urls"))]
