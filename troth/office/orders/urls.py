from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from ..exemptions import views as exemptions
from . import (
    acts,
    address,
    batch,
    cases,
    find,
    mending,
    money,
    notes,
    papers,
    parcels,
    proof,
    returns,
    saved,
    shelf,
    views,
)
from .employed import employed


def _path(route: str, view: Callable[..., HttpResponseBase], *, name: str) -> URLPattern:
    return path(route, employed(view), name=name)


urlpatterns = [
    _path("", shelf.shelf, name="orders"),
    _path("find/", find.find, name="find_order"),
    _path("figures.csv", shelf.figures, name="orders_csv"),
    _path("views/", saved.views, name="order_views"),
    _path("views/<uuid:ref>/rename/", saved.rename, name="rename_view"),
    _path("views/<uuid:ref>/first/", saved.first, name="view_first"),
    _path("views/<uuid:ref>/earlier/", saved.earlier, name="view_earlier"),
    _path("views/<uuid:ref>/drop/", saved.drop, name="drop_view"),
    _path("selected/", batch.selected, name="selected"),
    _path("pick-list/", batch.pick_list, name="pick_list"),
    _path("slips/", batch.slips, name="slips"),
    _path("problems/", cases.shelf, name="problems"),
    _path("<slug:number>/", views.order, name="order"),
    _path("<slug:number>/slip/", views.slip, name="slip"),
    _path("<slug:number>/pack/", acts.pack, name="pack"),
    _path("<slug:number>/send/", acts.send, name="send"),
    _path("<slug:number>/part/", parcels.part, name="part"),
    _path("<slug:number>/take-back/", parcels.take_back, name="take_back"),
    _path("<slug:number>/label-there/", parcels.label_there, name="label_there"),
    _path("<slug:number>/no-label/", parcels.no_label, name="no_label"),
    _path("<slug:number>/receipt/", parcels.receipt, name="receipt"),
    _path("<slug:number>/parcels/<uuid:ref>/proof/", proof.proof, name="proof"),
    _path("<slug:number>/label/", acts.label, name="label"),
    _path("<slug:number>/delivered/", acts.delivered, name="delivered"),
    _path("<slug:number>/pay-link/", acts.pay_link, name="pay_link"),
    _path("<slug:number>/cancel/", acts.cancel, name="cancel"),
    _path("<slug:number>/note/", notes.note, name="note"),
    _path("<slug:number>/hold/", notes.hold, name="hold"),
    _path("<slug:number>/go-on/", notes.let_go_on, name="let_go_on"),
    _path("<slug:number>/exemption/", exemptions.file, name="exemption_file"),
    _path("<slug:number>/give-back/", money.give_back, name="give_back"),
    _path("<slug:number>/address/", address.address, name="change_address"),
    _path("<slug:number>/take-out/", money.take_out, name="take_out"),
    _path("<slug:number>/returns/", returns.enter, name="enter_return"),
    _path("<slug:number>/returns/<uuid:ref>/agree/", returns.agree, name="agree_return"),
    _path("<slug:number>/returns/<uuid:ref>/refuse/", returns.refuse, name="refuse_return"),
    _path("<slug:number>/returns/<uuid:ref>/off/", returns.off, name="return_off"),
    _path("<slug:number>/returns/<uuid:ref>/label-there/", parcels.back_label_there, name="back_label_there"),
    _path("<slug:number>/returns/<uuid:ref>/no-label/", parcels.no_back_label, name="no_back_label"),
    _path("<slug:number>/returns/<uuid:ref>/arrived/", returns.arrived, name="return_arrived"),
    _path("<slug:number>/returns/<uuid:ref>/money/", returns.money, name="return_money"),
    _path("<slug:number>/returns/<uuid:ref>/replace/", returns.replace, name="return_replace"),
    _path("<slug:number>/problems/", cases.open_, name="open_problem"),
    _path("<slug:number>/problems/<uuid:ref>/take/", mending.take, name="take_case"),
    _path("<slug:number>/problems/<uuid:ref>/leave/", mending.leave, name="leave_case"),
    _path("<slug:number>/problems/<uuid:ref>/again/", mending.again, name="case_again"),
    _path("<slug:number>/problems/<uuid:ref>/give-back/", mending.give_back, name="case_give_back"),
    _path("<slug:number>/problems/<uuid:ref>/ask-back/", mending.ask_back, name="case_ask_back"),
    _path("<slug:number>/problems/<uuid:ref>/claim/", mending.claim, name="case_claim"),
    _path("<slug:number>/problems/<uuid:ref>/write/", cases.write, name="write_about"),
    _path("<slug:number>/problems/<uuid:ref>/ring/", cases.ring, name="ring"),
    _path("<slug:number>/problems/<uuid:ref>/rang/", cases.rang, name="rang"),
    _path("<slug:number>/problems/<uuid:ref>/close/", cases.close, name="close_problem"),
    _path("<slug:number>/papers/<slug:paper>/", papers.paper, name="paper"),
    _path("<slug:number>/papers/<slug:paper>/anew/", papers.reissue, name="reissue"),
]
