from django.urls import path

from . import acts, downloads, views

urlpatterns = [
    path("", views.runs, name="imports"),
    path("products.csv", downloads.catalogue, name="export_products"),
    path("<uuid:ref>/", views.run, name="import"),
    path("<uuid:ref>/look/", acts.look, name="import_look"),
    path("<uuid:ref>/start/", acts.start, name="import_start"),
    path("<uuid:ref>/undo/", acts.take_back, name="import_undo"),
    path("<uuid:ref>/forget/", acts.forget, name="import_forget"),
    path("<uuid:ref>/report.csv", downloads.report_csv, name="import_csv"),
    path("<uuid:ref>/report.json", downloads.report_json, name="import_json"),
]
