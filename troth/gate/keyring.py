"""The key ring's own verbs, for those who keep it."""

from troth.vault.journal import replay
from troth.vault.ring import ensure, ring
from troth.vault.rotate import Progress, retire, rotate


def epochs() -> list[int]:
    """Numbers of the living epochs, newest first."""
    return [epoch.number for epoch in ring().epochs]


__all__ = ["Progress", "ensure", "epochs", "replay", "retire", "rotate"]
