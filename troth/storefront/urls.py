"""The rooms of the storefront that have pages for people."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("troth.storefront.shop.urls")),
    path("", include("troth.storefront.basket.urls")),
    path("", include("troth.storefront.checkout.urls")),
    path("", include("troth.storefront.delivery.urls")),
    path("", include("troth.storefront.account.urls")),
    path("", include("troth.storefront.privacy.urls")),
    path("", include("troth.storefront.consent.urls")),
    path("", include("troth.storefront.terms.urls")),
    path("", include("troth.storefront.banners.urls")),
    path("", include("troth.storefront.record.urls")),
]
if settings.TROTH.practice:
    urlpatterns.append(path("", include("troth.storefront.practice.urls")))
