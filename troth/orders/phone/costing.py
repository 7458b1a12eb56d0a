"""What a draft costs where it goes, reckoned as the checkout reckons it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .. import shipping
from ..basket_contents import Contents
from ..prices import priced
from ..prices.cost_words import CostLine, cost_lines
from ..prices.priced import Priced
from ..prices.rates import Place


@dataclass(frozen=True, slots=True)
class Way:
    """A way to send it, with what all of it costs then."""

    method: shipping.Method
    costs: Priced

    @property
    def price(self) -> str:
        return self.costs.money(self.costs.reckoning.shipping).text

    @property
    def total(self) -> str:
        return self.costs.total.text

    @property
    def lines(self) -> list[CostLine]:
        return cost_lines(self.costs.reckoning, self.costs.money, self.method.name)


def ways(contents: Contents, delivery: Mapping[str, str]) -> Sequence[Way]:
    """Cheapest first; none without goods or a country."""
    country = delivery.get("country", "")
    if not contents or not country:
        return ()
    goes_to = Place(country, delivery.get("region", ""), delivery.get("postcode", ""))
    ground = priced.ground(contents, goes_to)
    return [
        Way(each, priced.priced(contents, shipping=each.costs, goes_to=goes_to, known=ground))
        for each in shipping.methods(country, contents.grams, contents)
    ]
