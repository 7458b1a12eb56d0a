"""Addresses of what is sold. `catalog.addresses` makes the same paths."""

from django.urls import path

from . import arriving, notices, views

app_name = "shop"
urlpatterns = [
    path("", views.home, name="home"),
    path("products/", views.products, name="products"),
    path("products/<slug:slug>/", views.product, name="product"),
    path("products/<str:old>/", arriving.product, name="handle"),
    path("categories/<slug:slug>/", views.category, name="category"),
    path("search/", views.search, name="search"),
    path("notices/", notices.ask, name="notice"),
    path("notices/<str:token>/", notices.confirm, name="notice-confirm"),
]
