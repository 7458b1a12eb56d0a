"""Runs of an import, or of a change of many products at once, and what each did to each product, so that it can be taken
back.

Nothing of the file is in these rows: a table sent by mistake may hold people's data, even in its first line. The file
and its report lie in a private folder (`importing.desk`); columns are known here by their place.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .product import Product


class RunState(models.TextChoices):
    LOOKING = "looking", _("Being looked through")
    READY = "ready", _("Looked through")
    WAITING = "waiting", _("Waiting to start")
    RUNNING = "running", _("Being imported")
    DONE = "done", _("Imported")
    REFUSED = "refused", _("Cannot be read")
    FAILED = "failed", _("Broke off")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")


class ImportRun(models.Model):
    """One file, from upload to report. `kind` names the importer, `layout` the dialect it found. Beside columns, `taken_as` has
    what else was said with the file: what it is about, how its dates begin, at which show its people were met.

    A change of many products has neither file nor layout; `taken_as` is what was asked for (see `catalog.bulk`).
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.SlugField(max_length=40)
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.LOOKING)
    layout = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    taken_as = models.JSONField(default=dict)  # {"3": "title"}: place of a column, from 0 → what it is taken as
    by = models.BigIntegerField(null=True)  # number of the account of whoever sent the file; null: the command line
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # {"new": 3, "changed": 0, …}
    lost = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"

    @classmethod
    def move(cls, ref: uuid.UUID, before: tuple[str, ...], after: str, **columns: Any) -> bool:
        """From one of these states to another, if it is still in one of them: two clicks start one run."""
        return bool(cls.objects.filter(ref=ref, state__in=before).update(state=after, **columns))


class ImportStep(models.Model):
    """What one run did to one product. `changes`: see `importing.trace`; empty for a new product."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="steps")
    product = models.ForeignKey(Product, on_delete=models.SET_NULL, null=True, related_name="+")
    handle = models.CharField(max_length=255)
    became = models.CharField(max_length=12)
    changes = models.JSONField(default=list)
    before = models.DateTimeField(null=True)  # when the product was changed last before this run
    after = models.DateTimeField()  # and by it

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "handle"], name="catalog_importstep_once")]
        verbose_name = _("step of an import")
        verbose_name_plural = _("steps of an import")

    def __str__(self) -> str:
        return f"{self.handle}: {self.became}"
