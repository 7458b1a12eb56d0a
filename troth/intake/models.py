"""What was taken in, by opaque ids. Whose it is, only the vault can tell."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class What(models.TextChoices):
    CONTACT = "contact", _("a person")
    ORDER = "order", _("an order")


class Taken(models.Model):
    """A person or an order that a run took in. Written before the vault is told anything, so that nothing is doubled
    by a run that was killed; `mark` is "" until it is done.

    `run`: the ImportRun's ref. `made`: the run made the person (an order always is made). `shop`: the former shop's name, ""
    for the only one of its system, of people `former_shop.of_people`; `former`: the order's key there, or `by_telephone.key`. `mark`: keyed digest of what the file said. `records`:
    what it put into the address book.
    `until`: when what came with a person is to be forgotten, without an account or an order of theirs.
    """

    run = models.UUIDField(_("run"), db_index=True)
    what = models.CharField(_("what"), max_length=8, choices=What)
    made = models.BooleanField(_("made by the run"), default=True)
    alias = models.CharField(_("alias"), max_length=80, blank=True, db_index=True)
    party = models.UUIDField(_("party"), unique=True)
    shop = models.CharField(_("former shop"), max_length=40, blank=True, default="")
    former = models.CharField(_("key in the earlier shop"), max_length=120, blank=True, db_index=True)
    mark = models.CharField(_("mark"), max_length=64, blank=True, db_index=True)
    status = models.CharField(_("status it came with"), max_length=16, blank=True)
    records = models.JSONField(_("address book"), default=list)
    itemised = models.BooleanField(_("the file named its lines"), default=False)
    until = models.DateTimeField(_("forgotten after"), null=True, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("record of an earlier shop")
        verbose_name_plural = _("records of an earlier shop")

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"
