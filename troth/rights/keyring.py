"""Keeping the key ring: what the command line and the task process call."""

from troth.comments import withdraw as comments
from troth.gate import keyring
from troth.gate.keyring import FINAL, ensure, epochs, retire, rotate, turn

__all__ = ["FINAL", "ensure", "epochs", "replay", "retire", "rotate", "turn"]


def replay() -> int:
    """Do again what a restored store has not seen; the number of lines done. What that ends is off the pages now."""
    done = keyring.replay()
    if done:
        comments.ended()
    return done
