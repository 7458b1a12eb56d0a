from django.urls import path

from . import views

urlpatterns = [
    path("", views.first, name="figures"),
    path("<slug:page>/", views.figures, name="figures_of"),
    path("<slug:page>/file/", views.file, name="figures_file"),
]
