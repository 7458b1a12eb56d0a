from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.people import office_tokens

DAYS = ((7, _("A week")), (30, _("A month")), (90, _("Three months")), (365, _("A year")))


class LendForm(forms.Form):
    """`lendable`: purposes of the employee's job that a program can use."""

    label = forms.RegexField(
        office_tokens.LABEL,
        label=_("What for"),
        max_length=40,
        help_text=_("The program or the place, such as “Packing bench”. No person's name."),
        error_messages={"invalid": _("Letters, digits and blanks, please, beginning with a letter.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, lendable: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purposes"] = forms.MultipleChoiceField(
            label=_("For which purposes"),
            choices=[(each, office_tokens.in_words(each)) for each in lendable],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one.")},
        )
        self.fields["days"] = forms.TypedChoiceField(label=_("For how long"), choices=DAYS, coerce=int, initial=30)
