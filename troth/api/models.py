"""What the API remembers of requests that must not be done twice: hashes, and the number of the order they made."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptAnswer(models.Model):
    """`key`: keyed hash of basket and key; `request`: of the body, under a secret that is nowhere kept.

    The answer is made anew from `order`, so that nothing of it lies here; "" while it is being placed.
    """

    key = models.CharField(_("hash of the key"), max_length=64, unique=True)
    request = models.CharField(_("hash of the request"), max_length=64)
    order = models.CharField(_("order number"), max_length=16, blank=True)
    ends_at = models.DateTimeField(_("kept until"), db_index=True)

    class Meta:
        verbose_name = _("answer to a program")
        verbose_name_plural = _("answers to programs")

    def __str__(self) -> str:
        return f"Answer about {self.order or 'nothing yet'}"


class KeptChange(models.Model):
    """A change of stock that a program asked for under a key: `left` lay there after it, `change` more than before.

    Written in the transaction of the change, so that one is never there without the other.
    """

    key = models.CharField(_("hash of the key"), max_length=64, unique=True)
    request = models.CharField(_("hash of the request"), max_length=64)
    left = models.IntegerField(_("left"), default=0)
    change = models.IntegerField(_("change"), default=0)
    ends_at = models.DateTimeField(_("kept until"), db_index=True)

    class Meta:
        verbose_name = _("change of stock by a program")
        verbose_name_plural = _("changes of stock by programs")

    def __str__(self) -> str:
        return f"{self.change:+d}, {self.left} left"
