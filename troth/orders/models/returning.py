"""Goods on their way back. Why is one of a fixed list: a sentence of anybody's could name somebody."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..returns.states import Returning
from .order import By


class BackFor(models.TextChoices):
    """Why something comes back, in the buyer's words."""

    CHANGED_MIND = "changed_mind", _("I don't want it any more")
    WRONG_SIZE = "wrong_size", _("It does not fit what I need it for")
    NOT_AS_SHOWN = "not_as_shown", _("It is not as it was shown")
    DAMAGED = "damaged", _("It arrived damaged")
    FAULTY = "faulty", _("It does not work")
    WRONG_THING = "wrong_thing", _("I got something else than I ordered")
    NOT_HERE = "not_here", _("It never arrived")


# What somebody can choose who sends something back: they have it.
CHOSEN = tuple((each.value, each.label) for each in BackFor if each != BackFor.NOT_HERE)
OURS = frozenset({BackFor.NOT_AS_SHOWN, BackFor.DAMAGED, BackFor.FAULTY, BackFor.WRONG_THING})  # our fault


class Wish(models.TextChoices):
    """What the buyer would like."""

    MONEY = "money", _("My money back")
    EXCHANGE = "exchange", _("A replacement")


class NotTaken(models.TextChoices):
    """Why a return is not agreed to, or not paid for."""

    TOO_LATE = "too_late", _("The time for sending it back is over")
    USED = "used", _("It was used more than trying it out needs")
    NOT_OURS = "not_ours", _("What arrived is not what we sent")
    SEALED_GOODS = "sealed_goods", _("It was sealed for hygiene and has been opened")
    MADE_TO_ORDER = "made_to_order", _("It was made to order")
    SETTLED = "settled", _("It was settled in another way")


class Condition(models.TextChoices):
    """How it looked when it was unpacked."""

    AS_NEW = "as_new", _("As new")
    OPENED = "opened", _("Opened, but whole")
    DAMAGED = "damaged", _("Damaged")
    MISSING = "missing", _("Not in the parcel")


class ReturnRequest(models.Model):
    """One return of an order. `send_by`: until when an agreed return must be on its way to us; see `orders.returns`.

    `label_by`: the carrier whose label was offered for the way back, "" for none. The label itself is kept nowhere:
    it is made when the buyer asks for it. One that was exchanged and never received is a replacement for what need not
    come back; see `orders.returns.resend`. `label_ref`: ours, the same however often; `label_number`: the carrier's.
    `label_unheard_at`: one may have been made and nobody heard of it; see `orders.returns.label_looked_up`.
    """

    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="returns")
    public_id = models.UUIDField(_("id in links"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=Returning, default=Returning.ASKED)
    wish = models.CharField(_("wish"), max_length=8, choices=Wish, default=Wish.MONEY)
    by = models.CharField(_("asked for by"), max_length=16, choices=By)
    not_taken = models.CharField(_("why not"), max_length=16, choices=NotTaken, blank=True)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    send_by = models.DateTimeField(_("to be sent until"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    refund = models.OneToOneField(
        "orders.Refund", null=True, blank=True, on_delete=models.PROTECT, related_name="for_return"
    )
    label_by = models.CharField(_("label by"), max_length=32, blank=True)
    label_ref = models.CharField(_("our reference of the label"), max_length=43, blank=True)
    label_number = models.CharField(_("tracking number of the label"), max_length=64, blank=True)
    label_asked_at = models.DateTimeField(_("label being made since"), null=True, blank=True)
    label_unheard_at = models.DateTimeField(_("no answer about the label since"), null=True, blank=True)

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["state", "asked_at"], name="return_by_state")]

    def __str__(self) -> str:
        return f"Return {self.pk} ({self.state})"


class Owed(models.TextChoices):
    """How far the payment of a difference has come."""

    WAITING = "waiting", _("To be paid")
    PAID = "paid", _("Paid")
    LAPSED = "lapsed", _("Not paid in time")


class Difference(models.Model):
    """What a dearer replacement costs on top, minor units of `currency`. Its goods are kept back `until` it is paid.

    `chosen`: [line of the return, variant, what it costs more (or less, below 0)] for each. `taken`: from which locations
    they were taken: {variant: [[location, quantity]]}, empty in a shop with one.
    """

    request = models.ForeignKey(ReturnRequest, on_delete=models.CASCADE, related_name="differences")
    public_id = models.UUIDField(_("id in links"), default=uuid.uuid4, unique=True, editable=False)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("state"), max_length=8, choices=Owed, default=Owed.WAITING)
    chosen = models.JSONField(_("what is sent instead"), default=list)
    taken = models.JSONField(_("from where it was taken"), default=dict, blank=True)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    until = models.DateTimeField(_("goods kept back until"), db_index=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("difference to pay")
        verbose_name_plural = _("differences to pay")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(state="waiting"), name="difference_one_waiting_a_return"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="difference_of_something"),
        ]

    def __str__(self) -> str:
        return f"Difference {self.pk} ({self.state})"


class ReturnLine(models.Model):
    """So many of one line. `restocked`: how many went back to the shelf.

    `replaced_by`: the line that is sent in exchange. It costs nothing; `worth` is what was paid for what it stands for.
    """

    request = models.ForeignKey(ReturnRequest, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey("orders.OrderLine", on_delete=models.CASCADE, related_name="returned")
    quantity = models.PositiveIntegerField(_("quantity"))
    why = models.CharField(_("reason"), max_length=16, choices=BackFor)
    condition = models.CharField(_("condition"), max_length=8, choices=Condition, blank=True)
    restocked = models.PositiveIntegerField(_("back on the shelf"), default=0)
    worth = models.BigIntegerField(_("what the replacement stands for"), default=0)
    replaced_by = models.OneToOneField(
        "orders.OrderLine", null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces"
    )

    class Meta:
        verbose_name = _("line of a return")
        verbose_name_plural = _("lines of returns")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "line"], name="return_line_once"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, restocked__lte=models.F("quantity"), worth__gte=0),
                name="return_line_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"
