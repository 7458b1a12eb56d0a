"""Are the services people may sign in with there, and does the policy name them?"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

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
