"""What somebody writes under a product. Why each field is asked is said in the policy's own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from troth import people
from troth.comments import words
from troth.comments.models import STARS
from troth.comments.words import Written
from troth.orders.numbers import secret

QUESTION = "question"
STAR_WORDS = {
    5: _("Excellent"),
    4: _("Good"),
    3: _("All right"),
    2: _("Rather poor"),
    1: _("Poor"),
}


class CommentForm(forms.Form):
    """`key` makes a form that is sent twice stand there once."""

    stars = forms.ChoiceField(
        label=_("How do you find it?"),
        choices=[*((str(each), STAR_WORDS[each]) for each in reversed(STARS)), (QUESTION, _("I have a question"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose stars, or that it is a question.")},
    )
    text = forms.CharField(
        label=_("Your words"),
        strip=False,
        error_messages={"required": _("Please write a few words.")},
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": words.LONGEST, "autocomplete": "off", "dir": "auto"}),
    )
    name = forms.CharField(
        label=_("Name to show beside it"),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"maxlength": words.LONGEST_NAME, "autocomplete": "off", "dir": "auto"}),
    )
    bought = forms.BooleanField(label=_("Show that I bought it here"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, posted: QueryDict | None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(posted, initial={"key": secret(), **(initial or {})})
        for field in ("text", "name", "bought"):
            self.fields[field].help_text = people.reason("comment", field)

    @property
    def written(self) -> Written:
        """Once it is valid."""
        told = self.cleaned_data
        stars = None if told["stars"] == QUESTION else int(told["stars"])
        return Written(told["text"], told["name"], stars, told["bought"], told["key"])
