"""All combinations of a product's options as variants: sizes by colours, with one price and stock to begin with.

combine(product, (("S", "M"), ("red", "blue")), Start(price=1900, stock=5), by)   -> how many were made
answers(product)                    -> what its variants answer so far, option by option
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product as every_one_with_every_other
from math import prod

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from .locations import moving
from .models import Product, Variant

MOST = 250  # variants of one product


class CannotCombine(Exception):
    """The message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Start:
    """What each new variant begins with; `price` in minor units of the product's currency."""

    price: int
    stock: int = 0


def answers(product: Product) -> tuple[tuple[str, ...], ...]:
    """As they stand in the list of variants, each once."""
    variants = [*product.variants.all()]
    return tuple(
        tuple(dict.fromkeys(value for each in variants if (value := _given(each)[place])))
        for place in range(len(product.option_names))
    )


def combine(product: int, values: Sequence[Sequence[str]], start: Start, by: int | None) -> int:
    """What is there already stays as it is. `by`: number of the employee's account, for the journal of the stock.

    Raises CannotCombine, Product.DoesNotExist.
    """
    try:
        return _combine(product, values, start, by)
    except IntegrityError:  # the product's own form made one of them at the same moment, and holds nothing before
        raise _changed() from None


def _combine(product: int, values: Sequence[Sequence[str]], start: Start, by: int | None) -> int:
    with transaction.atomic():
        one = Product.objects.select_for_update().get(pk=product)
        if len(values) != len(one.option_names):
            raise _changed()
        there = [*one.variants.all()]
        wanted = _combinations(values, [_given(each) for each in there])
        if len(there) + len(wanted) > MOST:
            words = gettext("That would make %(many)d variants. %(most)d are the most a product can have.")
            raise CannotCombine(words % {"many": len(there) + len(wanted), "most": MOST})
        last = max((each.sort_order or 0 for each in there), default=-1)
        currency = there[0].currency if there else one.currency
        for place, each in enumerate(wanted, last + 1):
            options = dict(zip(("option1", "option2", "option3"), each, strict=True))
            made = Variant(product=one, **options, price=start.price, currency=currency, stock=start.stock)
            made.sort_order = place
            made.save()
            moving.note(made, start.stock, by)
        if wanted:
            Product.objects.get(pk=product).save()  # read anew, so that its summary has the new ones
    return len(wanted)


def _changed() -> CannotCombine:
    return CannotCombine(gettext("The product was changed meanwhile. Please look again."))


def _combinations(values: Sequence[Sequence[str]], there: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Those that are lacking, in the order in which their values were typed."""
    if prod(len(each) for each in values) > MOST * 4:
        words = gettext("That would make %(many)d variants. %(most)d are the most a product can have.")
        raise CannotCombine(words % {"many": prod(len(each) for each in values), "most": MOST})
    filled = [*values, *[("",)] * (3 - len(values))]
    known = {tuple(each) for each in there}
    return [each for each in every_one_with_every_other(*filled) if each not in known]


def _given(variant: Variant) -> tuple[str, str, str]:
    return variant.option1, variant.option2, variant.option3
