"""The rooms of the storefront that have pages for people.

Django tries them one after the other, at every request: rooms below a prefix come first, since one look passes them by.
"""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("basket/", include("troth.storefront.basket.urls")),
    path("", include("troth.storefront.checkout.urls")),
    path("", include("troth.storefront.account.urls")),
    path("", include("troth.storefront.comments.urls")),
    path("", include("troth.storefront.shop.urls")),
    path("", include("troth.storefront.delivery.urls")),
    path("", include("troth.storefront.problems.urls")),
    path("", include("troth.storefront.privacy.urls")),
    path("", include("troth.storefront.consent.urls")),
    path("", include("troth.storefront.terms.urls")),
    path("", include("troth.storefront.banners.urls")),
    path("", include("troth.storefront.record.urls")),
]
if settings.TROTH.practice:
    urlpatterns.insert(1, path("practice/", include("troth.storefront.practice.urls")))
