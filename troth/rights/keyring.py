"""Keeping the key ring: what the command line calls."""

from troth.gate.keyring import ensure, epochs, replay, retire, rotate

__all__ = ["ensure", "epochs", "replay", "retire", "rotate"]
