from django.urls import path

from . import views

urlpatterns = [
    path("", views.queue, name="comments"),
    path("<uuid:comment>/decide/", views.decide, name="comment_decide"),
    path("<uuid:comment>/answer/", views.answer, name="comment_answer"),
    path("<uuid:comment>/answer/remove/", views.take_answer_back, name="comment_answer_remove"),
]
