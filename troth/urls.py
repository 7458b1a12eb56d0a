"""Every address of the shop, by face. Pages for people exist once in each language; the first has no prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("office/", include("troth.office.urls")),
    path("api/v1/", include("troth.api.urls")),
    *i18n_patterns(path("", include("troth.storefront.urls")), prefix_default_language=False),
    path("", include("troth.storefront.machine_urls")),
    *i18n_patterns(path("", include("troth.pages.urls")), prefix_default_language=False),  # takes what is left over
]
handler404 = "troth.storefront.shop.views.not_found"
handler403 = "troth.storefront.shop.views.forbidden"
handler500 = "troth.storefront.shop.views.server_error"
