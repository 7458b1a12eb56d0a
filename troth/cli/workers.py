"""The web server: granian, speaking WSGI, with a bounded number of threads (its own default allows 512).

Where processes can be forked, the program is loaded once, before them: they share its memory (docs/adr/0011).
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from importlib import import_module
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LogLevels

from . import immortal, unneeded
from .crew import KILLED_AFTER
from .orphans import stop_with_parent

_M_ARENA_MAX = -8  # mallopt(3), glibc
LONGEST_HEAD = 64 * 1024  # bytes of a request's line and headers; granian's own are 408 kB, and 16 MB over HTTP/2


def opened(ready: Callable[[], None] = lambda: None) -> WSGIHandler:
    """The shop, once a store restored from a backup has learned what was erased and refused since. Then `ready` is called."""
    application: WSGIHandler = import_module("troth.wsgi").application  # loads the apps, which the next one needs
    import_module("troth.rights.keyring").replay()
    import_module("troth.visits.log").begin()
    import_module("troth.visits.counting").begin()
    import_module("troth.visits.banners.tally").begin()
    connections.close_all()  # this thread serves no page, and needs none any more
    gc.enable()
    ready()
    return application


def load() -> None:
    """Load all that pages are made with, for workers forked later. Leaves no thread and no connection behind.

    Drawing the first page loads every address, its templates and the policy, in each language; the key ring stays closed.
    """
    gc.disable()  # until a worker begins: a collection at the end would leave holes, which workers fill and so copy
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.settings")
    with unneeded.left_out():
        application: WSGIHandler = import_module("troth.wsgi").application
        gc.collect()  # what imports leave over; the first page fills the holes
        for code, _name in settings.LANGUAGES:
            for part in application(_first_question(code), _unheard):
                del part
    import_module("troth.visits.agents").is_bot("Mozilla/5.0 (anybody)")  # its thousands of patterns
    connections.close_all()
    immortal.all_there_is()
    gc.freeze()  # the workers' collectors must not touch what is shared, see the documentation of gc.freeze
    small_heaps()


def small_heaps() -> None:
    """Have glibc give back what is free, which workers would fill and so copy, and keep two heaps instead of up to eight a core:
    one for each thread would mostly hold what is free again.
    """
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim") and hasattr(libc, "mallopt"):
        libc.malloc_trim(0)
        libc.mallopt(_M_ARENA_MAX, 2)


def _first_question(language: str) -> dict[str, object]:
    """A request for the first page, as the WSGI server would put it (PEP 3333)."""
    address = urlsplit(settings.TROTH.base_url)
    asked: dict[str, object] = {"HTTP_HOST": address.netloc, "HTTP_X_FORWARDED_PROTO": address.scheme}
    setup_testing_defaults(asked)
    path = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    return {**asked, "REMOTE_ADDR": "127.0.0.1", "PATH_INFO": path}


def _unheard(status: str, headers: list[tuple[str, str]], error: object = None, /) -> Callable[[bytes], object]:
    """A server's `start_response` for an answer nobody waits for."""
    return lambda body: None


def serve(told: Namespace) -> None:
    """Workers that each load the program, and a parent that watches them."""
    _serve(told, told.workers)


def serve_forked(told: Namespace, many: int, ready: int) -> None:
    """`many` workers that share what is loaded here; each tells the descriptor `ready` its process id when it serves."""
    stop_with_parent()
    multiprocessing.set_start_method("fork")
    load()
    _serve(told, many, partial(opened, partial(_say_ready, ready)))


def _serve(told: Namespace, many: int, loader: Callable[[], WSGIHandler] | None = None) -> None:
    """`loader`: asked by each worker for the shop, where that is not to be found by its name."""
    Granian(
        "troth.cli.workers:opened",
        factory=True,
        address=told.host,
        port=told.port,
        interface=Interfaces.WSGI,
        workers=many,
        blocking_threads=told.threads,
        backlog=1024,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,  # an access log would hold addresses and paths
        respawn_failed_workers=loader is None,  # who loads it for them does not stay
        respawn_interval=1.0,
        workers_kill_timeout=KILLED_AFTER,
        http1_settings=HTTP1Settings(max_buffer_size=LONGEST_HEAD),
        http2_settings=HTTP2Settings(max_headers_size=LONGEST_HEAD),
    ).serve(target_loader=loader, wrap_loader=False)


def _say_ready(descriptor: int) -> None:
    os.write(descriptor, b"%d\n" % os.getpid())
    os.close(descriptor)
