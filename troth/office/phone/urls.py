from django.urls import path

from . import acts, returns, views

app_name = "office_phone"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:ref>/", views.draft, name="draft"),
    path("<uuid:ref>/known/", views.known, name="known"),
    path("<uuid:ref>/put/", acts.put, name="put"),
    path("<uuid:ref>/change/", acts.change, name="change"),
    path("<uuid:ref>/voucher/", acts.voucher, name="voucher"),
    path("<uuid:ref>/currency/", acts.currency, name="currency"),
    path("<uuid:ref>/language/", acts.language, name="language"),
    path("<uuid:ref>/send/", acts.send, name="send"),
    path("<uuid:ref>/off/", acts.off, name="off"),
    path("returns/<slug:number>/<uuid:ref>/difference/", returns.difference, name="difference"),
    path("returns/<slug:number>/<uuid:ref>/difference/off/", returns.difference_off, name="difference_off"),
    path("returns/<slug:number>/<uuid:ref>/label/", returns.label, name="label"),
]
