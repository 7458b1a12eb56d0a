from django.urls import path

from ..imports import acts
from ..imports import views as imports
from . import views

urlpatterns = [
    path("", views.notes, name="shows"),
    path("one/", views.one, name="show_one"),
    path("file/", views.file, name="show_file"),
    path("<uuid:ref>/", imports.run, name="show_run"),
    path("<uuid:ref>/undo/", acts.take_back, name="show_undo"),
    path("<uuid:ref>/back/", views.back, name="show_back"),
]
