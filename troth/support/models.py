"""Cases and what was done about them. Ids, times and words of fixed lists; whom they are about, only the vault knows."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from troth.orders.models.order import By
from troth.orders.problems import Problem

ANSWER_WITHIN = timedelta(days=2)


def _due() -> datetime:
    return timezone.now() + ANSWER_WITHIN


class Outcome(models.TextChoices):
    """How it ended."""

    SENT = "sent", _("Sent, or sent again")
    PAID = "paid", _("Paid after all")
    GIVEN_BACK = "given_back", _("Money given back")
    COMES_BACK = "comes_back", _("It comes back, as a return")
    CORRECTED = "corrected", _("Address or order put right")
    NOT_REACHED = "not_reached", _("The customer could not be reached")
    NO_PROBLEM = "no_problem", _("There was no problem")
    BY_ITSELF = "by_itself", _("It settled itself")


class Tried(models.TextChoices):
    """What came of trying to reach somebody."""

    WRITTEN = "written", _("Mail sent")
    LOOKED = "looked", _("Number looked up")
    REACHED = "reached", _("Reached")
    MESSAGE_LEFT = "message_left", _("Message left")
    NO_ANSWER = "no_answer", _("No answer")
    CLAIMED = "claimed", _("Asked the carrier to make up for it")


class Case(models.Model):
    """One problem of one order. `due_at`: until when somebody should do the next thing. `owner`: who sees to it.

    Nobody's until somebody took it or did something; then whoever has the job may (see `owners`).
    """

    ref = models.UUIDField(_("id in links"), default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="cases")
    problem = models.CharField(_("problem"), max_length=20, choices=Problem)
    by = models.CharField(_("opened by"), max_length=16, choices=By)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), default=_due)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["closed_at", "due_at"], name="case_by_deadline")]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "problem"], condition=models.Q(closed_at=None), name="case_one_open_a_problem"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
                name="case_closed_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Case {self.pk} ({self.problem})"


class Report(models.Model):
    """What a buyer told of it. `record`: their words, which lie in the vault; None where they wrote none.

    `key_digest` makes a form that is sent twice tell once; `taking_until`: its words are being taken in.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    key_digest = models.CharField(_("hash of the form's key"), max_length=64, unique=True, editable=False)
    record = models.UUIDField(_("record of the words"), null=True, blank=True, editable=False)
    taking_until = models.DateTimeField(_("words being taken in until"), null=True, blank=True, editable=False)
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("report of a problem")
        verbose_name_plural = _("reports of problems")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"Report {self.pk}"


class ReportLine(models.Model):
    """So many of one line of the order are concerned."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey("orders.OrderLine", on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField(_("quantity"))

    class Meta:
        verbose_name = _("line of a report")
        verbose_name_plural = _("lines of reports")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "line"], name="report_line_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="report_line_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"


class Attempt(models.Model):
    """Somebody tried to reach the customer, or the carrier. Who, the ledger knows."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attempts")
    channel = models.CharField(_("channel"), max_length=20)
    tried = models.CharField(_("what came of it"), max_length=16, choices=Tried)
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("attempt to reach somebody")
        verbose_name_plural = _("attempts to reach somebody")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.channel}: {self.tried}"
