"""What was written under a product, by opaque ids. The words, the name beside them and whose they are lie in the vault."""

from __future__ import annotations

import uuid
from typing import Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from troth import gate
from troth.catalog.models import Product

STARS: Final = (1, 2, 3, 4, 5)


class State(models.TextChoices):
    """`WRITING`: its words are being taken in. `GOING`: taken back, and its words are being destroyed; then no row is left."""

    WRITING = "writing", _("being written")
    GOING = "going", _("taken back")
    WAITING = "waiting", _("waits for us to read it")
    SHOWN = "shown", _("shown on the page")
    REFUSED = "refused", _("not shown")


class Why(models.TextChoices):
    """Why one was refused, as its writer reads it."""

    ELSEWHERE = "elsewhere", _("It is not about this product.")
    PERSONAL = "personal", _("It tells something about a person, such as a name or how to reach somebody.")
    RUDE = "rude", _("It insults somebody, or is meant to hurt.")
    ADVERT = "advert", _("It advertises something.")
    UNLAWFUL = "unlawful", _("We believe the law does not let us show it.")
    UNCLEAR = "unclear", _("We could not make out what it says.")


class Comment(models.Model):
    """`stars`: 1 to 5; None for a question. `product`: None once it is not in the shop any more.

    `turn` grows with each change of its words, state or answer: what somebody decides is bound to the turn they saw.
    `record`: its words in the vault, and no others. `answer`: ours. `language`: of the page it was written on; "" for the shop's
    first one. `renewed_on`: the day on which it, or our answer, last came to its page. `resting`: its writer has stopped processing, so it counts nowhere. `begun_at`: when its words began to be taken
    in, or to be destroyed.
    """

    ref = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True, editable=False)
    product = models.ForeignKey(Product, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments")
    party = models.UUIDField(_("party"), default=uuid.uuid4, unique=True, editable=False)
    record = models.UUIDField(_("record"), null=True, blank=True, editable=False)
    answer = models.UUIDField(_("record of the answer"), null=True, blank=True, editable=False)
    stars = models.PositiveSmallIntegerField(_("stars"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WRITING)
    why = models.CharField(_("why not"), max_length=12, choices=Why.choices, blank=True)
    turn = models.PositiveIntegerField(_("turn"), default=1)
    language = models.CharField(_("language"), max_length=16, blank=True)
    resting = models.BooleanField(_("processing is stopped"), default=False)
    written_on = models.DateField(_("written"), default=timezone.localdate)
    renewed_on = models.DateField(_("on the page since"), null=True, blank=True, editable=False)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    key_digest = models.CharField(_("digest of the form's key"), max_length=64, unique=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-written_on", "-pk"]
        indexes = [
            models.Index(fields=["product", "state", "-written_on"], name="comments_of_product"),
            models.Index(fields=["state", "begun_at"], name="comments_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stars=None) | models.Q(stars__gte=STARS[0], stars__lte=STARS[-1]),
                name="comments_stars",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def whose(self) -> gate.PartyId:
        return gate.PartyId(int=self.party.int)


class Shown(models.Model):
    """The one row about all that pages show of comments: `revision` grows with every change of it."""

    ONLY: Final = 1

    revision = models.BigIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("comments shown")
        verbose_name_plural = _("comments shown")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.revision}"

    @classmethod
    def bump(cls) -> None:
        """One UPDATE, in the transaction of the change itself: pages kept before are not shown after it."""
        if not cls.objects.filter(pk=cls.ONLY).update(revision=models.F("revision") + 1):
            cls.objects.get_or_create(pk=cls.ONLY)
            cls.objects.filter(pk=cls.ONLY).update(revision=models.F("revision") + 1)
