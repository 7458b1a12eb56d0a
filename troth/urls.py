"""Every address of the shop, by face."""

from django.urls import include, path

urlpatterns = [
    path("office/", include("troth.office.urls")),
    path("api/v1/", include("troth.api.urls")),
    path("", include("troth.storefront.urls")),
    path("", include("troth.pages.urls")),  # takes what is left over
]
handler404 = "troth.storefront.shop.views.not_found"
handler403 = "troth.storefront.shop.views.forbidden"
handler500 = "troth.storefront.shop.views.server_error"
