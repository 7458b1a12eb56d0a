"""What is asked of a show and of somebody met there: what the policy lets in by that door, and nothing else."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from troth import people
from troth.leads.shows import asking, wishes
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
    """`news`: nothing is chosen before somebody chooses it, and nothing is no yes. `kinds`: of a yes, what they named."""

    email = forms.EmailField(label=_("E-mail address"), validators=[legible.email])
    name = forms.CharField(label=_("Name"), max_length=100, required=False, validators=[legible.line])
    country = forms.ChoiceField(label=_("Country of residence"), required=False)
    organization = forms.CharField(label=_("Organization"), max_length=100, required=False, validators=[legible.line])
    position = forms.CharField(label=_("Position"), max_length=100, required=False, validators=[legible.line])
    news = forms.ChoiceField(
        label=_("News by mail"),
        required=False,
    )
    kinds = forms.MultipleChoiceField(
        label=_("What they want to hear"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of a yes. Without a mark it is the newsletter."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["country"]).choices = place_options.residences(_("They did not say"))
        cast(forms.ChoiceField, self.fields["news"]).choices = _words_on_news()
        cast(forms.ChoiceField, self.fields["kinds"]).choices = list(wishes.offered().items())
        for name in ("organization", "position"):
            self.fields[name].help_text = people.reason("lead", name)
        for name in ("email", "name", "organization", "position"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("kinds") and told.get("news") != Word.YES:
            self.add_error(
                "kinds", _("Kinds of news are marked, and no yes. Please choose the yes, or take the marks away.")
            )
        return told

    @property
    def person(self) -> Person:
        told = self.cleaned_data
        named = {name: told[name].strip() for name in ("email", "name", "country", "organization", "position")}
        return Person(**named, news=Word(told["news"]), kinds=tuple(told["kinds"]))


def _words_on_news() -> list[tuple[str, Any]]:
    """What a yes leads to is the policy's to say: a shop may have one that lets no mail ask."""
    asks = _("yes: a mail asks them") if asking.asks() else _("yes: nothing comes of it, the policy lets no mail ask")
    return [(Word.NOTHING, _("nothing was said")), (Word.YES, asks), (Word.NO, _("no: it binds at once"))]


class FileForm(ShowForm):
    """It stands beside the form for one person and asks for the same show, so its fields have ids of their own."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A CSV file, or a ZIP archive with one inside. Nobody is noted yet, and nobody is written to."),
        allow_empty_file=True,  # said later, in the words for a file that holds no table
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.zip"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "file_%s", **kwargs})
