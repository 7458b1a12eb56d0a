from django.urls import path

from . import views

urlpatterns = [
    path("", views.listed, name="webhooks"),
    path("<uuid:ref>/", views.endpoint, name="webhook"),
    path("<uuid:ref>/secret/", views.rotate, name="webhook_secret"),
    path("<uuid:ref>/switch/", views.switch, name="webhook_switch"),
    path("<uuid:ref>/try/", views.ping, name="webhook_try"),
    path("<uuid:ref>/again/", views.again, name="webhook_again"),
    path("<uuid:ref>/remove/", views.remove, name="webhook_remove"),
]
