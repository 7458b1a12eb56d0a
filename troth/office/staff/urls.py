from django.urls import path

from . import views

urlpatterns = [
    path("", views.everybody, name="staff"),
    path("invite/", views.invite, name="invite"),
    path("<uuid:public_id>/", views.jobs_of, name="jobs"),
    path("<uuid:public_id>/leave/", views.leave, name="leave"),
]
