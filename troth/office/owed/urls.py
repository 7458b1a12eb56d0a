from django.urls import path

from . import views

urlpatterns = [
    path("", views.shelf, name="owed"),
    path("<uuid:debt>/", views.one, name="debt"),
    path("<uuid:debt>/reach/", views.reach, name="debt_reach"),
    path("<uuid:debt>/stop/", views.stop, name="debt_stop"),
    path("<uuid:debt>/resume/", views.resume, name="debt_resume"),
    path("<uuid:debt>/let-go/", views.let_go, name="debt_let_go"),
]
