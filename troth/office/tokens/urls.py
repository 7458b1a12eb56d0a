from django.urls import path

from . import views

urlpatterns = [
    path("", views.listed, name="tokens"),
    path("new/", views.lend, name="token_new"),
    path("<uuid:public_id>/end/", views.end, name="token_end"),
]
