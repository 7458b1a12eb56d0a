"""No child outlives `troth serve`: a process asks to be told to stop when its parent is gone."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # Linux, prctl(2)


def stop_with_parent() -> None:
    """Works on Linux; elsewhere a child of a killed parent goes on until it is stopped."""
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died in between
        sys.exit(0)
