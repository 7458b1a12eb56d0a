from django.urls import path

from . import views

urlpatterns = [
    path("", views.queue, name="exemptions"),
    path("<uuid:exemption>/decide/", views.decide, name="exemption_decide"),
]
