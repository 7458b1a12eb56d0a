"""Where things are kept: keys, the two stores, caches."""

from __future__ import annotations

import os
import secrets
from typing import Any

import dj_database_url

from .environment import TROTH, told


def _secret(name: str) -> str:
    """A secret from the key folder, made at first need."""
    path = TROTH.keys / name
    if not path.exists():
        TROTH.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch = path.with_name(f".{name}.{os.getpid()}")
        scratch.touch(mode=0o600)
        scratch.write_text(secrets.token_urlsafe(48))
        try:
            os.link(scratch, path)  # whoever comes first wins; two processes may start together
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    return path.read_text().strip()


def _database(url: str, file: str) -> dict[str, Any]:
    if url and not url.startswith("sqlite"):
        return {
            **dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True),
            "TEST": {},
        }
    name = dj_database_url.parse(url)["NAME"] if url else str(TROTH.home / file)
    return {
        "ENGINE": "troth.sqlite",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL, because NORMAL loses acknowledged orders at a power cut. secure_delete overwrites shredded rows.
            # 4 MB of cache, because each thread of each process has one; behind it are the pages the system keeps.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
                "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4000;"
            ),
        },
        # Tests with several connections need a file; the default would be private memory.
        "TEST": {"NAME": str(TROTH.home / f"test-{file}")},
    }


for _folder in (TROTH.home, TROTH.home / "static", TROTH.home / "media"):
    _folder.mkdir(parents=True, exist_ok=True)


def _before(name: str) -> list[str]:
    """Secrets that were in its place, in a file beside it, one a line: what was made with them still holds."""
    path = TROTH.keys / f"{name}.before"
    return [line.strip() for line in path.read_text().splitlines() if line.strip()] if path.exists() else []


SECRET_KEY = _secret("django.key")
SECRET_KEY_FALLBACKS = _before("django.key")
DATABASES = {
    "default": _database(told.shop_url, "shop.sqlite3"),
    "vault": _database(told.vault_url, "vault.sqlite3"),
}
ON_POSTGRESQL = any(each["ENGINE"].endswith("postgresql") for each in DATABASES.values())
DATABASE_ROUTERS = ["troth.stores.TwoStores"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"

_own = {"OPTIONS": {"MAX_ENTRIES": 2000}}
_named = {"KEY_FUNCTION": "troth.people.counts.name_of"}
CACHES = {
    "default": {**_own, "BACKEND": "troth.people.counts.Own", "LOCATION": "default"},
    "pages": {**_own, "BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
    # What limits count is shared by all processes: of this machine, or of all machines that use one Redis.
    "limits": {**_named, "BACKEND": "troth.people.counts.Counts", "LOCATION": str(TROTH.home / "limits.sqlite3")},
}
if told.cache_url:
    CACHES["limits"] = {
        **_named,
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": told.cache_url,
        "OPTIONS": {"serializer": "troth.people.counts.Json"},
    }
