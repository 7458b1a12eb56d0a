from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.people import reasons
from troth.rights import jobs


class RolesField(forms.MultipleChoiceField):
    """Jobs to tick; none is a job as well: somebody who sees nothing."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [(job.role, job.label) for job in jobs.all_of_them()]
        super().__init__(
            label=_("Jobs"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
        )


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"] = RolesField()
        for name in ("name", "email"):
            self.fields[name].help_text = reasons.reason("staff", name)


class JobsForm(forms.Form):
    """`own`: somebody changing their own jobs can't take the one away that lets them."""

    def __init__(self, *args: Any, own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"] = RolesField()
        self._own = own

    def clean_roles(self) -> list[str]:
        wanted = list(self.cleaned_data["roles"])
        if self._own and not jobs.manages(wanted):
            raise forms.ValidationError(_("Somebody else has to take this job from you, or nobody could give it back."))
        return wanted
