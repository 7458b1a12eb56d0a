"""Choose products and say what to change; look at it; do it; take it back. Nothing changes before it was looked at."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth.catalog.bulk import back, choosing, doing, looking
from troth.catalog.bulk.asked import Nonsense
from troth.catalog.bulk.choosing import Filter
from troth.catalog.models import ImportRun, Product, RunState

from ...attending import attending
from ...pages import page
from .. import columns
from .forms import ChooseForm, EditForm
from .steps import steps

LISTED: Final = 100
SHOWN: Final = 300
RUNS: Final = 10
MAY: Final = "catalog.change_product"
_NOT_CARRIED: Final = frozenset({"csrfmiddlewaretoken", "step", "mark"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """`ticked`: only those; else everything that fits."""

    form: ChooseForm
    wanted: Filter
    ticked: frozenset[int] | None

    def keys(self) -> list[int]:
        if self.ticked is None:
            return list(choosing.fitting(self.wanted).values_list("pk", flat=True)[: choosing.MOST + 1])
        return sorted(self.ticked)


@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    _may(request)
    if request.method != "POST":
        return _choose(request, _chosen(request.GET), EditForm())
    chosen, form = _chosen(request.POST), EditForm(request.POST)
    step = request.POST.get("step", "")
    if step != "again" and chosen.ticked is None and (some := _ticked(request.POST)):
        words = ngettext(
            "You ticked %(count)d product, but chose all that fit. Now only the ticked one is chosen: please look again.",
            "You ticked %(count)d products, but chose all that fit. Now only those ticked are chosen: please look again.",
            len(some),
        )
        form.add_error(None, words % {"count": len(some)})
        return _choose(request, replace(chosen, ticked=some), form, 422)
    if step == "again" or not form.is_valid():
        return _choose(request, chosen, form, 200 if step == "again" else 422)
    try:
        return _done(request, chosen, form) if step == "apply" else _looked(request, chosen, form)
    except Nonsense as reason:
        form.add_error(None, str(reason))
    return _choose(request, chosen, form, 422)


def _chosen(query: QueryDict) -> Chosen:
    form = ChooseForm(query, choosing.makers())
    named = tuple(int(key) for key in query.getlist("only")[:LISTED] if key.isdecimal() and len(key) < 19)
    return Chosen(form, form.filter(named), _ticked(query) if query.get("which") == "ticked" else None)


def _ticked(query: QueryDict) -> frozenset[int]:
    return frozenset(int(key) for key in query.getlist("product") if key.isdecimal() and len(key) < 19)


def _choose(request: HttpRequest, chosen: Chosen, form: EditForm, status: int = 200) -> HttpResponse:
    found = choosing.fitting(chosen.wanted).select_related("main_category")
    total = found.count()
    told = {
        "choose": chosen.form,
        "only": chosen.wanted.keys,
        "form": form,
        "rows": [(product, columns.price_of(product)) for product in found[:LISTED]],
        "total": total,
        "more": max(0, total - LISTED),
        "ticked": chosen.ticked,
        "runs": ImportRun.objects.filter(kind=doing.KIND)[:RUNS],
    }
    return page(request, "office/bulk/choose.html", told, title=_("Change many products"), icon="edit", status=status)


def _looked(request: HttpRequest, chosen: Chosen, form: EditForm, *, otherwise: bool = False) -> HttpResponse:
    looked = looking.look(chosen.keys(), form.edit)
    if not looked.changed:
        raise Nonsense(_("They are all like that already."))
    told = {
        "looked": looked,
        "rows": looked.changes[:SHOWN],
        "more": max(0, len(looked.changes) - SHOWN),
        "carried": _carried(request.POST),
        "otherwise": otherwise,
    }
    above = [(reverse("office:bulk"), _("Change many products"))]
    return page(request, "office/bulk/look.html", told, title=_("What would change"), icon="edit", trail=above)


def _carried(sent: QueryDict) -> list[tuple[str, str]]:
    """What was sent, to be sent once more."""
    return [(name, value) for name, values in sent.lists() if name not in _NOT_CARRIED for value in values]


def _done(request: HttpRequest, chosen: Chosen, form: EditForm) -> HttpResponse:
    try:
        run = doing.apply(chosen.keys(), form.edit, request.POST.get("mark", ""), request.user.pk)
    except doing.Otherwise:
        return _looked(request, chosen, form, otherwise=True)
    changed = run.counts["changed"]
    words = ngettext("%(count)d product was changed.", "%(count)d products were changed.", changed)
    messages.success(request, words % {"count": changed})
    return HttpResponseRedirect(reverse("office:bulk_run", args=[run.ref]))


@require_GET
def run(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    return _run(request, _found(request, ref))


def _run(request: HttpRequest, opened: ImportRun, stayed: tuple[tuple[str, str], ...] = ()) -> HttpResponse:
    changed = Product.objects.filter(pk__in=opened.steps.values("product")).order_by("title")
    told = {
        "run": opened,
        "steps": steps(opened.taken_as),
        "can_undo": opened.state == RunState.DONE,
        "products": changed[:LISTED],
        "more": max(0, changed.count() - LISTED),
        "stayed": stayed[:SHOWN],
    }
    title = _("Change of %(at)s") % {"at": f"{opened.made_at:%Y-%m-%d %H:%M}"}
    above = [(reverse("office:bulk"), _("Change many products"))]
    return page(request, "office/bulk/run.html", told, title=title, icon="edit", trail=above)


@require_POST
def undo(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """What stayed is named on the page that answers; a second press finds it done."""
    opened = _found(request, ref)
    undone = back.take_back(opened, request.user.pk)
    if undone is None:
        messages.warning(request, _("It was taken back already."))
        return HttpResponseRedirect(reverse("office:bulk_run", args=[ref]))
    words = ngettext("%(count)d product is as before.", "%(count)d products are as before.", undone.restored)
    messages.success(request, words % {"count": undone.restored})
    opened.refresh_from_db()
    return _run(request, opened, undone.stayed)


def _found(request: HttpRequest, ref: uuid.UUID) -> ImportRun:
    _may(request)
    opened = ImportRun.objects.filter(ref=ref, kind=doing.KIND).first()
    if opened is None:
        raise Http404
    return opened


def _may(request: HttpRequest) -> None:
    attending(request)
    if not request.user.has_perm(MAY):
        raise Http404
