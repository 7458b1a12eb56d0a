from django.urls import path

from . import views

urlpatterns = [
    path("", views.month, name="bookkeeping"),
    path("journal/", views.journal, name="bookkeeping_journal"),
    path("accounts/", views.accounts, name="bookkeeping_accounts"),
    path("closed/", views.closed, name="bookkeeping_closed"),
]
