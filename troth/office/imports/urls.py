from django.urls import path

from . import acts, downloads, pictures, views

urlpatterns = [
    path("", views.runs, name="imports"),
    path("products.csv", downloads.catalogue, name="export_products"),
    path("pictures/", pictures.pictures, name="import_pictures"),
    path("pictures/fetch/", pictures.fetch, name="import_pictures_fetch"),
    path("pictures/send/", pictures.send, name="import_pictures_send"),
    path("pictures/stop/", pictures.stop, name="import_pictures_stop"),
    path("pictures/leave/", pictures.leave, name="import_pictures_leave"),
    path("pictures/again/", pictures.try_again, name="import_pictures_again"),
    path("pictures/report.csv", pictures.failures_csv, name="import_pictures_csv"),
    path("<uuid:ref>/", views.run, name="import"),
    path("<uuid:ref>/about/", acts.about, name="import_about"),
    path("<uuid:ref>/look/", acts.look, name="import_look"),
    path("<uuid:ref>/start/", acts.start, name="import_start"),
    path("<uuid:ref>/undo/", acts.take_back, name="import_undo"),
    path("<uuid:ref>/forget/", acts.forget, name="import_forget"),
    path("<uuid:ref>/report.csv", downloads.report_csv, name="import_csv"),
    path("<uuid:ref>/report.json", downloads.report_json, name="import_json"),
]
