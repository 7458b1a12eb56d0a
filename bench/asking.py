"""The shop asked within this process, with some of its middleware or without, by visitors from many addresses."""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

BROWSERS = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
]
BY_PEOPLE = BROWSERS[:3]


def prepared(place: Path) -> None:
    """A practice shop in a folder of its own. Before anything of Django's is imported."""
    os.environ["TROTH_HOME"], os.environ["TROTH_KEYS"] = str(place / "var"), str(place / "keys")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.settings")
    from troth.cli import prepare

    prepare.prepare()  # in a process of its own, so that this one has not loaded the program yet
    import django

    django.setup()


def shop(without: Collection[str] = ()) -> Any:
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    whole = list(settings.MIDDLEWARE)
    if missing := [each for each in without if each not in whole]:
        raise RuntimeError(f"the shop has no such middleware: {missing}")
    settings.MIDDLEWARE = [each for each in whole if each not in without]
    try:
        return WSGIHandler()
    finally:
        settings.MIDDLEWARE = whole


def product() -> str:
    """The address of a page that shows one."""
    from troth.catalog.models import Product

    return f"/products/{Product.objects.filter(status='published').values_list('slug', flat=True)[0]}/"


def ask(
    handler: Any, path: str, requests: int, *, agents: Collection[str] = BROWSERS, status: str = "200", **sent: str
) -> float:
    """Seconds of CPU for so many. `sent`: more of the WSGI environment. Raises RuntimeError for another answer."""
    told, heard = [*agents], _hearing(status)
    began = time.process_time()
    for number in range(requests):
        asked: dict[str, Any] = {"HTTP_HOST": "localhost", "HTTP_USER_AGENT": told[number % len(told)]}
        setup_testing_defaults(asked)
        asked |= {"PATH_INFO": path, "REMOTE_ADDR": f"198.18.{number // 250}.{number % 250}"}
        asked["HTTP_REFERER"] = f"https://blog.example/tubes-{number % 50}?from=here"
        asked |= sent
        answer = handler(asked, heard)
        for part in answer:
            del part
        answer.close()
    return time.process_time() - began


def _hearing(wanted: str) -> Any:
    def heard(status: str, headers: list[tuple[str, str]], error: object = None, /) -> Any:
        if not status.startswith(wanted):
            raise RuntimeError(f"{wanted} was wanted: {status}")
        return lambda body: None

    return heard
