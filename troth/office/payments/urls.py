from django.urls import include, path

from ..owed.views import claim
from . import views

urlpatterns = [
    path("", views.overview, name="payments"),
    path("compare/", views.compare, name="payments_compare"),
    path("disputes/<int:dispute>/", views.dispute, name="dispute"),
    path("disputes/<int:dispute>/write/", views.write, name="dispute_write"),
    path("disputes/<int:dispute>/claim/", claim, name="dispute_claim"),
    path("account/", include("troth.office.account.urls")),
    path("owed/", include("troth.office.owed.urls")),
]
