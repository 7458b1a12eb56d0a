from django.urls import path

from . import views

urlpatterns = [
    path("", views.waiting, name="messages"),
    path("again/", views.again, name="messages_again"),
    path("give-up/", views.give_up, name="messages_give_up"),
]
