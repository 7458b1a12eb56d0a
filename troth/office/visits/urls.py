from django.urls import path

from . import views

urlpatterns = [
    path("", views.first, name="visits"),
    path("<slug:purpose>/", views.log, name="visits_for"),
]
