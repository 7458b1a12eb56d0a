"""The first page of the office: what needs doing now, each job's own work first, and how the policy is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from troth.comments import desk as comments
from troth.orders import desk, disputes, owed
from troth.orders.risk import queue
from troth.publishing.overview import overview
from troth.recipients.webhooks import setting as webhooks
from troth.rights import undelivered
from troth.rights.at_work import AtWork
from troth.support import shelf as cases

from .attending import attending
from .orders import aging
from .reports.now import Now


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to do. `count` None: nothing to count; `quiet`: nothing waits."""

    title: str | Promise
    says: str | Promise
    url: str
    icon: str
    count: int | None = None

    @property
    def quiet(self) -> bool:
        return self.count == 0


class ToDo(Component):
    order = 10
    template_name = "office/home/todo.html"

    def __init__(self, request: HttpRequest) -> None:
        self.work = attending(request)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"cards": cards(self.work), "work": self.work}


class Wrong(Component):
    """The open problems by their kind and age, for whoever mends them."""

    order = 12
    template_name = "office/home/wrong.html"

    def __init__(self, request: HttpRequest) -> None:
        self.work = attending(request)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"kinds": aging.drawn(cases.by_kind()) if self.work.mends_orders else (), "ages": aging.AGES}


class Keeping(Component):
    """The card about the ledger and the policy."""

    order = 20
    template_name = "office/home/keeping.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        seen = overview()
        return {"seen": seen, "bars": bars([hour.entries for hour in seen.hours])}


class Language(Component):
    """Which language this employee has the office in."""

    order = 90
    template_name = "office/home/language.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        request = (parent_context or {}).get("request")
        return {
            "languages": settings.LANGUAGES,
            "spoken": get_language(),
            "csrf_token": get_token(request) if request else "",
        }


@dataclass(frozen=True, slots=True)
class Bar:
    """In the units of the drawing: 24 bars side by side, 10 wide, 60 high."""

    x: int
    y: float
    height: float
    count: int


def bars(counts: list[int], high: int = 60) -> list[Bar]:
    most = max(counts, default=0)
    heights = [max(2.0, round(high * count / most, 1)) if count else 0.0 for count in counts]
    return [Bar(place * 10, high - height, height, counts[place]) for place, height in enumerate(heights)]


def panels(request: HttpRequest) -> list[Component]:
    return [ToDo(request), Wrong(request), Now(request), Keeping(), Language()]


def cards(work: AtWork) -> list[Card]:
    found = []
    if work.sends_orders:
        found += _sending(work)
    if queue.may_decide(work.actor):
        says = _("Paid, and held back until one of us has seen whether it is genuine.")
        found.append(Card(_("Checks"), says, reverse("office:checks"), "shield", queue.count()))
    if work.mends_orders:
        says = _("Something is wrong with an order, and the customer should hear of it.")
        found.append(Card(_("Problems"), says, reverse("office:problems"), "help", cases.count_open()))
    if undelivered.sees_any(work):
        says = _("Mails that did not go. Send them again, or leave it at that.")
        url = reverse("office:messages")
        found.append(Card(_("Unsent messages"), says, url, "mail", undelivered.count(work)))
    if work.mends_orders:
        says = _("A bank asks for a payment back and waits for our answer.")
        found.append(Card(_("Disputes"), says, reverse("office:payments"), "warning", disputes.count_open()))
    if work.collects_debts:
        says = _("A customer says that they do not owe it, or there is nobody to ask any more.")
        found.append(Card(_("Money owed"), says, reverse("office:owed"), "warning", owed.waiting()))
    if "product_comments" in work.purposes:
        says = _("Customers wrote about products. Nobody else reads it before one of us has.")
        found.append(Card(_("Comments"), says, reverse("office:comments"), "comment", comments.waiting()))
    if work.looks_people_up:
        says = _("Find somebody by their e-mail address.")
        found.append(Card(_("People"), says, reverse("office:people"), "group"))
    if work.mends_orders and not work.sends_orders:
        found.append(
            Card(_("Orders"), _("Look an order up by its number."), reverse("office:orders"), "clipboard-list")
        )
    if work.manages_staff:
        found.append(Card(_("Staff"), _("Who works here, and with which job."), reverse("office:staff"), "key"))
        found += _programs()
    if work.looks_after_the_site:
        says = _("Which pages were asked for, and how the shop answered.")
        found.append(Card(_("Visits"), says, reverse("office:visits"), "desktop"))
    if work.promotes:
        found += _selling()
    return found


def _programs() -> list[Card]:
    """Only when somebody has to see to one."""
    many, url = webhooks.given_up(), reverse("office:webhooks")
    says = _("A program did not take what it was told many times, so it is told nothing any more.")
    return [Card(_("Webhooks switched off"), says, url, "warning", many)] if many else []


def _sending(work: AtWork) -> list[Card]:
    counts, orders = desk.counts(), reverse("office:orders")
    told = {
        desk.Shelf.TO_PACK: (_("To pack"), _("Paid, and waiting to be packed."), "parcel"),
        desk.Shelf.TO_SHIP: (_("To ship"), _("Packed, and waiting for the carrier."), "redirect"),
        desk.Shelf.TROUBLE: (_("Payment trouble"), _("Payment failed, was left, or never came."), "warning"),
    }
    if work.mends_orders:
        told[desk.Shelf.RETURNS] = (_("Returns"), _("Asked for, on their way, or waiting for their money."), "rotate")
        told[desk.Shelf.HELD] = (_("Held back"), _("Nobody packs them until they are let go on."), "lock")
    return [
        Card(title, says, f"{orders}?shelf={shelf}", icon, counts[shelf]) for shelf, (title, says, icon) in told.items()
    ]


def _selling() -> list[Card]:
    from troth.catalog.models import Product, Variant

    return [
        Card(
            _("Products"),
            _("Titles, prices, pictures, stock."),
            reverse(Product.snippet_viewset.get_url_name("list")),
            "tag",
        ),
        Card(
            _("Stock"),
            _("What is running low."),
            reverse(Variant.snippet_viewset.get_url_name("list")) + "?left=few",
            "list-ul",
        ),
    ]
