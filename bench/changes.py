"""Requests for which the catalogue seems to have changed since the last one, elsewhere than on the page asked for."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace

from troth.storefront import freshness

_asked = threading.local()
_revisions = itertools.count(1)
_read = freshness.now


def seems_changed(yes: bool) -> None:
    """For the request that this thread answers."""
    _asked.changed = yes


def _now() -> freshness.Front:
    front = _read()
    return replace(front, revision=-next(_revisions)) if getattr(_asked, "changed", False) else front


freshness.now = _now
