from django.urls import path

from . import views

urlpatterns = [
    path("", views.shown, name="campaigns"),
    path("practise/", views.practise, name="campaign_practise"),
]
