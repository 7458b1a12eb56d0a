"""Django's SQLite backend on a SQLite that can be trusted with two writing processes.

Versions 3.7.0 to 3.51.2 have a bug in which two processes that write and checkpoint in WAL mode can corrupt the
file (sqlite.org/wal.html, "the WAL-reset bug"); Debian 12 ships 3.40.1. `pysqlite3` carries a fixed one in its wheel.
Where it is missing, the standard library's module serves if it links to a fixed SQLite.
"""

import math
import sys
from functools import lru_cache
from typing import Any

try:
    import pysqlite3
    import pysqlite3.dbapi2
except ImportError:  # no wheel for this platform
    import sqlite3 as _driver
else:
    _driver = pysqlite3
    # Django's backend imports `sqlite3` by name, and checks errors against its classes.
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base, features

FIXED = (3, 51, 3)


def _refuse_old_versions() -> None:
    version = tuple(int(part) for part in _driver.sqlite_version.split("."))
    if version < FIXED:
        raise ImproperlyConfigured(
            f"SQLite {_driver.sqlite_version} can corrupt a database that two processes write to. "
            "Install pysqlite3 (it carries a newer one), or set TROTH_SHOP_URL and TROTH_VAULT_URL to PostgreSQL."
        )


_refuse_old_versions()


# What Django asks the connection for through getlimit, which pysqlite3 lacks: SQLite's own defaults (sqlite.org/limits.html).
_LIMITS = {"SQLITE_LIMIT_COLUMN": (2, 2000), "SQLITE_LIMIT_VARIABLE_NUMBER": (9, 32766)}
for _name, (_number, _) in _LIMITS.items():
    if not hasattr(_driver, _name):
        setattr(_driver, _name, _number)


class Connection(_driver.Connection):
    def getlimit(self, category: int) -> int:
        return dict(_LIMITS.values())[category]


@lru_cache(maxsize=1024)
def _in_its_own_style(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


LARGEST = 2**63 - 1  # of SQLite's integers (sqlite.org/datatype3.html)


class CursorWrapper(base.SQLiteCursorWrapper):
    """Django's, which writes "?" for "%s" in every statement it sends; here in every one it has not sent before.

    Whoever asks for row 10**23 asks for one that is not there, as on PostgreSQL: Django sees to that for "=" and "<", and
    not for "IN", which a form with a choice of several rows sends.
    """

    def execute(self, query: str, params: Any = None) -> Any:
        try:
            return super().execute(query, params)
        except OverflowError:
            if not isinstance(params, list | tuple) or not query.startswith("SELECT"):
                raise
            return super().execute(query, [_bindable(each) for each in params])

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        return super().convert_query(query, param_names=param_names) if param_names else _in_its_own_style(query)


def _bindable(value: Any) -> Any:
    """An integer that no column can hold as one that is farther still: it compares as it would, and equals nothing."""
    if not isinstance(value, int) or abs(value) <= LARGEST:
        return value
    return math.inf if value > 0 else -math.inf


class DatabaseFeatures(features.DatabaseFeatures):
    max_query_params = 32766


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "check_same_thread": False, "factory": Connection}

    def create_cursor(self, name: str | None = None) -> CursorWrapper:
        return self.connection.cursor(factory=CursorWrapper)
