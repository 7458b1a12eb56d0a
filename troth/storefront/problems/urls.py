"""The address of the form."""

from django.urls import re_path

from troth.orders.numbers import PATTERN

from . import views

urlpatterns = [
    re_path(rf"^orders/(?P<number>{PATTERN})/problem/$", views.tell, name="order-problem"),
]
