"""Addresses of what is sold, and of what machines ask for. `catalog.addresses` makes the same paths."""

from django.urls import path

from . import arriving, feeds, machines, notices, pictures, views

app_name = "shop"
urlpatterns = [
    path("", views.home, name="home"),
    path("products/", views.products, name="products"),
    path("products/<slug:slug>/", views.product, name="product"),
    path("products/<str:old>/", arriving.product, name="handle"),
    path("collections/<str:shelf>/products/<str:old>", arriving.product, name="from_shopify"),
    path("product-page/<str:old>", arriving.product, name="from_wix"),
    path("product/<str:old>/", arriving.product, name="from_woocommerce"),
    path("categories/<slug:slug>/", views.category, name="category"),
    path("search/", views.search, name="search"),
    path("notices/", notices.ask, name="notice"),
    path("notices/<str:token>/", notices.confirm, name="notice-confirm"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("media/images/<str:name>", pictures.picture, name="picture"),
    path("feeds/google.xml", feeds.google, name="google"),
    path("healthz", machines.healthz, name="healthz"),
]
