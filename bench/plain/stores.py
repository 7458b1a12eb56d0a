"""The plain tables lie in the vault's database, so that both builds commit to the same two files."""

from typing import Any


class PlainTables:
    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return "vault" if model._meta.app_label == "plain" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return db == "vault" if app_label == "plain" else None
