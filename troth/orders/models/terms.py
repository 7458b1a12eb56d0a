"""The terms of sale as they were at each time. What somebody accepted stays readable."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TermsVersion(models.Model):
    """`version`: the date in the text and a part of the text's hash; of a translation, that of what it translates, its
    language and a part of its own hash ("2026-01-01-0123456789ab.de.cdef0123"). `text`: Markdown, as it stood in the file.
    """

    version = models.CharField(_("version"), max_length=40, unique=True)
    text = models.TextField(_("text"))
    since = models.DateTimeField(_("first seen"), default=timezone.now)

    class Meta:
        verbose_name = _("version of the terms of sale")
        verbose_name_plural = _("versions of the terms of sale")
        ordering = ["-since", "-id"]

    def __str__(self) -> str:
        return self.version
