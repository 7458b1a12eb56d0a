"""What somebody asks for on behalf of a partner."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from troth.publishing.partners import Offered, figures, subjects

KINDS = (("csv", "CSV"), ("json", "JSON"))


def _yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def _its_month() -> date:
    return _yesterday().replace(day=1)


class FigureForm(forms.Form):
    """Which figure of what, as one list: of a page its visitors, of a currency the sizes of orders."""

    def __init__(self, *args: Any, offered: tuple[Offered, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = {name for each in offered for name in each.figures}
        self.fields["partner"] = forms.ChoiceField(label=_("For whom"), choices=[(e.name, e.label) for e in offered])
        self.fields["what"] = forms.ChoiceField(
            label=_("What"),
            choices=[
                (
                    capfirst(label),
                    [(f"{name} {subject}", f"{capfirst(label)}: {subject}") for subject in subjects(name)],
                )
                for name, label in figures().items()
                if name in told
            ],
        )
        self.fields["first"] = _day(_("From"), _its_month)
        self.fields["last"] = _day(_("to"), _yesterday)
        self.fields["kind"] = forms.ChoiceField(label=_("As a file"), choices=KINDS)

    @property
    def figure(self) -> tuple[str, str]:
        """Name of the figure, and the page or currency."""
        figure, _space, subject = self.cleaned_data["what"].partition(" ")
        return figure, subject


def _day(label: Any, initial: Any) -> forms.DateField:
    return forms.DateField(
        label=label, initial=initial, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
