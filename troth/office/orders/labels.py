"""Labels of many orders in one answer, which grows while they are booked: each order's own row as soon as it is known.

The answer is written in pieces, so that one sees how far it is without a script; labels are in it and nowhere else. Whoever
closes the page stops what is not begun yet. At the end stand the labels as one file for the printer, and what failed.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from troth.orders import desk

from ..attending import attending
from ..pages import page

_HERE = "<!-- the rows -->"


@sensitive_variables()
def booked(
    request: HttpRequest, numbers: Sequence[str], printed: desk.Print, back: str, trail: Sequence[tuple[str, str]]
) -> HttpResponseBase:
    """Raises OrderTrouble and gate.Refused before anything is booked."""
    going = desk.book_each(numbers, attending(request).actor, printed=printed)
    told = {"mark": _HERE, "many": len(numbers), "back": back}
    whole = page(request, "office/orders/labels.html", told, title=_("Labels"), icon="doc-full", trail=trail)
    head, _mark, foot = whole.content.decode().partition(_HERE)
    answer = StreamingHttpResponse(_pieces(head, going, foot, len(numbers), get_language() or ""))
    answer["X-Accel-Buffering"] = "no"  # what nginx in front would collect (nginx.org, ngx_http_proxy_module)
    answer["Cache-Control"] = "no-store"  # names and addresses are on it
    return answer


def _pieces(head: str, going: Iterator[desk.Labelled], foot: str, many: int, language: str) -> Iterator[str]:
    """The language of the request is over when these are written."""
    yield head
    done: list[desk.Labelled] = []
    for place, each in enumerate(_spoken(going, language), start=1):
        done.append(each)
        told = {"each": each, "place": place, "many": many, **_documents(each)}
        with override(language):
            row = render_to_string("office/orders/label_row.html", told)
        yield row
    with override(language):
        end = render_to_string("office/orders/labels_end.html", _end(done))
    yield end
    yield foot


@sensitive_variables()
def _end(done: Sequence[desk.Labelled]) -> dict[str, Any]:
    """What is printed in one go, and what is left to do."""
    stayed = [each for each in done if each.shipped is None]
    told: dict[str, Any] = {"well": len(done) - len(stayed), "stayed": stayed}
    told["sheaves"] = [_sheaf(each) for each in desk.joined_labels(done)]
    papers = desk.joined_invoices(done)
    told["papers"] = _sheaf(papers) if papers else None
    told["pictures"] = any(each.shipped and each.shipped.is_picture for each in done)
    return told


@sensitive_variables()
def _sheaf(sheaf: desk.Sheaf) -> dict[str, Any]:
    link = in_the_page(sheaf.kind, sheaf.content) if sheaf.content else ""
    return {"link": link, "name": sheaf.name, "many": sheaf.many, "missing": sheaf.missing}


def _spoken(going: Iterator[desk.Labelled], language: str) -> Iterator[desk.Labelled]:
    while True:
        with override(language):
            each = next(going, None)
        if each is None:
            return
        yield each


@sensitive_variables()
def _documents(each: desk.Labelled) -> dict[str, Any]:
    shipped = each.shipped
    if shipped is None:
        return {}
    return {
        "label": in_the_page(shipped.content_type, shipped.label),
        "invoice": in_the_page(shipped.invoice_type, shipped.invoice) if shipped.invoice else "",
    }


def in_the_page(kind: str, content: bytes) -> str:
    """A document that is nowhere but in this answer."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
