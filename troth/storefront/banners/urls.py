"""The way through a banner, in the reader's language. The pictures are among the machines' addresses."""

from django.urls import path

from . import through

urlpatterns = [path("go/<uuid:banner>/<slug:place>/", through.through, name="banner-through")]
