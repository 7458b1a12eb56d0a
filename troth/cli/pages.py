"""The process for pages: granian, speaking WSGI, with a bounded number of threads (its own default allows 512)."""

from __future__ import annotations

import argparse
from importlib import import_module

from django.core.handlers.wsgi import WSGIHandler
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from .orphans import stop_with_parent


def opened() -> WSGIHandler:
    """The shop, once a store restored from a backup has learned what was erased and refused since."""
    application: WSGIHandler = import_module("troth.wsgi").application  # loads the apps, which the next one needs
    import_module("troth.rights.keyring").replay()
    return application


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m troth.cli.pages")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    told = parser.parse_args()
    stop_with_parent()
    Granian(
        "troth.cli.pages:opened",
        factory=True,
        address=told.host,
        port=told.port,
        interface=Interfaces.WSGI,
        workers=told.workers,
        blocking_threads=told.threads,
        backlog=1024,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,  # an access log would hold addresses and paths
        respawn_failed_workers=True,
        respawn_interval=1.0,
        workers_kill_timeout=10,
    ).serve()


if __name__ == "__main__":
    main()
