"""What is typed on the way to a change of many products."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.catalog.bulk.asked import (
    CompareBy,
    CompareEdit,
    Edit,
    PriceBy,
    PriceEdit,
    Rounding,
    ShelfBy,
    ShelfEdit,
    StockBy,
    StockEdit,
)
from troth.catalog.bulk.choosing import Filter
from troth.catalog.models import Category, Status

Choices = list[tuple[str, str | Promise]]
_LEAVE: Final = ("", _("leave as it is"))
_PERCENT: Final = (Decimal(-100), Decimal(1000))
_PIECES: Final = 1_000_000_000


class ChooseForm(forms.Form):
    """Which products; nonsense lets everything through."""

    q = forms.CharField(label=_("Title or article number"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("any")), *Status.choices])
    category = forms.ModelChoiceField(Category.objects.all(), label=_("Category"), required=False, empty_label=_("any"))
    maker = forms.ChoiceField(label=_("Maker"), required=False)

    def __init__(self, data: Any, makers: list[str]) -> None:
        super().__init__(data, auto_id="choose-%s")  # the form of changes below has fields of the same names
        self.fields["maker"].choices = [("", _("any")), *((each, each) for each in makers)]  # type: ignore[attr-defined]

    def filter(self, keys: tuple[int, ...] = ()) -> Filter:
        self.is_valid()
        told = self.cleaned_data
        category = told.get("category")
        return Filter(
            text=told.get("q", "").strip(),
            status=told.get("status", ""),
            maker=told.get("maker", ""),
            category=category.pk if category else None,
            keys=keys,
        )


class NumberField(forms.CharField):
    """ "10", "-2.50" or "12,5", exactly; None for an empty field."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "size": "8"})
        super().__init__(label=label, help_text=help_text, required=False, max_length=14, widget=widget)

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value)).strip().removesuffix("%").strip().replace(",", ".").replace("\u2212", "-")
        if not text:
            return None
        try:
            if not set(text) <= set("+-.0123456789"):
                raise InvalidOperation
            return Decimal(text)
        except InvalidOperation:
            raise ValidationError(_("Type a number such as 10 or -2.50.")) from None


class EditForm(forms.Form):
    """After `is_valid`, `edit` is what was asked for."""

    price_by = forms.ChoiceField(
        label=_("Prices"),
        required=False,
        choices=[
            _LEAVE,
            (PriceBy.PERCENT.value, _("change by per cent")),
            (PriceBy.AMOUNT.value, _("change by an amount")),
            (PriceBy.SET.value, _("set to an amount")),
        ],
    )
    price_number = NumberField(_("How much"), _("“-10” makes cheaper."))
    rounding = forms.ChoiceField(
        label=_("Rounded"), required=False, choices=[(rule.value, rule.words) for rule in Rounding]
    )
    compare_by = forms.ChoiceField(
        label=_("Former price"),
        required=False,
        choices=[
            _LEAVE,
            (CompareBy.FORMER.value, _("the price of before this change")),
            (CompareBy.SET.value, _("set to an amount")),
            (CompareBy.CLEAR.value, _("none")),
        ],
    )
    compare_number = NumberField(_("Amount"))
    stock_by = forms.ChoiceField(
        label=_("Stock"),
        required=False,
        choices=[_LEAVE, (StockBy.ADD.value, _("add or take away")), (StockBy.SET.value, _("set to"))],
    )
    stock_number = forms.IntegerField(
        label=_("Pieces"),
        required=False,
        min_value=-_PIECES,
        max_value=_PIECES,
        widget=forms.NumberInput({"size": "8"}),
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[_LEAVE, *Status.choices])
    shelf_by = forms.ChoiceField(
        label=_("Category"),
        required=False,
        choices=[
            _LEAVE,
            (ShelfBy.ADD.value, _("put them into it, too")),
            (ShelfBy.ONLY.value, _("put them into it alone")),
            (ShelfBy.REMOVE.value, _("take them out of it")),
        ],
    )
    shelf = forms.ModelChoiceField(Category.objects.all(), label=_("Which one"), required=False)
    maker_by = forms.ChoiceField(label=_("Maker"), required=False, choices=[_LEAVE, ("set", _("set to"))])
    maker = forms.CharField(label=_("Name"), required=False, max_length=255)

    # What stands together, for the page: a choice and what belongs to it.
    GROUPS: Final = (
        ("price_by", "price_number", "rounding"),
        ("compare_by", "compare_number"),
        ("stock_by", "stock_number"),
        ("status",),
        ("shelf_by", "shelf"),
        ("maker_by", "maker"),
    )

    def groups(self) -> list[list[forms.BoundField]]:
        return [[self[name] for name in names] for names in self.GROUPS]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for by, number in (("price_by", "price_number"), ("stock_by", "stock_number"), ("shelf_by", "shelf")):
            if told.get(by) and told.get(number) is None and number not in self.errors:
                self.add_error(number, _("Say how much, or which one."))
        if told.get("compare_by") == CompareBy.SET and told.get("compare_number") is None:
            self.add_error("compare_number", _("Say how much."))
        percent, (least, most) = told.get("price_number"), _PERCENT
        if told.get("price_by") == PriceBy.PERCENT and percent is not None and not least <= percent <= most:
            self.add_error("price_number", _("Between -100 and 1000 per cent."))
        for by, amount in ((PriceBy.SET, "price_number"), (CompareBy.SET, "compare_number")):
            named = told.get("price_by" if amount == "price_number" else "compare_by")
            if named == by and (told.get(amount) or 0) < 0:
                self.add_error(amount, _("A price is not below zero."))
        return told

    @property
    def edit(self) -> Edit:
        told = self.cleaned_data
        return Edit(
            price=_price(told),
            compare=CompareEdit(CompareBy(told["compare_by"]), told["compare_number"] or Decimal(0))
            if told["compare_by"]
            else None,
            stock=StockEdit(StockBy(told["stock_by"]), told["stock_number"]) if told["stock_by"] else None,
            shelf=ShelfEdit(ShelfBy(told["shelf_by"]), told["shelf"].pk) if told["shelf_by"] else None,
            status=told["status"],
            maker=told["maker"].strip() if told["maker_by"] else None,
        )


def _price(told: dict[str, Any]) -> PriceEdit | None:
    if not told["price_by"]:
        return None
    return PriceEdit(PriceBy(told["price_by"]), told["price_number"], Rounding(told["rounding"] or Rounding.COIN))
