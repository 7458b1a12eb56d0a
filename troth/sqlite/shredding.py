"""Deleted rows, unreadable in the files too.

`secure_delete` overwrites what is deleted, but it does so in the write-ahead log. The file itself, and older pages
further up in the log, hold the row until a checkpoint has copied the pages over and the log was cut off.
"""

from __future__ import annotations

from functools import partial

from django.db import connections, transaction

PATIENCE = 1000  # milliseconds; meanwhile nobody else writes


def cut_log(store: str) -> bool:
    """Copy the log into the file and cut it off. False when somebody is still reading an older state, or in a transaction.

    Inside a transaction it is done once that is committed. Not all is lost where it can't be: the retention run, once an
    hour, does it again. Other databases have no such log here.
    """
    connection = connections[store]
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        transaction.on_commit(partial(cut_log, store), using=store, robust=True)
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, _in_log, _copied) = cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
    return not busy
