"""Who was met at a trade show, and who signed up for news, by opaque ids. Whose they are, only the vault can tell."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ShowNotes(models.Model):
    """What was noted in one go: of one person, or from one file."""

    ref = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True, editable=False)
    show = models.CharField(_("trade show"), max_length=60)
    place = models.CharField(_("place"), max_length=40)
    day = models.DateField(_("day"))
    taken_at = models.DateTimeField(_("noted"), default=timezone.now)
    people = models.PositiveIntegerField(_("people"), default=0)

    class Meta:
        verbose_name = _("notes of a trade show")
        verbose_name_plural = _("notes of trade shows")
        ordering = ["-taken_at", "-id"]

    def __str__(self) -> str:
        return f"{self.show} {self.day}"


class Met(models.Model):
    """One person of them. `made`: nobody was known at their address before. `record`: what was noted of where they work.

    `until`: when they are forgotten, without an account or an order of theirs.
    """

    notes = models.ForeignKey(ShowNotes, on_delete=models.CASCADE, related_name="met")
    alias = models.CharField(_("alias"), max_length=80, db_index=True)
    made = models.BooleanField(_("made by the notes"), default=True)
    record = models.UUIDField(_("record"), null=True, blank=True)
    until = models.DateTimeField(_("forgotten after"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("somebody who was met")
        verbose_name_plural = _("people who were met")

    def __str__(self) -> str:
        return f"Met {self.pk}"


class NewsAsked(models.Model):
    """A yes to news that was said at a show and written down by somebody else: its owner is asked by mail.

    `kinds`: purposes of the policy, apart by a space. `answered_at`: when they said it themselves.
    """

    ref = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True, editable=False)
    met = models.OneToOneField(Met, on_delete=models.CASCADE, related_name="asked")
    kinds = models.CharField(_("kinds of news"), max_length=200)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, db_index=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("somebody asked about news")
        verbose_name_plural = _("people asked about news")

    def __str__(self) -> str:
        return f"Asked {self.pk}"


class SignUp(models.Model):
    """An address was typed for news, and its owner has not answered yet. Gone once they have.

    `whose` and `to`: as `channels.handles` has them; two rows of one person look unlike. `kinds`: purposes of the policy, apart by
    a space. `pressed_at`: when its owner pressed the button; what is left to do is done then, or by a task.
    """

    ref = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True, editable=False)
    whose = models.CharField(_("sealed for"), max_length=10)
    to = models.TextField(_("sealed handle"))
    kinds = models.CharField(_("kinds of news"), max_length=200)
    language = models.CharField(_("language"), max_length=16, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, db_index=True)
    pressed_at = models.DateTimeField(_("pressed"), null=True, blank=True)

    class Meta:
        verbose_name = _("sign-up for news")
        verbose_name_plural = _("sign-ups for news")

    def __str__(self) -> str:
        return f"Sign-up {self.pk}"
