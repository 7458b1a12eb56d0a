"""What is counted of words that came in. Nothing of what they said."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class InboundTally(models.Model):
    """How often a partner spoke at a door, and how much it said that nobody asked for."""

    door = models.CharField(_("door"), max_length=16)
    partner = models.CharField(_("partner"), max_length=30)
    heard = models.PositiveIntegerField(_("words heard"), default=0)
    dropped = models.PositiveIntegerField(_("things thrown away unread"), default=0)

    class Meta:
        verbose_name = _("tally of a partner")
        verbose_name_plural = _("tallies of partners")
        constraints = [models.UniqueConstraint(fields=["door", "partner"], name="one_tally_a_partner")]

    def __str__(self) -> str:
        return f"{self.door}/{self.partner}: {self.heard}"


class InboundWord(models.Model):
    """A word that was heard: told again, it changes nothing. Kept for a month: partners tell a word again for days at most."""

    door = models.CharField(_("door"), max_length=16)
    partner = models.CharField(_("partner"), max_length=30)
    word = models.CharField(_("digest of its number"), max_length=64)
    heard_at = models.DateTimeField(_("heard"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("word heard")
        verbose_name_plural = _("words heard")
        constraints = [models.UniqueConstraint(fields=["door", "partner", "word"], name="heard_once")]

    def __str__(self) -> str:
        return f"{self.door}/{self.partner}"
