"""Addresses that are the same in every language: what machines ask for, and where a former shop's links lead in."""

from django.urls import include, path

from .banners import beacon
from .checkout import warnings, webhook
from .consent import views as consent
from .shop import arriving, feeds, machines, pictures

_shop = [
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("media/images/<str:name>", pictures.picture, name="picture"),
    path("seen/product/<slug:slug>.gif", beacon.product, name="product-seen"),
    path("seen/banner/<uuid:banner>/<slug:place>.gif", beacon.banner, name="banner-seen"),
    path("feeds/google.xml", feeds.google, name="google"),
    path("feeds/<slug:language>/google.xml", feeds.google, name="google_in"),
    path("healthz", machines.healthz, name="healthz"),
    path(".well-known/gpc.json", consent.gpc, name="gpc"),
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
