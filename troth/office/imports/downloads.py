"""Reports to take away, and the whole catalogue as a table. No cell of either is run by a spreadsheet."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from troth.catalog.exporting import table
from troth.catalog.exporting.guard import guarded_throughout
from troth.catalog.importing import folder

from .views import found


@require_GET
@never_cache
def report_csv(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_("row"), _("column"), _("what"), _("words"), _("before"), _("after")])
    for line in _lines(_told(request, ref)):
        writer.writerow([guarded_throughout(str(cell)) for cell in line])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="report.csv"'
    return answer


@require_GET
@never_cache
def report_json(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    answer = JsonResponse(_told(request, ref), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="report.json"'
    return answer


@require_GET
@never_cache
def catalogue(request: HttpRequest) -> StreamingHttpResponse:
    """All products, drafts too."""
    if not request.user.has_perm("catalog.change_product"):
        raise Http404
    answer = StreamingHttpResponse(table.lines(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="products.csv"'
    return answer


def _told(request: HttpRequest, ref: uuid.UUID) -> dict[str, Any]:
    """The newest that was noted: what an undo did, else the report, else what the looking through found."""
    found(request, ref)
    for name in (folder.UNDO, folder.REPORT, folder.LOOKED):
        if told := folder.noted(ref, name):
            return told
    raise Http404


def _lines(told: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    for each in told.get("findings", ()):
        yield each["row"] or "", each["column"], each["weight"], each["words"], "", ""
    for each in told.get("sums", ()):
        words = _("%(orders)s orders: goods %(goods)s, discounts %(discount)s, shipping %(shipping)s, taxes %(tax)s")
        yield "", "", "sum", words % each, "", each["total"]
    for each in told.get("left_behind", ()):
        words = _("No place for this column; %(cells)d cells say something.") % {"cells": each["cells"]}
        yield "", each["column"], "left behind", words, each["example"], ""
    for each in told.get("outcomes", ()):
        first = (each.get("rows") or [""])[0]
        yield first, "", each["became"], each["title"], "", ""
        for change in each.get("changes", ()):
            words = f"{each['title']}: {change['where']}" if change["where"] else each["title"]
            yield first, change["field"], "changed", words, change["before"], change["after"]
        for words in each.get("words", ()):
            yield "", "", "stayed", f"{each['title']}: {words}", "", ""
    for each in told.get("pictures_to_fetch", ()):
        yield "", "", "picture", each["handle"], "", each["url"]
