"""Messages waiting to leave, and the secret links in them. Ids, hashes and times; nothing about anybody."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """QUEUED → LEASED → SENT, REFUSED, FAILED or UNKNOWN; back to QUEUED after a try that may be repeated."""

    QUEUED = "queued", _("waiting")
    LEASED = "leased", _("leaving")
    SENT = "sent", _("sent")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")
    UNKNOWN = "unknown", _("outcome unknown")


ENDED = (State.SENT, State.REFUSED, State.FAILED, State.UNKNOWN)


class Message(models.Model):
    """One message to one somebody. The row is the queue: it is written with what it tells about, or not at all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.CharField(max_length=60)
    # Whose handle stands in `to`: "person" (sealed), "party" (its id), "alias". Emptied when the message has ended.
    whose = models.CharField(max_length=10)
    to = models.TextField(blank=True)
    ids = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    # Set just before the carrier gets the letter. A worker that dies after it leaves an unknown outcome.
    handing_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    clause = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_at"], name="channels_due")]

    def __str__(self) -> str:
        return f"{self.template} {self.id} ({self.state})"


class Link(models.Model):
    """A secret link that was sent. Neither the token nor whom it leads to can be read from this row."""

    kind = models.CharField(max_length=40)
    digest = models.BinaryField(max_length=32, unique=True)
    # The target, sealed under a key derived from the token itself.
    sealed = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} link {self.pk}"
