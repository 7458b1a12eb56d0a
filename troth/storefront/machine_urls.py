"""Addresses that are the same in every language: what machines ask for, and where a former shop's links lead in."""

from django.urls import include, path

from . import inbound
from .account import introduction
from .account.private import secret
from .banners import beacon, visitor
from .checkout import webhook
from .consent import views as consent
from .shop import arriving, feeds, machines, pictures

_shop = [
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("media/images/<str:name>", pictures.picture, name="picture"),
    path("seen/product/<slug:slug>.gif", beacon.product, name="product-seen"),
    path("seen/page.gif", visitor.page, name="page-seen"),
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
    path("account/with/<slug:service>/back/", secret(introduction.back), name="sign-in-back"),
    path("checkout/webhook/<slug:provider>/", webhook.webhook, name="payment-webhook"),
    path("checkout/warnings/<slug:partner>/", inbound.warning, name="security-warning"),
    path("partners/businesses/<slug:partner>/", inbound.lead, name="partner-lead"),
    path("partners/campaigns/<slug:partner>/", inbound.campaign, name="partner-campaign"),
    path("", include("troth.storefront.ledger.urls")),
]
