"""Where a visitor whom nobody knows seems to be, if the operator keeps a table of networks; else nobody knows."""

from __future__ import annotations

from django.http import HttpRequest

from troth import peers
from troth.visits.log import networks


def place_of(request: HttpRequest) -> str:
    """A country's code, or its part's ("US-CA"); "" where it is not known: the policy then takes its strictest rules.

    Of an address that stands for somebody elsewhere (a tunnel, a relay) nothing is believed. The address is read and
    forgotten; nothing of it is kept with the choices.
    """
    if not networks.files():
        return ""
    found = networks.of(peers.of(request))
    return "" if found.anonymous else found.place
