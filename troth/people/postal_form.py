"""The postal address as a Django form whose lines follow the chosen country. Used by every face that asks for one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from troth.people import legible, place_options, postal, reasons
from troth.people.lean_inputs import LEAN
from troth.people.long_choice import LongSelect

KINDS = frozenset({"address", "order_delivery", "order_billing"})
RESHAPE = "reshape"  # the name of the "Update" button: show the lines of another country, save nothing


class PostalForm(forms.Form):
    """An address form for one country.

    `section` is the HTML autocomplete section ("shipping", "billing" or ""). With `required=False` an empty form
    is valid and `cleaned_data` is empty. `without` leaves fields out that are asked elsewhere on the page.
    A `prefix` keeps two of them apart on one page. With a `kind` (one of `KINDS`) the policy's reason for that kind of
    record stands beside each line.
    """

    default_renderer = LEAN

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        country: str = "",
        section: str = "",
        required: bool = True,
        without: frozenset[str] = frozenset(),
        kind: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        start = country or (self.initial or {}).get("country", "")
        self.country = chosen_country(data or {}, self.add_prefix("country"), start)
        self.needed = required
        self.fields["country"] = forms.ChoiceField(
            label=_("Country"),
            choices=place_options.countries(_("Choose a country")),
            required=required,
            initial=self.country,
            help_text=_why(kind, "country"),
            widget=LongSelect(attrs={"autocomplete": f"{section} country".strip(), "data-postal-country": ""}),
        )
        for part in postal.shape_of(self.country) if self.country else ():
            if part.name != "country" and part.name not in without:
                self.fields[part.name] = _field(part, self.country, section, self.needed, kind)
        for field in self.fields.values():
            # Needed once anything is written: such a line is not called optional.
            field.asked = field.required or getattr(field, "asked", True)  # type: ignore[attr-defined]
        self._without = without
        self.section, self.kind = section, kind

    @property
    def asked_for(self) -> str:
        """The query under which `shape` answers with these lines for another country."""
        without = ",".join(sorted(self._without))
        told = {"prefix": self.prefix or "", "section": self.section, "required": int(self.needed)}
        return urlencode({**told, "without": without, "kind": self.kind})

    @property
    def shape(self) -> list[forms.BoundField]:
        """The lines below the country, in the country's order."""
        return [self[name] for name in self.fields if name != "country"]

    def leave_unchecked(self) -> None:
        """Show what was typed without a word about it: the form is being reshaped, not sent."""
        leave_unchecked(self)

    @property
    def is_blank(self) -> bool:
        return not any(
            str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields if name != "country"
        )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.needed and self.is_blank:
            return {}
        if not self.country:
            return typed
        checked = postal.check(typed)
        for name, message in checked.errors.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, message)
        return {name: value for name, value in checked.cleaned.items() if name not in self._without}


def chosen_country(data: Mapping[str, Any], name: str, start: str) -> str:
    """The country whose lines are shown: what was chosen in the field of that name, else `start`; "" if it is none."""
    chosen = str(data.get(name) or start).upper()
    return chosen if chosen in postal.known_countries() else ""


def leave_unchecked(form: forms.Form) -> None:
    """Show what was typed without a word about it."""
    form._errors = ErrorDict()  # type: ignore[attr-defined]  # as Django's own `full_clean` sets it


def _field(part: postal.PostalField, country: str, section: str, needed: bool, kind: str) -> forms.Field:
    attrs = {"autocomplete": f"{section} {part.autocomplete}".strip(), "maxlength": str(part.longest)}
    if part.choices and (choices := place_options.regions(country, _("Choose"))):
        chosen = forms.ChoiceField(
            label=str(part.label),
            choices=choices,
            required=needed and part.required,
            help_text=_why(kind, part.name, part.example),
            widget=LongSelect(attrs={"autocomplete": attrs["autocomplete"]}),
        )
        chosen.asked = part.required  # type: ignore[attr-defined]
        return chosen
    widget = forms.Textarea(attrs={**attrs, "rows": part.lines}) if part.lines > 1 else forms.TextInput(attrs=attrs)
    field = forms.CharField(
        label=str(part.label),
        required=needed and part.required,
        max_length=part.longest,
        validators=[legible.lines if part.lines > 1 else legible.line],
        help_text=_why(kind, part.name, part.example),
        widget=widget,
    )
    field.asked = part.required  # type: ignore[attr-defined]
    return field


def _why(kind: str, name: str, example: str = "") -> str:
    """The policy's reason for the line, and an example where one helps."""
    why = reasons.reason(kind, name) if kind else ""
    told = _("For example %(example)s.") % {"example": example} if example else ""
    return f"{why} {told}".strip()
