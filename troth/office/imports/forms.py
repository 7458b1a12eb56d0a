from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from troth.catalog.money import is_currency
from troth.intake import former_shop, naming

ASKS_DATES = naming.DATES
ASKS_SHOP = naming.SHOP
KNOWN_SHOPS = "known-shops"  # id of the list of names that were given before


class CurrencyField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Currency of the prices"),
            help_text=_("Three letters, such as EUR. Files seldom say it."),
            max_length=3,
            required=False,
            widget=forms.TextInput(attrs={"size": 4, "autocapitalize": "characters", "autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        code = str(super().clean(value)).upper()
        if code and not is_currency(code):
            raise ValidationError(_("That is not a currency code."))
        return code


class FormerShopField(forms.CharField):
    """Asked of files with people in them. Left empty it is the only one of its system."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Name of the former shop"),
            help_text=_(
                "Only if you had several shops of one system: their orders may have the same numbers. Of no person."
            ),
            max_length=former_shop.LONGEST,
            required=False,
            validators=[former_shop.check],
            widget=forms.TextInput(attrs={"autocomplete": "off", "list": KNOWN_SHOPS}),
            **kwargs,
        )


class SendForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A CSV file, or a ZIP archive with one inside. Nothing is imported yet."),
        allow_empty_file=True,  # said later, in the words for a file that holds no table
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.zip"}),
    )
    currency = CurrencyField()
    shop = FormerShopField()


class ArchiveForm(forms.Form):
    archive = forms.FileField(
        label=_("ZIP archive of pictures"),
        help_text=_("At most 512 MB. JPEG, PNG, WebP, AVIF or GIF; folders inside are fine."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )


_FIRST = (
    ("", _("let the file tell")),
    ("day", _("day first: 3/4/2026 is the third of April")),
    ("month", _("month first: 3/4/2026 is the fourth of March")),
)


class ColumnsForm(forms.Form):
    """What each column that was not understood is to be taken as. `columns`: (place, name) of each.

    `chosen`: what was said before; what is not asked again stays said.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        columns: Sequence[tuple[int, str]],
        words: Sequence[tuple[str, Any]],
        chosen: Mapping[str, str],
        currency: str | None,
        asks_dates: bool = False,
        asks_shop: bool = False,
    ) -> None:
        super().__init__(data)
        self.said_before = dict(chosen)
        if asks_dates:
            self.fields[ASKS_DATES] = forms.ChoiceField(
                label=_("Dates such as 3/4/2026"), choices=_FIRST, required=False, initial=chosen.get(ASKS_DATES, "")
            )
        if asks_shop:
            self.fields[ASKS_SHOP] = FormerShopField(initial=chosen.get(ASKS_SHOP, ""))
        choices = [("", _("leave out")), *words]
        for place, name in columns:
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=name, choices=choices, required=False, initial=chosen.get(str(place), "")
            )
        if currency is not None:
            self.fields["currency"] = CurrencyField(initial=currency)

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column-")]

    @property
    def taken_as(self) -> dict[str, str]:
        asked = {name.removeprefix("column-"): name for name in self.fields if name != "currency"}
        said = {key: str(self.cleaned_data[name]) for key, name in asked.items() if self.cleaned_data[name]}
        return {key: word for key, word in self.said_before.items() if key not in asked} | said
