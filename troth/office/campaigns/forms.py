"""What the practice partner is to tell of a campaign's day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DayForm(forms.Form):
    campaign = forms.RegexField(
        label=_("Campaign"),
        regex=r"^[a-z][a-z-]{1,29}$",
        help_text=_("Small letters and hyphens"),
        initial="spring-lab",
    )
    day = forms.DateField(
        label=_("Day"), initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    shown = forms.IntegerField(label=_("How often it was shown"), min_value=0, max_value=10**9, initial=1200)
    clicked = forms.IntegerField(label=_("How often it was followed"), min_value=0, max_value=10**9, initial=31)
    cost = forms.DecimalField(label=_("What it cost"), min_value=0, max_digits=9, decimal_places=2, initial="12.50")
    currency = forms.RegexField(label=_("Currency"), regex=r"^[A-Z]{3}$", initial="USD")
    voucher = forms.RegexField(label=_("Its voucher"), regex=r"^[A-Z0-9-]{3,32}$", required=False)

    @property
    def told(self) -> dict[str, Any]:
        """As a partner says it, with something nobody asked for."""
        said = {
            **self.cleaned_data,
            "day": self.cleaned_data["day"].isoformat(),
            "cost": str(self.cleaned_data["cost"]),
        }
        return {**said, "seen_by": ["somebody@example.com"]}
