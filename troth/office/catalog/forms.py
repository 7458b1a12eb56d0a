"""The forms behind the catalogue's screens.

Stock is sold while somebody edits. A form therefore never writes the number it shows: it carries along the
number its page was made with and adds the difference (see Variant.save).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from troth.catalog import description, revision, specifications
from troth.catalog.locations import levels, moving
from troth.catalog.models import Product, Status, Variant

from . import amounts
from .address import WithAddress

_ANSWERS = ("option1", "option2", "option3")


class StockForm(WagtailAdminModelForm):
    """How many there are: `stock_shown` is what people type, `stock_was` what the page said before."""

    stock_shown = forms.IntegerField(label=_("In stock"), required=False)
    stock_was = forms.IntegerField(widget=forms.HiddenInput)
    difference = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = self.instance.stock if self.instance.pk else 0
        self.fields["stock_shown"].initial = self.fields["stock_was"].initial = now

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.difference = (cleaned.get("stock_shown") or 0) - (cleaned.get("stock_was") or 0)
        wanted = self.instance.stock + self.difference
        tracked = cleaned.get("tracked", self.instance.tracked)
        oversell = cleaned.get("oversell", self.instance.oversell)
        if tracked and not oversell and wanted < 0:
            words = gettext("Only %(count)d are left by now.") % {"count": self.instance.stock}
            self.add_error("stock_shown", words)
        elif elsewhere := self._elsewhere(wanted):
            words = gettext("%(count)d of them lie at other locations. Change what lies there by counting it there.")
            self.add_error("stock_shown", words % {"count": elsewhere})
        else:
            self.instance.stock = wanted
        return cleaned

    def _elsewhere(self, wanted: int) -> int:
        """How many lie at other locations than the main one, if fewer than that are wanted in all; else 0."""
        if self.difference >= 0 or not self.instance.pk:
            return 0
        there = sum(levels.for_sale_elsewhere([self.instance.pk]).get(self.instance.pk, {}).values())
        return there if wanted < there else 0


class VariantForm(StockForm):
    """A variant inside its product's form, or alone."""

    price_shown = amounts.AmountField(label=_("Price"), help_text=_("“24.90”"))
    compare_at_shown = amounts.AmountField(
        label=_("Former price"), required=False, help_text=_("Shown struck through, if it is higher.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            currency = self.instance.currency
            self.fields["price_shown"].initial = amounts.written(self.instance.price, currency)
            self.fields["compare_at_shown"].initial = amounts.written(self.instance.compare_at, currency)
        elif "currency" in self.fields:
            self.fields["currency"].initial = revision.currency()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        currency = amounts.currency_of(self)
        if currency is not None:
            price = amounts.read(self, "price_shown", currency)
            self.instance.price = 0 if price is None else price
            self.instance.compare_at = amounts.read(self, "compare_at_shown", currency)
            self.instance.currency = currency
        return cleaned


class ProductForm(WithAddress):
    """A product with its variants: they answer its options, differ from each other and share a currency."""

    def clean_specifications(self) -> str:
        text = str(self.cleaned_data["specifications"]).strip()
        try:
            specifications.check(text)
        except specifications.NotASpecification as error:
            raise ValidationError(str(error)) from None
        return text

    def clean_description(self) -> str:
        return description.for_storage(str(self.cleaned_data["description"] or ""))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        variants = self._variants()
        if cleaned.get("status") == Status.PUBLISHED and not variants:
            self.add_error("status", _("A published product needs at least one variant with a price."))
        options = [name for name in (cleaned.get(f"option{place}_name") for place in (1, 2, 3)) if name]
        for form in variants:
            self._check_answers(form, options)
        if len({form.cleaned_data.get("currency") for form in variants}) > 1:
            self.add_error(None, _("All variants of a product have the same currency."))
        self._check_twins(variants)
        self._check_beside()
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Numbers of pieces that were typed have their line in the journal; those of a new product tell for themselves."""
        typed = [] if self.instance.pk is None else [form for form in self._variants() if form.instance.pk]
        saved = super().save(commit=commit)
        if commit:
            for form in typed:
                moving.note(form.instance, form.difference, self.for_user.pk)
        return saved

    def _variants(self) -> list[VariantForm]:
        """The forms of variants that stay, as far as they could be read."""
        return [
            form
            for form in self.formsets["variants"].forms
            if form.is_valid() and not form.cleaned_data.get("DELETE") and form.cleaned_data
        ]

    def _check_answers(self, form: VariantForm, options: list[str]) -> None:
        for place, answer in enumerate(_ANSWERS):
            given = form.cleaned_data.get(answer)
            if place < len(options) and not given:
                form.add_error(answer, _("Every variant answers “%(option)s”.") % {"option": options[place]})
                self.add_error(None, _("A variant lacks the answer to an option."))
            elif place >= len(options) and given:
                form.add_error(answer, _("The product has no such option. Name it above, or leave this empty."))
                self.add_error(None, _("A variant answers an option the product does not have."))

    def _check_twins(self, variants: list[VariantForm]) -> None:
        answers = [tuple(form.cleaned_data.get(answer) for answer in _ANSWERS) for form in variants]
        if len(set(answers)) < len(answers):
            self.add_error(None, _("Two variants are the same. Change or remove one of them."))

    def _check_beside(self) -> None:
        """Each other product once, and not this one."""
        named = [
            form.cleaned_data.get("other")
            for form in self.formsets["chosen_related"].forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        if len(set(named)) < len(named):
            self.add_error(None, _("A product is named twice as going with this one. Keep it once."))
        if self.instance.pk is not None and self.instance in named:
            self.add_error(None, _("A product does not go with itself. Take it out of the list."))

    class Meta:
        model = Product
        fields: tuple[str, ...] = ()


__all__ = ["ProductForm", "StockForm", "Variant", "VariantForm"]
