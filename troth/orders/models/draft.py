"""Orders begun on the telephone, until their caller places them. Who called stands in the vault, under `party`.

The goods lie in a basket of the draft's own, whose word is made from `public_id`; a draft keeps nothing back from others.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from troth import gate


class Drafting(models.TextChoices):
    """How far a draft has come; the label is what the desk reads."""

    OPEN = "open", _("Being written")
    SENT = "sent", _("Link sent")
    PLACED = "placed", _("Ordered")
    CALLED_OFF = "called_off", _("Called off")


LIVING = frozenset({Drafting.OPEN, Drafting.SENT})


class Draft(models.Model):
    """`told_total`: what the caller was told it costs, minor units of `currency`, with `method`; None before that.

    `party` is random and of this draft alone: the order gets another. `ends_at`: when it is forgotten, at the latest.
    """

    number = models.CharField(_("number"), max_length=16, unique=True)
    public_id = models.UUIDField(_("id in links"), default=uuid.uuid4, unique=True, editable=False)
    party = models.UUIDField(_("party"), unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=Drafting, default=Drafting.OPEN)
    method = models.CharField(_("shipping method"), max_length=32, blank=True)
    told_total = models.BigIntegerField(_("total as it was told"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)  # "": the shop's first
    made_at = models.DateTimeField(_("begun"), default=timezone.now)
    sent_at = models.DateTimeField(_("link sent"), null=True, blank=True)
    ends_at = models.DateTimeField(_("forgotten at"), db_index=True)
    emptied_at = models.DateTimeField(_("personal data removed"), null=True, blank=True)
    order = models.OneToOneField("orders.Order", null=True, blank=True, on_delete=models.SET_NULL, related_name="draft")

    class Meta:
        verbose_name = _("order begun on the telephone")
        verbose_name_plural = _("orders begun on the telephone")
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["state", "made_at"], name="draft_by_state")]

    def __str__(self) -> str:
        return self.number

    @property
    def whose(self) -> gate.PartyId:
        """For the verbs of the gate."""
        return gate.PartyId(int=self.party.int)

    @property
    def basket(self) -> str:
        """The word of its basket. Nobody's cookie says it: those are as long as `numbers.secret`."""
        return f"draft {self.public_id}"

    @property
    def is_living(self) -> bool:
        return self.state in LIVING and self.ends_at > timezone.now()


class DraftAccess(models.Model):
    """A browser (by its `order_access` cookie) that followed the link to a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="accesses")
    browser_digest = models.CharField(_("hash of the cookie"), max_length=64, db_index=True)
    expires_at = models.DateTimeField(_("expires"), db_index=True)

    class Meta:
        verbose_name = _("access to an order begun on the telephone")
        verbose_name_plural = _("accesses to orders begun on the telephone")
        constraints = [models.UniqueConstraint(fields=["draft", "browser_digest"], name="draft_access_once")]

    def __str__(self) -> str:
        return f"Access {self.pk}"
