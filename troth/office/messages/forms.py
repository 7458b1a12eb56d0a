from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.rights.undelivered import Note


class NoteForm(forms.Form):
    """Why it is left at that: one of a few notes, because a free word could name somebody."""

    note = forms.TypedChoiceField(
        label=_("Note"),
        choices=[("", _("Choose a note")), *((each.value, each.words) for each in Note)],
        coerce=Note,
        error_messages={"required": _("Choose a note first, so that others know why.")},
    )
