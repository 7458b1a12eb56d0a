"""Which employee a request comes from. Asked once a request: menu, screens and verbs share the answer."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from troth.rights.at_work import AtWork, at_work

_KEPT = "_office_at_work"


def attending(request: HttpRequest) -> AtWork:
    """The employee at the desk, with their jobs as the vault has them now."""
    held = cast("AtWork | None", getattr(request, _KEPT, None))
    if held is None:
        held = at_work(request.user.pk or 0)
        setattr(request, _KEPT, held)
    return held
