"""What is asked of a show and of somebody met there: what the policy lets in by that door, and nothing else."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from troth import people
from troth.leads.shows.person import Person, Show, Word
from troth.people import legible, place_options


class ShowForm(forms.Form):
    show = forms.CharField(
        label=_("Trade show"),
        max_length=60,
        validators=[legible.line],
        help_text=_("The name of the show, and of no person."),
    )
    place = forms.CharField(label=_("Town"), max_length=40, validators=[legible.line])
    day = forms.DateField(
        label=_("Day"), initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("That day is still to come."))
        return day

    @property
    def met_at(self) -> Show:
        told = self.cleaned_data
        return Show(told["show"].strip(), told["place"].strip(), told["day"])


class OneForm(ShowForm):
    """`news`: nothing is chosen before somebody chooses it, and nothing is no yes."""

    email = forms.EmailField(label=_("E-mail address"), validators=[legible.email])
    name = forms.CharField(label=_("Name"), max_length=100, required=False, validators=[legible.line])
    country = forms.ChoiceField(label=_("Country of residence"), required=False)
    organization = forms.CharField(label=_("Organization"), max_length=100, required=False, validators=[legible.line])
    position = forms.CharField(label=_("Position"), max_length=100, required=False, validators=[legible.line])
    news = forms.ChoiceField(
        label=_("News by mail"),
        required=False,
        choices=[
            (Word.NOTHING, _("They said nothing about it")),
            (Word.YES, _("They said yes")),
            (Word.NO, _("They said no")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["country"]).choices = place_options.residences(_("They did not say"))
        for name in ("organization", "position"):
            self.fields[name].help_text = people.reason("lead", name)
        for name in ("email", "name", "organization", "position"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    @property
    def person(self) -> Person:
        told = self.cleaned_data
        named = {name: told[name].strip() for name in ("email", "name", "country", "organization", "position")}
        return Person(**named, news=Word(told["news"]))


class FileForm(ShowForm):
    """It stands beside the form for one person and asks for the same show, so its fields have ids of their own."""

    file = forms.FileField(label=_("File (CSV)"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "file_%s", **kwargs})
