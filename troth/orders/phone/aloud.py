"""What the caller is told before anything is written down: one short paragraph, from the policy, to be read aloud."""

from __future__ import annotations

from contextlib import nullcontext

from django.utils.translation import gettext

from troth import gate
from troth.channels.speaking import speaking

from . import CONTACT, DELIVERY, RETENTION


def aloud(language: str | None = None) -> str:
    """Names every field that is asked, and how long it is kept. `language`: the caller's; None: that of the page."""
    with speaking(language) if language is not None else nullcontext():
        return _aloud()


def _aloud() -> str:
    policy = gate.policy()
    asked = dict.fromkeys(field.label for kind in (CONTACT, DELIVERY) for field in policy.kinds[kind].fields.values())
    return gettext(
        "“For your order I write down only what it needs: %(fields)s. I send you a link by e-mail; behind it you see all of "
        "it, put right what I misheard, and pay. Nothing is ordered before that. %(kept)s”"
    ) % {"fields": ", ".join(asked), "kept": policy.retention[RETENTION].says}
