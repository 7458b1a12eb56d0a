from django.urls import path

from . import views

urlpatterns = [
    path("", views.first, name="visits"),
    path("order/<slug:number>/", views.around, name="visits_around"),
    path("<slug:purpose>/", views.log, name="visits_for"),
]
