from django.urls import path

from . import back, statement, terms, views

urlpatterns = [
    path("", views.shelf, name="on_account"),
    path("terms/", terms.terms, name="account_terms"),
    path("statement/", statement.send, name="bank_statement"),
    path("statement/book/", statement.book, name="bank_statement_book"),
    path("refunds/<int:refund>/", back.confirm, name="paid_back"),
    path("late/<int:payment>/keep/", back.keep, name="late_kept"),
    path("late/<int:payment>/back/", back.give_back, name="late_back"),
    path("<slug:number>/", views.one, name="account_of"),
    path("<slug:number>/money/", views.money, name="account_money"),
    path("<slug:number>/send-first/", views.send_first, name="account_send_first"),
    path("<slug:number>/stop/", views.stop, name="account_stop"),
    path("<slug:number>/go-on/", views.go_on, name="account_go_on"),
    path("<slug:number>/let-go/", views.let_go, name="account_let_go"),
    path("<slug:number>/approve/", views.approve, name="account_approve"),
]
