"""The language an employee wants the office in. Wagtail keeps it, as the user's preference, and speaks it on its pages."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from wagtail.users.models import UserProfile

from troth.people.models import User


def chosen(user: User) -> str:
    """A code of the shop's languages; the first one where nothing was chosen. At most one query a request."""
    kept = getattr(user, "wagtail_userprofile", None)
    code = kept.preferred_language if kept is not None else ""
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def choose(user: User, code: str) -> bool:
    """False for a language that the shop does not speak."""
    if code not in dict(settings.LANGUAGES):
        return False
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": code})
    return True


def speaking(user: object) -> translation.override:
    """The language of whoever sits at the desk, for as long as the block lasts."""
    return translation.override(chosen(user) if isinstance(user, User) else settings.LANGUAGE_CODE)
