"""Are the services people may sign in with there, and does the policy name them?"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from troth.people import second_factor
from troth.recipients import sign_in

from .finding import Finding

BACK = "/account/with/{name}/back/"


def sign_in_services() -> Iterator[Finding]:
    offered = sign_in.offered()
    for name in settings.TROTH.sign_in:
        if name not in offered:
            says = f"the policy has no recipient {name}, so it is not offered; declare it, since it learns who signs in"
            yield Finding(f"sign-in by {name}", "unfit", says)
            continue
        back = settings.TROTH.base_url + BACK.format(name=name)
        try:
            sign_in.service(name).begin(sign_in.new(back), frozenset())
        except sign_in.NoAnswer as trouble:
            says = f"{trouble}; see whether issuer and page in the file of TROTH_SIGN_IN_FILE are right"
            yield Finding(f"sign-in by {name}", "unfit", says)
        else:
            yield Finding(f"sign-in by {name}", "fit", f"it answers; it has to know {back}")


def second_factors() -> Iterator[Finding]:
    """Apps and recovery codes are sealed under the shop's secret: with it they were lost."""
    many = second_factor.count_shut()
    if not many:
        yield Finding("second factors", "fit", "all of them open")
        return
    says = (
        f"{many} apps or sets of recovery codes open under no named secret, so they let nobody in; put the secret they were made "
        "under into django.key.before, or run `troth keys second-factors --remove-shut`: their owners add them anew"
    )
    yield Finding("second factors", "unfit", says)
