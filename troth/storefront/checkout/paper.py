"""A paper on its way to a browser: for people to read, or for their programs."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse

from troth.orders.invoices import pdf
from troth.orders.invoices.electronic import cii
from troth.orders.invoices.papers import Paper


def pdf_answer(paper: Paper) -> HttpResponse:
    """Offered for keeping under its number. 503 where the system can't draw it; `troth doctor` says why."""
    try:
        drawn = pdf.draw(paper)
    except pdf.CannotDraw:
        return HttpResponse("The invoice cannot be drawn just now.\n", status=503, content_type="text/plain")
    return _kept_as(f"{paper.kind.value}-{paper.number}.pdf", drawn, "application/pdf")


def xml_answer(paper: Paper) -> HttpResponse:
    """The electronic invoice alone. 409 with a sentence where the standard has no words for it."""
    try:
        return _kept_as(f"{paper.kind.value}-{paper.number}.xml", cii.xml(paper), "application/xml")
    except cii.CannotTell as why:
        return HttpResponse(f"{why}\n", status=HTTPStatus.CONFLICT, content_type="text/plain; charset=utf-8")


def _kept_as(name: str, file: bytes, kind: str) -> HttpResponse:
    return HttpResponse(
        file,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )
