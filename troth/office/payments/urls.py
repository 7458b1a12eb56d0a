from django.urls import path

from . import views

urlpatterns = [
    path("", views.overview, name="payments"),
    path("compare/", views.compare, name="payments_compare"),
    path("disputes/<int:dispute>/", views.dispute, name="dispute"),
    path("disputes/<int:dispute>/write/", views.write, name="dispute_write"),
]
