from django.urls import path

from . import views

urlpatterns = [
    path("", views.find, name="leads"),
    path("<slug:ticket>/", views.person, name="lead"),
    path("<slug:ticket>/number/", views.number, name="lead_number"),
    path("<slug:ticket>/practise/", views.practise, name="lead_practise"),
]
