from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why an employee wants to see what their job opens only with a reason. The person it is about can read it."""

    reason = forms.CharField(
        label=_("Your reason, in a sentence"),
        min_length=12,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={
            "required": _("Write a sentence that says why."),
            "min_length": _("Write a whole sentence; the customer will read it."),
        },
    )
