"""A filter of the order list that an employee gave a name. Neither the filter nor the name says anything of a customer."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """`query` is what `orders.lists.query` writes. `place`: where it stands among the employee's own."""

    ref = models.UUIDField(_("id in links"), default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="order_views")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(_("filter"), max_length=1000)
    shared = models.BooleanField(_("for everybody here"), default=False)
    is_default = models.BooleanField(_("shown first"), default=False)
    place = models.PositiveSmallIntegerField(_("place"), default=0)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "name"], name="saved_view_name_once"),
            models.UniqueConstraint(
                fields=["employee"], condition=models.Q(is_default=True), name="saved_view_one_shown_first"
            ),
        ]

    def __str__(self) -> str:
        return self.name
