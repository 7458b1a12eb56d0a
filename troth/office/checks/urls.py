from django.urls import path

from . import views

urlpatterns = [
    path("", views.waiting, name="checks"),
    path("<slug:number>/", views.decide, name="check_decide"),
]
