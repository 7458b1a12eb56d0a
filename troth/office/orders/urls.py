from django.urls import path

from . import acts, views

urlpatterns = [
    path("", views.shelf, name="orders"),
    path("<slug:number>/", views.order, name="order"),
    path("<slug:number>/slip/", views.slip, name="slip"),
    path("<slug:number>/pack/", acts.pack, name="pack"),
    path("<slug:number>/send/", acts.send, name="send"),
    path("<slug:number>/label/", acts.label, name="label"),
    path("<slug:number>/delivered/", acts.delivered, name="delivered"),
    path("<slug:number>/cancel/", acts.cancel, name="cancel"),
]
