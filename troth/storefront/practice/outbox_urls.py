"""Addresses of the practice outbox."""

from django.urls import path

from . import outbox_views

urlpatterns = [
    path("outbox/", outbox_views.outbox, name="practice-outbox"),
    path("outbox/<str:name>/", outbox_views.letter, name="practice-letter"),
    path("outbox/<str:name>/html/", outbox_views.letter_html, name="practice-letter-html"),
]
