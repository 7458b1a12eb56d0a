"""Whether something was asked for because a page of ours is before somebody's eyes."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

from troth.visits import agents

# What browsers say of where a question comes from (Fetch Metadata); older ones say nothing.
_FROM_HERE: Final = ("", "same-origin")


def really_seen(request: HttpRequest) -> bool:
    """Not fetched in advance, not from another site, not by a program that says so, and not only its headers."""
    told = request.META
    return (
        request.method == "GET"
        and told.get("HTTP_SEC_FETCH_SITE", "") in _FROM_HERE
        and "prefetch" not in told.get("HTTP_SEC_PURPOSE", told.get("HTTP_PURPOSE", ""))
        and not agents.is_bot(told.get("HTTP_USER_AGENT", ""))
    )
