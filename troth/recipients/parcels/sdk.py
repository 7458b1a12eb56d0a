"""karrio, imported when it is first needed, and made fit to carry addresses.

Five habits of karrio 2026.1 are undone here, most seen in `karrio/core/utils`: importing it turns the checking of
certificates off for the whole process, and lets broken pictures pass as whole ones (helpers.py); requests wait for
ever; every request and answer is written to a log and kept in a tracer (logger.py, tracing.py); and whatever a
carrier's answer holds that karrio does not know is logged with its values, names among them (jstruct/utils.py).
"""

from __future__ import annotations

import importlib.util
import logging
import ssl
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from PIL import ImageFile

from . import wire

PARTS = (
    "karrio",
    "karrio.mappers.usps",
    "karrio.mappers.usps_international",
    "karrio.mappers.ups",
    "karrio.mappers.fedex",
)


def installed() -> bool:
    """Whether karrio and the three carriers' parts are there."""
    try:
        return all(importlib.util.find_spec(part) is not None for part in PARTS)
    except ModuleNotFoundError:
        return False


@lru_cache(maxsize=1)
def karrio() -> SimpleNamespace:
    """`models` and `errors` of karrio, `tracer` (keeps nothing), `cache` (of access tokens, in this process alone).

    `answered` makes of values what its proxies answer with.

    Raises ModuleNotFoundError where it is not installed.
    """
    checking, broken = ssl._create_default_https_context, ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        models, errors = import_module("karrio.core.models"), import_module("karrio.core.errors")
        helpers, loguru = import_module("karrio.core.utils.helpers"), import_module("karrio.core.utils.logger")
        tracing, caching = import_module("karrio.core.utils.tracing"), import_module("karrio.core.utils.caching")
        lib = import_module("karrio.lib")
    finally:
        ssl._create_default_https_context = checking
        ImageFile.LOAD_TRUNCATED_IMAGES = broken
    loguru.logger.remove()  # every sink, also a file that KARRIO_LOG_FILE names
    loguru.logger.disable("karrio")
    logging.getLogger("jstruct").setLevel(logging.CRITICAL + 1)
    vars(helpers)["urlopen"] = wire.opened
    quiet = type("Forgetful", (tracing.Tracer,), {"trace": lambda self, data, *args, **kwargs: data})
    return SimpleNamespace(
        models=models, errors=errors, tracer=quiet(), cache=caching.Cache(), answered=lib.Deserializable
    )


def connected(name: str, values: Mapping[str, Any], server_url: str) -> tuple[Any, Any]:
    """karrio's mapper and proxy for one carrier. `server_url`: "" for the one karrio knows."""
    shared = karrio()
    mapper, proxy, settings = (
        import_module(f"karrio.mappers.{name}.{part}") for part in ("mapper", "proxy", "settings")
    )
    kind = settings.Settings
    if server_url:
        kind = type("Settings", (kind,), {"server_url": property(lambda self: server_url)})
    account = kind(**values)
    account.cache, account.tracer = shared.cache, shared.tracer
    wire.allow(account.server_url)
    return mapper.Mapper(account), proxy.Proxy(account)
