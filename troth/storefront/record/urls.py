"""Addresses of what I looked at, on My privacy."""

from django.urls import path

from ..account.private import own
from . import looked_at, suggested

urlpatterns = [
    path("account/suggestions/", own(suggested.page), name="account_suggestions"),
    path("my/privacy/looked-at/", looked_at.page, name="my-looked-at"),
    path("my/privacy/looked-at/word/", looked_at.word, name="my-looked-at-word"),
    path("my/privacy/looked-at/remove/", looked_at.remove_all, name="my-looked-at-remove-all"),
    path("my/privacy/looked-at/<uuid:record>/remove/", looked_at.remove, name="my-looked-at-remove"),
]
