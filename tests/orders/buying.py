"""How the cast buys things: the shortest way through the verbs, and what to look at afterwards."""

from __future__ import annotations

from typing import Any

from tests.cast import ADA, Customer
from tests.catalog.goods import only_variant, product, variant
from troth import gate
from troth.catalog.models import Variant
from troth.orders import basket, numbers, shipping, terms
from troth.orders.basket_contents import Contents
from troth.orders.models import Order
from troth.orders.place import Placed, PlaceOrder, place
from troth.orders.prices import vat_id
from troth.orders.prices.priced import priced
from troth.orders.prices.rates import Place
from troth.recipients import till_counter
from troth.recipients.models import TillEvent, TillSession
from troth.vault.models import Person, Record


def tube(stock: int = 10, price: int = 1000, title: str = "Tube") -> Variant:
    return only_variant(product(title, variant(price, stock=stock, weight_grams=300, sku=title.upper())))


def basket_with(*goods: tuple[Variant, int]) -> str:
    token = ""
    for one, quantity in goods:
        token = basket.add(token, one.ref, quantity).token
    return token


def order_by(customer: Customer, token: str, **changes: Any) -> PlaceOrder:
    """What the checkout's form makes of what the customer types."""
    contents = basket.look(token)
    methods = shipping.methods(customer.country, contents.grams)
    asked = {
        "key": numbers.secret(),
        "basket": token,
        "seen": contents.mark,
        "method": methods[0].code if methods else "",
        "price": methods[0].price if methods else 0,
        "terms": terms.version(),
        "contact": {"name": customer.name, "email": customer.email, "telephone": customer.telephone},
        "delivery": customer.address,
        "residence": customer.country,
    }
    told = {**asked, **changes}
    if "total" not in told:
        told["total"] = _total(contents, told)
    return PlaceOrder(**told)


def _total(contents: Contents, told: dict[str, Any]) -> int:
    """What the page would have shown for this address."""
    if not contents:
        return 0
    goes_to = Place(*(told["delivery"].get(line, "") for line in ("country", "region", "postcode")))
    number = vat_id.read((told.get("billing") or {}).get("tax_id", ""))
    by = told.get("person")
    return priced(contents, shipping=told["price"], goes_to=goes_to, vat_id=number, buyer=lambda: by).reckoning.total


def bought(customer: Customer = ADA, *goods: tuple[Variant, int], **changes: Any) -> Order:
    placed: Placed = place(order_by(customer, basket_with(*(goods or ((tube(), 1),))), **changes))
    return Order.objects.get(pk=placed.order)


def webhook(session: TillSession, word: str) -> tuple[bytes, dict[str, str]]:
    """A signed word of the till about a session, as it would come over the wire."""
    event = TillEvent.objects.create(ref=numbers.secret(), session=session, word=word)
    return till_counter.message(event)


def in_the_vault() -> tuple[int, int]:
    """How many people and records there are."""
    return Person.objects.count(), Record.objects.count()


def works_at_the_desk(pk: int = 501, *roles: str) -> gate.Actor:
    """Olga, who packs and ships, unless other roles are named."""
    told = {"staff": {"name": "Olga", "email": f"olga{pk}@example.com"}}
    actor = gate.system("manage_staff")
    person = gate.collect(None, told, purpose="manage_staff", source="import", actor=actor).person
    gate.bind_account(person, pk)
    for role in roles or ("order_desk",):
        gate.grant_role(pk, role, actor=actor)
    return gate.employee(pk)
