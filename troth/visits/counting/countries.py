"""The country a visit came from, where the operator supplies a network database; else no address is put aside at all."""

from __future__ import annotations

from troth import peers

from ..log import networks


def are_known() -> bool:
    return bool(networks.files())


def country(peer: str, forwarded: str) -> str:
    """ISO 3166-1; "" for unknown. The address is read, asked about and forgotten."""
    return networks.country(peers.behind(peer, forwarded))
