"""What the mails about people's rights say. Runs when they leave."""

from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format

from troth import channels, gate

from .erase import labels, planned
from .reader import KIND, LINK_HOURS


@channels.facts("privacy_link")
def privacy_link(leaving: channels.Leaving) -> dict[str, object]:
    if not isinstance(leaving.to, UUID):
        raise TypeError("a privacy link leads to a person, not to an alias")
    token = channels.links.mint(KIND, leaving.to, hours=LINK_HOURS)
    return {"url": reverse("my-privacy-enter", args=[token]), "hours": LINK_HOURS}


@channels.facts("erasure_done")
def erasure_done(leaving: channels.Leaving) -> dict[str, object]:
    """The plan as it is carried out a moment later: kinds, dates and clauses, no value."""
    plan = planned(leaving.to) if isinstance(leaving.to, gate.PersonId) else gate.Plan(())
    stays = [
        {"what": ", ".join(labels(line)), "until": date_format(line.until, "DATE_FORMAT"), "clause": line.clause}
        for line in plan.later
        if line.until is not None
    ]
    return {"url": reverse("privacy"), "gone": [label for line in plan.now for label in labels(line)], "stays": stays}


@channels.facts("rules_changed")
def rules_changed(leaving: channels.Leaving) -> dict[str, object]:
    """Nothing about where they live: whoever reads over their shoulder learns that something is asked."""
    return {"url": reverse("my-moved")}


@channels.facts("account_closed")
def account_closed(leaving: channels.Leaving) -> dict[str, object]:
    return {"url": reverse("my-privacy")}
