"""The step after an import: pictures that still lie at the former shop, fetched or sent as an archive."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from troth.catalog.exporting.guard import guarded_throughout
from troth.catalog.importing import TooLarge, folder
from troth.catalog.importing.pictures import archive, leaving, runs, waiting
from troth.catalog.importing.pictures.report import WHY, Failure, PictureReport
from troth.catalog.models import ImportRun, RunState
from troth.recipients.former_shop import host_of

from ..attending import attending
from ..pages import page
from . import picture_work
from .forms import ArchiveForm
from .products import Products
from .receiving import PrivateUpload
from .shown import Listed, listed
from .views import LOOK_AGAIN, trail

_SHOWN: Final = 12  # addresses of a reason
_NEVER: Final = frozenset({"malformed", "not-https", "inside", "host"})  # another try comes to the same


@dataclass(frozen=True, slots=True)
class Host:
    """`new`: nobody has confirmed it, and pictures were pointed on to it."""

    name: str
    pictures: int
    new: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """`why`: the word for it in forms. `hosts`: where it may be tried again; () for what was in an archive."""

    words: str
    number: int
    failures: Listed
    why: str
    hosts: tuple[str, ...]
    can_leave: bool


@dataclass(frozen=True, slots=True)
class LeftThere:
    words: str
    number: int


class ArchiveUpload(PrivateUpload):
    most = archive.MOST_SENT


@require_GET
def pictures(request: HttpRequest) -> HttpResponse:
    _allowed(request)
    return _page(request, ArchiveForm())


@require_POST
def fetch(request: HttpRequest) -> HttpResponse:
    """The hosts that are ticked are confirmed, for this errand."""
    _allowed(request)
    offered = {host.name for host in _hosts(_report(runs.latest()))}
    chosen = sorted(offered & set(request.POST.getlist("host")))
    if not chosen:
        messages.warning(request, _("Tick at least one host."))
    else:
        _queued(request, lambda: runs.begun(chosen, by=request.user.pk))
    return _back()


@csrf_exempt  # asked below: the handler has to be in place before anything reads the form
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    upload = ArchiveUpload(request)
    request.upload_handlers = [upload]
    return _send(request, upload)


@csrf_protect
def _send(request: HttpRequest, upload: ArchiveUpload) -> HttpResponse:
    _allowed(request)
    form, ref = ArchiveForm(request.POST, request.FILES), uuid.uuid4()
    if upload.too_large:
        form.add_error("archive", _("The archive is larger than 512 MB. Send the pictures in several."))
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        folder.receive(ref, form.cleaned_data["archive"].chunks(), archive.MOST_SENT)
    except TooLarge:
        raise Http404 from None  # cannot come: the handler has counted the same bytes
    if not _queued(request, lambda: runs.begun_with_archive(by=request.user.pk, ref=ref)):
        folder.forget(ref)
    return _back()


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """What could not be brought for one reason, or for any: it waits no more."""
    _allowed(request)
    why = request.POST.get("why", "")
    many = leaving.leave(each for each in _report(runs.latest()).failed if why in ("", each.why))
    if many:
        words = ngettext(
            "%(many)d picture was left there. A drawing stands in for it.",
            "%(many)d pictures were left there. Drawings stand in for them.",
            many,
        )
        messages.success(request, words % {"many": many})
    return _back()


@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """What was left there waits again."""
    _allowed(request)
    many = leaving.try_again()
    if many:
        words = ngettext("%(many)d picture waits again.", "%(many)d pictures wait again.", many)
        messages.success(request, words % {"many": many})
    return _back()


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    _allowed(request)
    run = runs.latest()
    if run is not None and runs.stop(run.ref):
        messages.success(request, _("Stopped. What was brought stays; the rest can be fetched later."))
    return _back()


@require_GET
@never_cache
def failures_csv(request: HttpRequest) -> HttpResponse:
    """All that could not be brought in the last errand."""
    _allowed(request)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_("picture"), _("product"), _("what was wrong"), _("host")])
    for each in _report(runs.latest()).failed:
        cells = (each.what, ", ".join(each.products), each.words, each.host)
        writer.writerow([guarded_throughout(cell) for cell in cells])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="pictures.csv"'
    return answer


def _allowed(request: HttpRequest) -> None:
    attending(request)
    if not Products().may(request):
        raise Http404


def _queued(request: HttpRequest, begin: Any) -> bool:
    try:
        with transaction.atomic():
            picture_work.bring.enqueue(begin().ref)
    except runs.Busy:
        messages.warning(request, _("Pictures are being brought already. Wait for the end, or stop that."))
        return False
    return True


def _page(request: HttpRequest, form: ArchiveForm, status: int = 200) -> HttpResponse:
    run = runs.latest()
    report = _report(run)
    at_work = run is not None and run.state in runs.AT_WORK
    hosts = [] if at_work else _hosts(report)
    told: Mapping[str, Any] = {
        "run": run,
        "at_work": at_work,
        "broke_off": run is not None and run.state == RunState.FAILED,
        "report": report,
        "reasons": [] if at_work else _reasons(report, of_archive=run is not None and "archive" in run.taken_as),
        "left": [] if at_work else [LeftThere(str(WHY.get(why, why)), many) for why, many in leaving.left().items()],
        "hosts": hosts,
        "waiting": sum(host.pictures for host in hosts if not host.new),
        "form": form,
    }
    answer = page(
        request, "office/imports/pictures.html", told, title=_("Pictures"), icon="image", trail=trail(), status=status
    )
    if at_work:
        answer["Refresh"] = str(LOOK_AGAIN)
    return answer


def _report(run: ImportRun | None) -> PictureReport:
    return PictureReport() if run is None else runs.reported(run)


def _hosts(report: PictureReport) -> list[Host]:
    """Where pictures wait, and where those were pointed on to that waited there. Not those that lead nowhere."""
    lie = waiting.hosts(waiting.of_the_shop())
    new = [Host(name, number, new=True) for name, number in report.unconfirmed.items() if name not in lie]
    return [*(Host(name, number) for name, number in lie.items() if name != waiting.NOWHERE), *(new if lie else ())]


def _reasons(report: PictureReport, *, of_archive: bool) -> list[Reason]:
    """What did not come, most first; not what was left there or came in another way since."""
    waits = {each.url for each in waiting.of_the_shop()}
    grouped: dict[str, list[Failure]] = {}
    for each in report.failed:
        if of_archive or each.what in waits:
            grouped.setdefault(each.why, []).append(each)
    ordered = sorted(grouped.items(), key=lambda each: -len(each[1]))
    return [_reason(why, of, waits) for why, of in ordered]


def _reason(why: str, of: list[Failure], waits: set[str]) -> Reason:
    there = [each.what for each in of if each.what in waits]
    hosts = () if why in _NEVER else tuple(sorted({host_of(url) for url in there} - {waiting.NOWHERE}))
    return Reason(of[0].words, len(of), listed(of, _SHOWN), why, hosts, bool(there))


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("office:import_pictures"))
