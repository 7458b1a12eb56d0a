"""The menu: each job's own screens first. It only says where one may go; what is to be seen there the vault decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.models import get_page_models

from troth.comments import desk as comments
from troth.orders import account, owed
from troth.orders.exemptions import desk as exemptions
from troth.orders.reports import readers
from troth.orders.risk import queue
from troth.rights import undelivered
from troth.rights.at_work import AtWork
from troth.visits.log import reading as visits

from .attending import attending
from .imports import kinds

# Wagtail's items that lead to what is closed here, or to pages the shop does not serve.
NOT_HERE = frozenset({"documents", "reports", "help"})
PAGES = frozenset({"explorer"})
SETTINGS = "settings"


def for_request(request: HttpRequest, theirs: list[Any]) -> list[Any]:
    hidden = NOT_HERE if _has_pages() else NOT_HERE | PAGES
    if not request.user.is_superuser:
        hidden |= {SETTINGS}
    return [*_ours(request), *(item for item in theirs if item.name not in hidden)]


def _ours(request: HttpRequest) -> list[MenuItem]:
    work = attending(request)
    return [
        MenuItem(_("Office"), reverse("wagtailadmin_home"), name="office", icon_name="home", order=1),
        *_of_orders(work),
        *_of_visits_and_figures(work),
        *_of_people(request, work),
        MenuItem(_("Programs"), reverse("office:tokens"), name="programs", icon_name="link", order=170),
    ]


def _of_orders(work: AtWork) -> Iterator[MenuItem]:
    if work.sends_orders or work.mends_orders or work.keeps_books:
        yield MenuItem(_("Orders"), reverse("office:orders"), name="orders", icon_name="clipboard-list", order=10)
    if undelivered.sees_any(work):
        yield MenuItem(_("Unsent messages"), reverse("office:messages"), name="messages", icon_name="mail", order=15)
    if work.mends_orders or work.keeps_books:
        yield MenuItem(_("Payments"), reverse("office:payments"), name="payments", icon_name="circle-check", order=12)
    if work.keeps_books:
        yield MenuItem(
            _("Bookkeeping"), reverse("office:bookkeeping"), name="bookkeeping", icon_name="list-ol", order=13
        )
    if work.keeps_books:
        yield MenuItem(_on_account(), reverse("office:on_account"), name="on_account", icon_name="doc-full", order=12)
    if work.collects_debts:
        yield MenuItem(_money_owed(), reverse("office:owed"), name="owed", icon_name="warning", order=12)
    if "tax_exemption" in work.purposes:
        yield MenuItem(_exemptions(), reverse("office:exemptions"), name="exemptions", icon_name="doc-full", order=14)
    if queue.may_decide(work.actor):
        yield MenuItem(_("Checks"), reverse("office:checks"), name="checks", icon_name="shield", order=13)


def _of_visits_and_figures(work: AtWork) -> Iterator[MenuItem]:
    if visits.may_look(work.actor):
        yield MenuItem(_("Visits"), reverse("office:visits"), name="visits", icon_name="desktop", order=26)
    if readers.may_read(work.actor):
        yield MenuItem(_("Figures"), reverse("office:figures"), name="figures", icon_name="list-ol", order=25)
    if "partner_figures" in work.purposes:
        yield MenuItem(_("Partners"), reverse("office:partners"), name="partners", icon_name="list-ol", order=26)
    if "measure_campaigns" in work.purposes:
        yield MenuItem(_("Campaigns"), reverse("office:campaigns"), name="campaigns", icon_name="list-ol", order=27)
    if "enrich_leads" in work.purposes:
        yield MenuItem(_("Businesses"), reverse("office:leads"), name="leads", icon_name="site", order=27)
    if "meet_at_shows" in work.purposes:
        yield MenuItem(_("Trade shows"), reverse("office:shows"), name="shows", icon_name="group", order=27)


def _of_people(request: HttpRequest, work: AtWork) -> Iterator[MenuItem]:
    if work.looks_people_up:
        yield MenuItem(_("People"), reverse("office:people"), name="people", icon_name="group", order=20)
    if "product_comments" in work.purposes:
        yield MenuItem(_comments(), reverse("office:comments"), name="comments", icon_name="comment", order=21)
    if any(kind.may(request) for kind in kinds.known()):
        yield MenuItem(_("Bring in"), reverse("office:imports"), name="imports", icon_name="upload", order=160)
    if work.answers_requests:
        kept_back = reverse("office:kept_back")
        yield MenuItem(_("Kept from browsers"), kept_back, name="kept_back", icon_name="shield", order=28)
    if work.manages_staff:
        yield MenuItem(_("Staff"), reverse("office:staff"), name="staff", icon_name="key", order=30)


def _money_owed() -> str:
    """With how much of it waits for a decision."""
    many = owed.waiting()
    return gettext("Money owed (%(many)s)") % {"many": many} if many else gettext("Money owed")


def _exemptions() -> str:
    """With how many nobody has looked at yet."""
    many = exemptions.waiting()
    return gettext("Tax exemptions (%(many)s)") % {"many": many} if many else gettext("Tax exemptions")


def _on_account() -> str:
    """With how many invoices are overdue."""
    many = account.late()
    return gettext("On account (%(many)s)") % {"many": many} if many else gettext("On account")


def _comments() -> str:
    """With how many nobody has read yet."""
    many = comments.waiting()
    return gettext("Comments (%(many)s)") % {"many": many} if many else gettext("Comments")


def _has_pages() -> bool:
    """Whether there are page types of the shop's own; until then there is nothing to edit."""
    return any(model._meta.app_label != "wagtailcore" for model in get_page_models())
