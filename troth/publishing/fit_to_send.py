"""Do the carriers let the shop in? Asked with its accounts and nothing else; only where there are accounts."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from troth.recipients.carrier import CarrierTrouble
from troth.recipients.parcels import COUNTERS, sdk

from .finding import Finding


def carriers() -> Iterator[Finding]:
    if settings.TROTH.carrier != "karrio":
        return
    if not sdk.installed():
        says = "the Python packages of requirements/carriers.txt are not whole; install them again"
        yield Finding("carriers", "unfit", says)
        return
    for name, account in settings.TROTH.carriers.items():
        counter = COUNTERS[name](account, sandbox=settings.TROTH.practice)
        try:
            counter.enter()
        except CarrierTrouble as trouble:
            says = f"{trouble}; see whether TROTH_{name.upper()}_CLIENT_ID, …_SECRET and …_ACCOUNT_NUMBER are right"
            yield Finding(f"carrier {name}", "unfit", says)
        else:
            yield Finding(f"carrier {name}", "fit", "it lets the shop in")
