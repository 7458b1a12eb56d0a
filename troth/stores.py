"""Which store a model lives in. Two stores, no relation across."""

from typing import Any

VAULT_APPS = frozenset({"vault", "ledger"})


class TwoStores:
    """Vault and ledger live in `vault`, everything else in `default` (the shop store)."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "vault" if model._meta.app_label in VAULT_APPS else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return self.db_for_read(one) == self.db_for_read(other)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == "vault") == (app_label in VAULT_APPS)
