"""Somebody need not pay sales tax in a place. The certificate's number, and whose it is, lie in the vault under `party`."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from troth import gate

from .tax import CODE


class Ground(models.TextChoices):
    """Why the law lets them off."""

    EDUCATION = "education", _("school, university or non-profit")
    RESALE = "resale", _("resale certificate")
    GOVERNMENT = "government", _("government")


class Standing(models.TextChoices):
    """`FILING`: its certificate is being taken in. What has expired still stands as `HOLDS`; its last day says so."""

    FILING = "filing", _("being filed")
    ASKED = "asked", _("waits for us to look at it")
    HOLDS = "holds", _("approved")
    DECLINED = "declined", _("not approved")
    WITHDRAWN = "withdrawn", _("withdrawn")


class WhyNot(models.TextChoices):
    """Why one was declined or withdrawn, as its holder reads it."""

    NUMBER = "number", _("The state does not know this number, or knows it for somebody else.")
    OTHER_NAME = "name", _("The certificate is made out to another name than that of the account.")
    OTHER_GOODS = "goods", _("It does not cover what we sell.")
    PAPER = "paper", _("We need the certificate itself. Please write to us, and we tell you how to send it.")
    ENDED = "ended", _("The state has ended it.")
    ASKED_FOR = "asked_for", _("You asked us to end it.")


class Exemption(models.Model):
    """`region` "": all of the country. `valid_until`: its last day. `warned_at`: when its holder was told that it ends.

    `filed_by`: the account of the employee who filed it for them. `alone`: the same employee approved it, since nobody else had
    that job. `in_books`: what proves it is kept as long as the books (`exemptions.books`).
    """

    ref = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True, editable=False)
    party = models.UUIDField(_("party"), default=uuid.uuid4, unique=True, editable=False)
    ground = models.CharField(_("ground"), max_length=12, choices=Ground)
    country = models.CharField(_("country"), max_length=2, validators=[CODE])
    region = models.CharField(_("state or region"), max_length=64, blank=True)
    valid_until = models.DateField(_("valid until"))
    state = models.CharField(_("state"), max_length=12, choices=Standing, default=Standing.FILING)
    why = models.CharField(_("why not"), max_length=12, choices=WhyNot, blank=True)
    language = models.CharField(_("language"), max_length=16, blank=True)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    warned_at = models.DateTimeField(_("told that it ends"), null=True, blank=True)
    filed_by = models.BigIntegerField(_("filed by the employee with this account"), null=True, blank=True)
    alone = models.BooleanField(_("filed and approved by the same employee"), default=False)
    in_books = models.BooleanField(_("kept with the books"), default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("tax exemption")
        verbose_name_plural = _("tax exemptions")
        ordering = ["begun_at", "pk"]
        indexes = [models.Index(fields=["state", "valid_until"], name="exemption_by_state")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def whose(self) -> gate.PartyId:
        return gate.PartyId(int=self.party.int)
