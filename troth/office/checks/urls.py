from django.urls import path

from . import views

urlpatterns = [
    path("", views.waiting, name="checks"),
    path("practice/", views.practise, name="check_practice"),
    path("<slug:number>/", views.decide, name="check_decide"),
]
