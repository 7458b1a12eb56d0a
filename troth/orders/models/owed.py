"""Money owed: a payment that the payer's bank took back although the goods had been sent. Who asked for it, the ledger knows."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Owing(models.TextChoices):
    """What became of it."""

    OPEN = "open", _("To be paid")
    PAID = "paid", _("Paid")
    LET_GO = "let_go", _("Let go")


class Asking(models.TextChoices):
    """How often we wrote. Nobody is reminded more than twice."""

    REQUEST = "request", _("Asked for")
    FIRST = "first", _("First reminder")
    LAST = "last", _("Last reminder")


class Pause(models.TextChoices):
    """Why nothing is written just now."""

    OBJECTED = "objected", _("Objected")
    STOPPED = "stopped", _("Reminders stopped")
    NOBODY = "nobody", _("Nobody to ask any more")


class LetGoFor(models.TextChoices):
    """Why it is not asked for any more. One of a list: a sentence of anybody's could name somebody."""

    NOT_OWED = "not_owed", _("It is not owed")
    ANOTHER_WAY = "another_way", _("It was settled in another way")
    GOODWILL = "goodwill", _("Goodwill")
    IN_VAIN = "in_vain", _("Nothing is to be got")


class Debt(models.Model):
    """What one lost dispute left unpaid, minor units of `currency`. `due_on`: by when the newest letter asks for it.

    `pause` holds the reminders, whatever the day. `objections`: how often the customer said that they do not owe it.
    """

    dispute = models.OneToOneField("orders.Dispute", on_delete=models.PROTECT, related_name="debt")
    public_id = models.UUIDField(_("id in links"), default=uuid.uuid4, unique=True, editable=False)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("state"), max_length=6, choices=Owing, default=Owing.OPEN)
    level = models.CharField(_("how far it was asked for"), max_length=7, choices=Asking, default=Asking.REQUEST)
    due_on = models.DateField(_("to be paid by"))
    pause = models.CharField(_("why nothing is written"), max_length=8, choices=Pause, blank=True)
    paused_at = models.DateTimeField(_("nothing written since"), null=True, blank=True)
    objections = models.PositiveSmallIntegerField(_("objections"), default=0)
    why = models.CharField(_("why it was let go"), max_length=11, choices=LetGoFor, blank=True)
    asked_at = models.DateTimeField(_("first asked for"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("money owed")
        verbose_name_plural = _("money owed")
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["state", "due_on"], name="debt_by_day")]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="debt_of_something")]

    def __str__(self) -> str:
        return f"Debt {self.pk} ({self.state})"
