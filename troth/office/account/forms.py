from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum import bic, iban
from stdnum.exceptions import ValidationError as Unfit
from stdnum.us import rtn

from troth.catalog.money import Money, NotAnAmount, is_currency, minor_units
from troth.orders.models import AccountTerms
from troth.orders.numbers import secret
from troth.people import postal

from ..orders.forms import AmountForm


class MoneyForm(AmountForm):
    """What came. `key` makes a form that is sent twice count once."""

    on = forms.DateField(
        label=_("It came on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    @classmethod
    def fresh(cls, left: Money) -> MoneyForm:
        told = {"amount": left.plain, "on": timezone.localdate(), "key": secret()}
        return cls(currency=left.currency, initial=told)


class StatementForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CAMT.053 (XML) or CSV with a row of titles, 2 MB at the most."),
        widget=forms.FileInput(attrs={"accept": ".xml,.csv,.txt"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )


class TermsForm(forms.ModelForm):
    """The amount as people write it; the bank's numbers with their checksums looked at."""

    limit_shown = forms.CharField(
        label=_("Most that one buyer may owe"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )

    field_order = (
        *("active", "whom", "countries", "days", "currency", "limit_shown", "sent_first"),
        *("holder", "bank", "iban", "bic", "routing", "number"),
    )

    class Meta:
        model = AccountTerms
        fields = (
            "active",
            "whom",
            "countries",
            "days",
            "currency",
            "sent_first",
            "holder",
            "bank",
            "iban",
            "bic",
            "routing",
            "number",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.limit and self.instance.currency:
            self.fields["limit_shown"].initial = Money(self.instance.limit, self.instance.currency).plain

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).upper()
        if not is_currency(code):
            raise forms.ValidationError(_("There is no such currency."))
        return code

    def clean_countries(self) -> str:
        codes = str(self.cleaned_data["countries"]).upper().split()
        unknown = [code for code in codes if code not in postal.known_countries()]
        if unknown:
            raise forms.ValidationError(_("There is no such country: %(code)s.") % {"code": unknown[0]})
        return " ".join(dict.fromkeys(codes))

    def clean_iban(self) -> str:
        return self._checked(
            "iban", iban.validate, _("This is no IBAN: its checksum does not fit. Compare it with the bank's paper.")
        )

    def clean_bic(self) -> str:
        return self._checked("bic", bic.validate, _("This is no BIC. It has 8 or 11 signs."))

    def clean_routing(self) -> str:
        return self._checked(
            "routing", rtn.validate, _("This is no routing number: it has nine figures, with a checksum.")
        )

    def _checked(self, name: str, check: Any, says: Any) -> str:
        typed = str(self.cleaned_data[name]).strip()
        if not typed:
            return ""
        try:
            return str(check(typed))
        except Unfit:
            raise forms.ValidationError(says) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        code, typed = cleaned.get("currency"), cleaned.get("limit_shown")
        if code and typed:
            try:
                self.instance.limit = minor_units(typed, code)
            except NotAnAmount as wrong:
                self.add_error("limit_shown", str(wrong))
            else:
                if not self.instance.limit:
                    self.add_error("limit_shown", _("Write an amount above nothing."))
        there = cleaned.get("iban") or (cleaned.get("routing") and cleaned.get("number"))
        if cleaned.get("active") and not there and not {"iban", "routing", "number"} & self.errors.keys():
            says = _("Invoices must say where to pay: give an IBAN, or a routing and an account number.")
            self.add_error("iban", says)
        if cleaned.get("whom") == "countries" and not cleaned.get("countries") and "countries" not in self.errors:
            self.add_error("countries", _("Name the countries."))
        return cleaned
