"""The way out of messages one can do without: a link in the footer, and the one-click headers of RFC 8058.

A purpose that a person can decline has a family of choices in the policy. Its mails carry a link that
ends it with one POST and no log-in. The link is of the kind `stop:<purpose>`; it may be used more than once (mail
programs repeat), so whoever serves `/my/privacy/stop/<purpose>/<token>/` asks `links.look`, not `redeem`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from troth import gate

from . import handles, links
from .templates import Template

# A mail lies about; its way out should outlive it.
HOURS = 24 * 365


@dataclass(frozen=True, slots=True)
class Stop:
    url: str

    @property
    def headers(self) -> dict[str, str]:
        return {"List-Unsubscribe": f"<{self.url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def stop(to: handles.To, template: Template) -> Stop | None:
    """A freshly minted way out, or None for a message that cannot be declined."""
    if not gate.policy().purposes[template.purpose].choice:
        return None
    person = _person(to)
    if person is None:
        return None
    token = links.mint(kind(template.purpose), person, hours=HOURS)
    return Stop(settings.TROTH.base_url + reverse("my-stop", args=[template.purpose, token]))


def kind(purpose: str) -> str:
    return f"stop:{purpose}"


def _person(to: handles.To) -> gate.PersonId | None:
    if isinstance(to, gate.PersonId):
        return to
    if isinstance(to, gate.PartyId):
        return gate.person_of_party(to)
    return gate.person_behind(to)
