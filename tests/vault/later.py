"""A time at which everybody who was writing when the newest epoch began has finished."""

from datetime import datetime, timedelta

from django.utils import timezone

from troth.vault.rotate import SLOWEST


def when_all_have_written() -> datetime:
    return timezone.now() + SLOWEST + timedelta(seconds=1)
