from django.urls import path

from . import acts, asked, views

urlpatterns = [
    path("", views.find, name="people"),
    path("<slug:ticket>/", views.person, name="person"),
    path("<slug:ticket>/record/", views.history, name="history"),
    path("<slug:ticket>/no-more-mails/", acts.stop_mails, name="stop_mails"),
    path("<slug:ticket>/processing/", acts.processing, name="processing"),
    path("<slug:ticket>/purchases/", acts.purchases, name="purchases"),
    path("<slug:ticket>/export/", acts.take_along, name="take_along"),
    path("<slug:ticket>/erase/", acts.erase, name="erase"),
    path("<slug:ticket>/add/<slug:kind>/", asked.add, name="add_record"),
    path("<slug:ticket>/email/", asked.email, name="change_email"),
    path("<slug:ticket>/correct/<uuid:record>/", acts.correct, name="correct"),
]
