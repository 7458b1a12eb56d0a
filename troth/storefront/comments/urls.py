"""Addresses of comments: those of a product, and one's own."""

from django.urls import path

from ..account.private import own
from . import mine, views, writing

app_name = "comments"
urlpatterns = [
    path("products/<slug:slug>/comments/", views.product, name="product"),
    path("products/<slug:slug>/comments/write/", own(writing.write), name="write"),
    path("account/comments/", own(mine.everything), name="mine"),
    path("account/comments/<uuid:comment>/", own(writing.correct), name="correct"),
    path("account/comments/<uuid:comment>/withdraw/", own(mine.withdraw), name="withdraw"),
]
