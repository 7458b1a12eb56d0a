from django.urls import path

from . import views

urlpatterns = [
    path("", views.notes, name="shows"),
    path("one/", views.one, name="show_one"),
    path("file/", views.file, name="show_file"),
    path("<uuid:ref>/back/", views.back, name="show_back"),
]
