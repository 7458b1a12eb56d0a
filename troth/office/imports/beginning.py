"""A file that was sent becomes a run that is looked through in the background, from whichever screen it came."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from troth.catalog.importing import TooLarge, folder, reading
from troth.catalog.importing.opening import MOST_BYTES
from troth.catalog.models import ImportRun, RunState

from . import work
from .kinds import Kind


def begin(
    pieces: Iterable[bytes],
    kind_of: Callable[[Path], Kind],
    *,
    by: int,
    most: int = MOST_BYTES,
    columns: Mapping[str, Any],
) -> ImportRun:
    """The run, queued. `kind_of`: what the table in this file is; `columns`: of the run's row, beside.

    Raises NotImportable, and then nothing of the file is left.
    """
    ref = uuid.uuid4()
    try:
        path = folder.receive(ref, pieces, most)
        reading.columns_of(path)  # or it is no table
        kind = kind_of(path)
        run = ImportRun.objects.create(ref=ref, kind=kind.name, by=by, state=RunState.READY, **columns)
    except TooLarge as reason:
        folder.forget(ref)
        raise TooLarge(str(reason) or _("The file is too large.")) from None
    except Exception:
        folder.forget(ref)
        raise
    work.queue(run, (RunState.READY,), RunState.LOOKING, work.look)
    return run
