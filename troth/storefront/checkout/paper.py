"""A paper on its way to a browser."""

from __future__ import annotations

from django.http import HttpResponse

from troth.orders.invoices import pdf
from troth.orders.invoices.papers import Paper


def pdf_answer(paper: Paper) -> HttpResponse:
    """Offered for keeping under its number. 503 where the system can't draw it; `troth doctor` says why."""
    try:
        drawn = pdf.draw(paper)
    except pdf.CannotDraw:
        return HttpResponse("The invoice cannot be drawn just now.\n", status=503, content_type="text/plain")
    name = f"{paper.kind.value}-{paper.number}.pdf"
    return HttpResponse(
        drawn,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )
