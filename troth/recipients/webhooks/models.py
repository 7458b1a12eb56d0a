"""Addresses of programs, and the words sent to them: numbers and times, nobody's data, and no secret."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .events import Event


class Endpoint(models.Model):
    """A program's address. `round`: counts its secrets, which are made from the key ring and never stored.

    `former_until`: as long as that, words are signed with the secret before as well. `failures`: in a row.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    url = models.URLField(_("address"), max_length=500)
    events = models.JSONField(_("what it is told"), default=list)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    round = models.PositiveIntegerField(_("number of its secret"), default=1)
    former_until = models.DateTimeField(_("former secret used until"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    resting_until = models.DateTimeField(_("left alone until"), null=True, blank=True)
    on = models.BooleanField(_("switched on"), default=True)
    gave_up_at = models.DateTimeField(_("switched off because it failed"), null=True, blank=True)

    class Meta:
        verbose_name = _("address of a program")
        verbose_name_plural = _("addresses of programs")
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.url


class Sent(models.TextChoices):
    WAITING = "waiting", _("waits")
    TAKEN = "taken", _("taken")
    FAILED = "failed", _("not taken")


class Delivery(models.Model):
    """One word to one address. `ref` is the word's own id, the same at every try, so that a program can tell doubles.

    `status`: what was answered last, 0 for no answer. `why`: a word for what was wrong. Nothing else of an answer is kept.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(_("event"), max_length=32)
    ids = models.JSONField(_("about what"), default=dict)
    happened_at = models.DateTimeField(_("time"), default=timezone.now)
    state = models.CharField(_("state"), max_length=8, choices=Sent, default=Sent.WAITING)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    status = models.PositiveIntegerField(_("answer"), default=0)
    why = models.CharField(_("what was wrong"), max_length=16, blank=True)
    tried_at = models.DateTimeField(_("last try"), null=True, blank=True)

    class Meta:
        verbose_name = _("word to a program")
        verbose_name_plural = _("words to programs")
        ordering = ["-happened_at", "-id"]
        indexes = [models.Index(fields=["endpoint", "-happened_at"], name="delivery_by_endpoint")]

    def __str__(self) -> str:
        return f"{self.event} {self.ref}"


class Standing(models.Model):
    """What is so just now and was told: told again only after it was otherwise."""

    event = models.CharField(_("event"), max_length=32, choices=Event)
    about = models.UUIDField(_("about what"))

    class Meta:
        verbose_name = _("state told to programs")
        verbose_name_plural = _("states told to programs")
        constraints = [models.UniqueConstraint(fields=["event", "about"], name="standing_told_once")]

    def __str__(self) -> str:
        return f"{self.event} {self.about}"
