"""Addresses of the privacy room: the published policy, and My privacy."""

from django.urls import path

from ..enforcement import once
from . import cookies, data, door, news, partner_figures, policy, sign_up, stop, uses, waiting, word

urlpatterns = [
    path("privacy/", policy.policy, name="privacy"),
    path("privacy/data/", policy.data, name="privacy-data"),
    path("privacy/figures/", partner_figures.partner_figures, name="partner-figures"),
    path("privacy/cookies/", cookies.cookies, name="privacy-cookies"),
    path("privacy/cookies.json", cookies.as_json, name="privacy-cookies-json"),
    path("privacy/services/<slug:name>/", once.show_once, name="service-once"),
    path("news/", sign_up.page, name="news"),
    path("news/ask/", sign_up.ask, name="news-ask"),
    path("news/yes/<str:token>/", sign_up.confirm, name="news-yes"),
    path("news/<str:token>/", news.confirm, name="news-confirm"),
    path("my/privacy/", door.overview, name="my-privacy"),
    path("my/privacy/link/", door.ask_for_link, name="my-privacy-link"),
    path("my/privacy/enter/<str:token>/", door.enter, name="my-privacy-enter"),
    path("my/privacy/leave/", door.leave, name="my-privacy-leave"),
    path("my/privacy/data/", data.everything, name="my-data"),
    path("my/privacy/orders/<slug:number>/", data.order, name="my-order"),
    path("my/privacy/data/<uuid:record>/", data.one, name="my-record"),
    path("my/privacy/data/<uuid:record>/remove/", data.remove, name="my-record-remove"),
    path("my/privacy/copy/", data.copy, name="my-copy"),
    path("my/privacy/uses/", uses.uses, name="my-uses"),
    path("my/privacy/uses/<uuid:entry>/proof/", uses.proof, name="my-proof"),
    path("my/privacy/choices/", word.choose, name="my-choices"),
    path("my/privacy/choices/moved/", word.moved_here, name="my-moved"),
    path("my/privacy/choices/stop-mails/", word.stop_mails, name="my-stop-mails"),
    path("my/privacy/stop/<slug:purpose>/<str:token>/", stop.by_link, name="my-stop"),
    path("my/privacy/wishes/", waiting.wishes, name="my-wishes"),
    path("my/privacy/processing/", word.processing, name="my-processing"),
    path("my/privacy/account/", word.account, name="my-account-closing"),
    path("my/privacy/erase/", word.erasing, name="my-erase"),
]
