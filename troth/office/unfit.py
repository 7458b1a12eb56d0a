"""What was sent is not what a form of the office sends: an answer with words, in place of a fault of the program.

Editors with rows (a product's variants) have hidden fields beside each row: how many rows there are, and which they are. Django and
Wagtail take them for their own words, and fall over anything else; so does the store, where an emptied one makes a row twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.forms.formsets import TOTAL_FORM_COUNT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDictKeyError

logger = logging.getLogger("troth.office")

MOST_ROWS: Final = 1000  # Django would draw 2000 of whatever number is named
FALLS_OVER: Final = (ValidationError, MultiValueDictKeyError, IntegrityError)


def answered(view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Of the view, unless it is posted rows that are none. What a view changed until then has been rolled back with its error."""
    # What is marked so takes files by a handler of its own, which has to be in place before anything reads the form.
    reads_itself = getattr(view, "csrf_exempt", False)
    if request.method != "POST" or reads_itself or not (counts := _row_counts(request)):
        return view(request, *args, **kwargs)
    if any(not _is_count(each) for each in counts):
        return unfit(request)
    try:
        return view(request, *args, **kwargs)
    except FALLS_OVER as error:
        logger.warning("rows that no form sent: %s", type(error).__qualname__)  # its text may hold what was typed
        return unfit(request)


def unfit(request: HttpRequest) -> HttpResponse:
    return render(request, "office/unfit.html", status=HTTPStatus.BAD_REQUEST)


def only_posted(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """An address that only takes what a form sends was opened. With what is allowed there, as the view said it."""
    response = render(request, "office/only_posted.html", status=refused.status_code)
    response["Allow"] = refused["Allow"]
    return response


def _row_counts(request: HttpRequest) -> list[str]:
    return [str(value) for name, value in request.POST.items() if name.endswith(f"-{TOTAL_FORM_COUNT}")]


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(MOST_ROWS)) and int(text) <= MOST_ROWS
