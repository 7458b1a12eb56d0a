"""The screen: what was brought in, sending a file, and one run from looking through to its report."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from troth.catalog import revision
from troth.catalog.importing import NotImportable, folder, reading
from troth.catalog.importing.pictures import waiting
from troth.catalog.models import ImportRun, RunState
from troth.intake import former_shop

from ..attending import attending
from ..pages import page, posted
from . import asking, kinds
from .beginning import begin
from .forms import ASKS_DATES, ASKS_SHOP, ColumnsForm, SendForm
from .kinds import Kind
from .receiving import PrivateUpload
from .shown import shown

_AT_WORK = (RunState.LOOKING, RunState.WAITING, RunState.RUNNING, RunState.UNDOING)
LOOK_AGAIN = 2  # seconds
_LISTED = 30


@csrf_exempt  # asked below: the handler has to be in place before anything reads the form
@require_http_methods(["GET", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    upload = PrivateUpload(request)
    request.upload_handlers = [upload]
    return _runs(request, upload)


@csrf_protect
def _runs(request: HttpRequest, upload: PrivateUpload) -> HttpResponse:
    mine = _open_to(request)
    if not mine:
        raise Http404
    form = SendForm(posted(request), request.FILES or None, initial={"currency": revision.currency()})
    if request.method == "POST" and upload.too_large:
        form.add_error("file", _("The file is too large. Split it, and send the parts one after the other."))
    elif form.is_bound and form.is_valid():
        try:
            return HttpResponseRedirect(_address(_received(request, form.cleaned_data)))
        except NotImportable as reason:
            form.add_error("file", str(reason) or _("The file is too large."))
    listed = ImportRun.objects.filter(kind__in=[kind.name for kind in mine])[:_LISTED]
    told = {
        "form": form,
        "runs": listed,
        "kinds": mine,
        "sells": mine[0].name == "products",
        "pictures": waiting.count() if mine[0].name == "products" else 0,
        "priced": any(kind.asks_currency for kind in mine),
        "asks_shop": any(kind.asks_shop for kind in mine),
        "known_shops": former_shop.known(),
    }
    return page(request, "office/imports/list.html", told, title=_("Bring in"), icon="upload")


def _open_to(request: HttpRequest) -> list[Kind]:
    return [kind for kind in kinds.known() if kind.may(request)]


def _received(request: HttpRequest, told: dict[str, Any]) -> ImportRun:
    """The run of a file that was sent. Raises NotImportable, and then nothing of the file is left."""
    by = attending(request).account
    said = {ASKS_SHOP: " ".join(told[ASKS_SHOP].split())} if told[ASKS_SHOP] else {}
    columns = {"currency": told["currency"], "taken_as": said}
    return begin(told["file"].chunks(), lambda path: asking.kind_of(request, path), by=by, columns=columns)


@require_GET
def run(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    opened, kind = found(request, ref)
    return elsewhere(request, kind.shown_at, ref) or run_page(request, opened, kind)


def elsewhere(request: HttpRequest, name: str, ref: uuid.UUID) -> HttpResponse | None:
    """On to the page's own address, for whoever asks by another."""
    at = reverse(name, args=[ref])
    return None if request.path == at else HttpResponseRedirect(at)


def run_page(
    request: HttpRequest, opened: ImportRun, kind: Kind, form: ColumnsForm | None = None, status: int = 200
) -> HttpResponse:
    looked, report, undone = (folder.noted(opened.ref, name) for name in (folder.LOOKED, folder.REPORT, folder.UNDO))
    told = {
        "run": opened,
        "kind": kind,
        "state": RunState(opened.state),
        "looked": shown(looked) if looked else None,
        "report": shown(report) if report else None,
        "undone": shown(undone) if undone else None,
        "form": form or columns_form(None, opened, kind, looked),
        "has_file": folder.sent(opened.ref).exists(),
        "pictures": waiting.count() if kind.name == "products" and opened.state == RunState.DONE else 0,
        "asked": asking.asked(request, opened, kind, looked),
        "question": asking.question(opened, looked),
        "understood": asking.understood(kind, looked) if opened.state == RunState.READY else (),
        "known_shops": former_shop.known() if kind.asks_shop else (),
        "former_shop": opened.taken_as.get(ASKS_SHOP, "") if kind.asks_shop else "",
        "can_undo": opened.state in (RunState.DONE, RunState.FAILED),
    }
    title = _("File of %(at)s") % {"at": f"{opened.made_at:%Y-%m-%d %H:%M}"}
    answer = page(
        request, "office/imports/run.html", told, title=title, icon="upload", trail=trail(kind), status=status
    )
    if opened.state in _AT_WORK:
        answer["Refresh"] = str(LOOK_AGAIN)
    return answer


def columns_form(data: Any, opened: ImportRun, kind: Kind, looked: dict[str, Any]) -> ColumnsForm:
    names = looked.get("columns") or _columns(opened)
    places = looked.get("open") if "columns" in looked else range(len(names))
    guessed = {} if "columns" in looked else asking.guessed(kind, names)
    return ColumnsForm(
        data,
        columns=[(place, names[place]) for place in places or () if place < len(names)],
        words=kind.words,
        chosen={**guessed, **opened.taken_as},
        asks_dates=ASKS_DATES in looked.get("asks", ()) or ASKS_DATES in opened.taken_as,
        asks_shop=kind.asks_shop,
        currency=opened.currency if kind.asks_currency else None,
    )


def _columns(opened: ImportRun) -> list[str]:
    """The header of a file that could not be looked through."""
    try:
        return list(reading.columns_of(folder.sent(opened.ref)))
    except (NotImportable, OSError):
        return []


def found(request: HttpRequest, ref: uuid.UUID) -> tuple[ImportRun, Kind]:
    """A run, for those whose job includes its kind; nothing to anybody else."""
    attending(request)
    opened = ImportRun.objects.filter(ref=ref).first()
    kind = kinds.named(opened.kind) if opened is not None else None
    if opened is None or kind is None or not kind.may(request):
        raise Http404
    return opened, kind


def trail(kind: Kind = kinds.KINDS[0]) -> list[tuple[str, str]]:
    """To the screen where files of the kind are sent."""
    return [(reverse(kind.sent_at[0]), str(kind.sent_at[1]))]


def _address(opened: ImportRun) -> str:
    return reverse("office:import", args=[opened.ref])
