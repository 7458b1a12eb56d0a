"""What a pressed button comes to, said on the page after it: it was done, or why it could not be."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest

from troth.orders.errors import OrderTrouble


def tell(request: HttpRequest, act: Callable[[], object], said: str) -> None:
    """Do it, and say `said`, or its trouble in words. Raises Http404 for something that is not there, and gate.Refused."""
    try:
        act()
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
    except ObjectDoesNotExist:
        raise Http404 from None
    else:
        messages.success(request, said)
