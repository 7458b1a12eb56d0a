from django.urls import path

from . import views

urlpatterns = [
    path("", views.kept_back, name="kept_back"),
    path("mended/", views.mended, name="kept_back_mended"),
]
