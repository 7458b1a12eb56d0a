"""What `troth doctor` asks about visitors' addresses: whom it believes them from, and whether it knows what they belong to."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from troth.visits.log import networks

from .finding import Finding


def visitors() -> Iterator[Finding]:
    proxies = settings.TROTH.proxies
    if proxies:
        named = ", ".join(map(str, proxies))
        yield Finding("visitors' addresses", "fit", f"as X-Forwarded-For says, believed from {named}")
    elif settings.TROTH.practice:
        yield Finding("visitors' addresses", "fit", "the connection's own; X-Forwarded-For is believed from nobody")
    else:
        says = (
            "behind a proxy all visitors look like one, and share its limits; set TROTH_PROXIES to the proxy's address "
            "(127.0.0.1 on the same machine)"
        )
        yield Finding("visitors' addresses", "unfit", says)


def tables() -> Iterator[Finding]:
    files = networks.files()
    if not files:
        says = "no table of them, so visitors' countries are unknown and the strictest rules hold; see TROTH_NETWORKS"
        yield Finding("networks", "note", says)
        return
    try:
        kinds = networks.load()
    except (OSError, ValueError):
        named = ", ".join(file.name for file in files)
        yield Finding(
            "networks", "unfit", f"{named} cannot be read; put a MaxMind DB file there, or mend TROTH_NETWORKS"
        )
    else:
        yield Finding("networks", "fit", f"from {', '.join(kinds)}; a new file is read as soon as it is there")
