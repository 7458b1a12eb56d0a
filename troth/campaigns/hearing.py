"""`hear`: a partner's sums of a day come in.

Beside what every door holds against (`inbound.reading`): somebody's number dressed up as a campaign's name. A name has no
room for one, and a day has room for so many campaigns and no more.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from troth import gate
from troth.orders import jobs
from troth.recipients import campaigns
from troth.recipients.campaigns import Day
from troth.recipients.inbound import Door, practice, tally
from troth.recipients.inbound.partners import PRACTICE
from troth.recipients.payment import NotTheirWord

from .models import CampaignDay

PURPOSE = "measure_campaigns"
MOST_A_DAY = 30  # campaigns of one partner


def hear(partner: str, body: bytes, headers: Mapping[str, str]) -> bool:
    """False for a word that was heard before. Raises LookupError for an unknown partner, NotTheirWord."""
    word = campaigns.read(partner, body, headers)
    try:
        with transaction.atomic():
            tally.note(Door.CAMPAIGNS, partner, word.id, word.dropped)
            _keep(partner, word)
    except tally.HeardBefore:
        return False
    return True


def practise(actor: gate.Actor, **told: object) -> None:
    """Let the practice partner tell of a day. Raises LookupError in a live shop, NotTheirWord, `gate.Refused`."""
    jobs.may(actor, PURPOSE)
    hear(PRACTICE, *practice.message(Door.CAMPAIGNS, told))


def _keep(partner: str, word: Day) -> None:
    others = CampaignDay.objects.filter(partner=partner, day=word.day).exclude(campaign=word.campaign)
    if others.count() >= MOST_A_DAY:
        raise NotTheirWord("more campaigns than a day has room for")
    kept = {name: getattr(word, name) for name in ("shown", "clicked", "cost", "currency", "voucher")}
    CampaignDay.objects.update_or_create(partner=partner, campaign=word.campaign, day=word.day, defaults=kept)
