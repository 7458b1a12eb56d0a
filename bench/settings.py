"""The shop's own settings, with what measuring needs: a counter of statements, and a page cache that can be emptied.

Both builds (with enforcement and without) run under these, so that whatever they cost is in both.
"""

from troth.settings import *  # noqa: F403
from troth.settings import CACHES as _CACHES
from troth.settings import DATABASE_ROUTERS as _ROUTERS
from troth.settings import INSTALLED_APPS as _APPS
from troth.settings import MIDDLEWARE as _MIDDLEWARE

PLAIN = False  # True: the verbs of the gate are replaced, see bench/plain
INSTALLED_APPS = [*_APPS, "bench.plain"]
DATABASE_ROUTERS = ["bench.plain.stores.PlainTables", *_ROUTERS]
MIDDLEWARE = ["bench.probe.Probe", *_MIDDLEWARE]
CACHES = {
    **_CACHES,
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
# The shopper of the bench signs in and signs up more often than people do.
ACCOUNT_RATE_LIMITS = False
