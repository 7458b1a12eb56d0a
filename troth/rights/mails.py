"""What the mails about people's rights say. Runs when they leave."""

from uuid import UUID

from troth import channels

from .reader import KIND, LINK_HOURS


@channels.facts("privacy_link")
def privacy_link(leaving: channels.Leaving) -> dict[str, object]:
    if not isinstance(leaving.to, UUID):
        raise TypeError("a privacy link leads to a person, not to an alias")
    token = channels.links.mint(KIND, leaving.to, hours=LINK_HOURS)
    return {"url": f"/my/privacy/enter/{token}/", "hours": LINK_HOURS}


@channels.facts("erasure_done")
def erasure_done(leaving: channels.Leaving) -> dict[str, object]:
    return {"url": "/privacy/"}


@channels.facts("account_closed")
def account_closed(leaving: channels.Leaving) -> dict[str, object]:
    return {"url": "/my/privacy/"}
