"""Addresses that are the same in every language: what machines ask for, and where a former shop's links lead in."""

from django.urls import include, path

from .checkout import warnings, webhook
from .shop import arriving, feeds, machines, pictures

_shop = [
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("media/images/<str:name>", pictures.picture, name="picture"),
    path("feeds/google.xml", feeds.google, name="google"),
    path("feeds/<slug:language>/google.xml", feeds.google, name="google_in"),
    path("healthz", machines.healthz, name="healthz"),
    path("collections/<str:shelf>/products/<str:old>", arriving.product, name="from_shopify"),
    path("product-page/<str:old>", arriving.product, name="from_wix"),
    path("product/<str:old>/", arriving.product, name="from_woocommerce"),
]
urlpatterns = [
    path("", include((_shop, "machines"))),
    path("checkout/webhook/<slug:provider>/", webhook.webhook, name="payment-webhook"),
    path("checkout/warnings/<slug:partner>/", warnings.warning, name="security-warning"),
    path("", include("troth.storefront.ledger.urls")),
]
