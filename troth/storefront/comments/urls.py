"""Addresses of comments: those of a product, and one's own."""

from django.urls import path

from ..account.private import own
from . import mine, views, writing
from .declared import declared

app_name = "comments"
urlpatterns = [
    path("products/<slug:slug>/comments/", declared(views.product), name="product"),
    path("products/<slug:slug>/comments/write/", declared(own(writing.write)), name="write"),
    path("account/comments/", declared(own(mine.everything)), name="mine"),
    path("account/comments/<uuid:comment>/", declared(own(writing.correct)), name="correct"),
    path("account/comments/<uuid:comment>/withdraw/", declared(own(mine.withdraw)), name="withdraw"),
]
