"""Keeping the key ring: what the command line and the task process call."""

from troth.gate.keyring import FINAL, ensure, epochs, replay, retire, rotate, turn

__all__ = ["FINAL", "ensure", "epochs", "replay", "retire", "rotate", "turn"]
