"""The door for a WSGI server. In practice mode another site stands beside the shop, at a host of its own."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.settings")


def _opened() -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    shop = get_wsgi_application()
    from troth.arriving import arrived  # now that settings are there

    if not settings.TROTH.practice:
        return arrived(shop)
    from troth.recipients import elsewhere

    return arrived(elsewhere.beside(shop))


application = _opened()
