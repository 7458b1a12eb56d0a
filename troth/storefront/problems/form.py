"""What is wrong, with which things, and a few words if they like."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from troth.orders.numbers import secret
from troth.orders.problems import ABOUT_GOODS, Problem
from troth.support.reportable import Reportable
from troth.support.reporting import LONGEST, Told

WORDS = {
    Problem.DAMAGED: _("Something arrived damaged"),
    Problem.WRONG_THING: _("I got something else than I ordered"),
    Problem.MISSING: _("Something is missing from the parcel"),
    Problem.NOT_ARRIVED: _("It never arrived"),
    Problem.OTHER: _("Something else is wrong"),
}


class ProblemForm(forms.Form):
    """`key` makes a form that is sent twice tell once."""

    problem = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": _("Choose what is wrong.")}, choices=()
    )
    text = forms.CharField(
        label=_("In your words"),
        help_text=_("Please leave out numbers of cards; we strike them out."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, offered: Reportable, posted: QueryDict | None) -> None:
        super().__init__(posted, initial={"key": secret()})
        self.offered = offered
        fields: dict[str, Any] = self.fields
        fields["problem"].choices = [(each.value, WORDS[each]) for each in offered.problems]
        if len(offered.problems) == 1:
            fields["problem"].initial = offered.problems[0].value
        for line in offered.lines:
            fields[f"line-{line.id}"] = forms.IntegerField(
                label=line.title,
                min_value=0,
                max_value=line.most,
                required=False,
                initial=1 if len(offered.lines) == line.most == 1 else 0,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": "1"}),
            )

    @property
    def lines(self) -> list[tuple[forms.BoundField, int]]:
        """Each with how many of it there are."""
        return [(self[f"line-{line.id}"], line.most) for line in self.offered.lines]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and self.told.problem in ABOUT_GOODS and not self.told.lines:
            self.add_error(None, _("Say how many of which things it is about."))
        if not self.errors and self.told.problem is Problem.OTHER and not self.told.text.strip():
            self.add_error("text", _("Please say in a few words what is wrong."))
        return told

    @property
    def told(self) -> Told:
        """Once it is valid. What never arrived is all of it unless they say what."""
        problem = Problem(self.cleaned_data["problem"])
        lines = {line.id: many for line in self.offered.lines if (many := self.cleaned_data.get(f"line-{line.id}"))}
        if not lines and problem is Problem.NOT_ARRIVED:
            lines = {line.id: line.most for line in self.offered.lines}
        return Told(problem, lines, self.cleaned_data["text"], self.cleaned_data["key"])
