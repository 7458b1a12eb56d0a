"""Addresses of pages written in the office. They take whatever is left over, so they are mounted last."""

from django.urls import re_path
from wagtail.urls import serve_pattern
from wagtail.views import serve

# "" is the storefront's.
urlpatterns = [re_path(serve_pattern, serve, name="wagtail_serve")]
