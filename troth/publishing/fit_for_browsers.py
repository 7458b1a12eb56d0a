"""Do responses keep to the policy by themselves, and can every declared service be a real one?"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from troth import gate
from troth.visits import enforcement

from .finding import Finding

# Names that lead nowhere (RFC 2606, RFC 6761): a policy that still has them was not made this shop's own.
NOWHERE = (".example", ".example.com", ".example.net", ".example.org", ".test", ".invalid", ".localhost")


def cookies() -> Iterator[Finding]:
    faults = enforcement.counted()
    if faults:
        named = ", ".join(sorted({f"{each.cookie} ({each.page})" for each in faults})[:3])
        many = sum(each.many for each in faults)
        says = f"{many} times one was kept back that the policy does not let out: {named}; see the office, and mend the page"
        yield Finding("cookies", "unfit", says)
    else:
        yield Finding("cookies", "fit", "none had to be kept back")


def services() -> Iterator[Finding]:
    """Of a live shop: services at hosts that are nobody's."""
    found = [each for each in gate.policy().services.values() if each.in_force]
    if settings.TROTH.practice:
        return
    for each in found:
        odd = [host for host in enforcement.hosts_of(each) if host.endswith(NOWHERE)]
        if odd:
            says = f"it would load from {odd[0]}, which is nobody's; name the real host in the policy or take it out"
            yield Finding(f"service {each.name}", "unfit", says)
