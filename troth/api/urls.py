"""The addresses of the API: `/api/v1/…`. The first is the readable page."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET

from . import door, page
from .routes import api

app_name = "api"
_rooms, _, _ = api.urls
urlpatterns = [
    path("", page.page, name="page"),
    *door.behind([path("openapi.json", require_GET(page.file), name="document"), *door.named(_rooms)]),
]
