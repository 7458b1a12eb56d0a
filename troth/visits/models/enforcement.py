"""Cookies that responses tried to set and may not: a count by name and kind of page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CookieFault(models.Model):
    """`page` is the name of an address in the program, such as "product"; it holds nothing anybody typed."""

    class Fault(models.TextChoices):
        UNDECLARED = "undeclared", _("not in the policy")
        UNCONSENTED = "unconsented", _("without the visitor's yes")
        LASTING = "lasting", _("longer than the policy says")

    cookie = models.CharField(_("cookie"), max_length=60)
    kind = models.CharField(_("fault"), max_length=12, choices=Fault)
    page = models.CharField(_("kind of page"), max_length=80, blank=True)
    many = models.PositiveBigIntegerField(_("how often"))
    first_on = models.DateField(_("first"))
    last_on = models.DateField(_("last"))

    class Meta:
        verbose_name = _("cookie taken out")
        verbose_name_plural = _("cookies taken out")
        constraints = [models.UniqueConstraint(fields=["cookie", "kind", "page"], name="visits_cookie_fault_once")]

    def __str__(self) -> str:
        return f"{self.cookie} {self.kind} {self.page}: {self.many}"
