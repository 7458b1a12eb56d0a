"""Many variants in one step: each value of each option with every other, with one price and one stock to begin with."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from troth.catalog import combining
from troth.catalog.combining import CannotCombine, Start
from troth.catalog.models import Product

from ..pages import page, posted
from . import amounts
from .places.places import may

MAY: Final = "catalog.change_product"
LONGEST: Final = 255  # letters of a value; see Variant.option1


class CombiningForm(forms.Form):
    """A field for each option of the product, one value a line."""

    price = amounts.AmountField(label=gettext_lazy("Price of each"), help_text=gettext_lazy("“24.90”"))
    stock = forms.IntegerField(
        label=gettext_lazy("In stock of each"), min_value=0, max_value=1_000_000, initial=0, required=False
    )

    def __init__(self, data: Any, product: Product) -> None:
        super().__init__(data)
        variants = [*product.variants.all()]
        self.currency = variants[0].currency if variants else product.currency
        if variants:
            self.fields["price"].initial = amounts.written(variants[0].price, self.currency)
        self.asked = [f"values{place}" for place, _name in enumerate(product.option_names, 1)]
        area = {"rows": 4, "autocomplete": "off"}
        for name, words, known in zip(self.asked, product.option_names, combining.answers(product), strict=True):
            self.fields[name] = forms.CharField(
                label=words,
                help_text=gettext_lazy("One value a line."),
                initial="\n".join(known),
                max_length=10_000,
                widget=forms.Textarea(area),
                error_messages={"required": gettext_lazy("Write at least one value.")},
            )
        self.order_fields([*self.asked, "price", "stock"])

    def clean(self) -> None:
        self.cleaned_data["amount"] = amounts.read(self, "price", self.currency) or 0
        for name in self.asked:
            lines = self.cleaned_data.get(name, "").splitlines()
            values = tuple(dict.fromkeys(value for line in lines if (value := " ".join(line.split()))))
            if any(len(value) > LONGEST for value in values):
                self.add_error(name, _("A value has %(most)d letters at the most.") % {"most": LONGEST})
            self.cleaned_data[name] = values

    @property
    def values(self) -> list[tuple[str, ...]]:
        """After validation."""
        return [self.cleaned_data[name] for name in self.asked]


@require_http_methods(["GET", "POST"])
def combinations(request: HttpRequest, pk: int) -> HttpResponse:
    may(request, MAY)
    product = get_object_or_404(Product, pk=pk)
    form = CombiningForm(posted(request), product)
    if form.is_bound and form.is_valid() and form.asked:
        start = Start(form.cleaned_data["amount"], form.cleaned_data["stock"] or 0)
        try:
            made = combining.combine(product.pk, form.values, start, request.user.pk)
        except CannotCombine as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _said(made))
            return HttpResponseRedirect(f"{_edit(product)}#tab-variants_and_stock")
    trail = [(_edit(product), product.title)]
    title, status = _("All combinations"), 422 if form.errors else 200
    told = {"form": form, "product": product, "edit": _edit(product)}
    return page(request, "office/catalog/combinations.html", told, title=title, icon="tag", trail=trail, status=status)


def _said(made: int) -> str:
    if not made:
        return _("All of them are there already.")
    return ngettext("%(many)d variant was made.", "%(many)d variants were made.", made) % {"many": made}


def _edit(product: Product) -> str:
    return reverse(Product.snippet_viewset.get_url_name("edit"), args=[product.pk])
