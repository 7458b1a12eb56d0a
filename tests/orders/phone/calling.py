"""Somebody rings: the shortest way through the desk's verbs, and what to look at afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from tests.cast import ADA, Customer
from tests.orders.buying import tube
from troth import channels, gate
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.orders import basket, numbers, shipping, terms
from troth.orders.models import Draft
from troth.orders.phone import begin, caller, confirming, goods, sending
from troth.orders.place import Placed, PlaceOrder
from troth.orders.prices.priced import priced
from troth.orders.prices.rates import Place


def told(who: Customer = ADA, of_order: str = "", **contact: str) -> caller.Told:
    """What they say of themselves."""
    known = {"name": who.name, "email": who.email, "telephone": who.telephone, **contact}
    method = shipping.methods(who.country, 300)[0].code
    return caller.Told(known, {**who.address}, method, of_order)


def noted(actor: gate.Actor, who: Customer = ADA, *lines: tuple[Variant, int], of_order: str = "") -> uuid.UUID:
    """A draft with goods and its caller."""
    ref = begin.begin(actor)
    for variant, quantity in lines or ((tube(), 1),):
        goods.put(ref, variant.ref, quantity, actor)
    return caller.note(ref, told(who, of_order), actor)


def sent(actor: gate.Actor, who: Customer = ADA, *lines: tuple[Variant, int]) -> uuid.UUID:
    ref = noted(actor, who, *lines)
    sending.send(ref, actor)
    return ref


def letter() -> Mapping[str, object]:
    """What the newest mail about a draft would say if it left now. Raises Draft.DoesNotExist where it would not leave."""
    from troth.channels.templates import told as facts

    message = Message.objects.filter(template=sending.TEMPLATE).latest("queued_at")
    return facts(channels.Leaving(message.pk, message.template, gate.PartyId(message.to), message.ids))


def token() -> str:
    return str(letter()["url"]).rstrip("/").rpartition("/")[2]


def follows(ref: uuid.UUID) -> str:
    """The caller opens the newest link; the word of their browser."""
    browser = numbers.secret()
    assert confirming.redeem(token(), browser) == ref
    return browser


def typed(ref: uuid.UUID, browser: str, **changes: object) -> PlaceOrder:
    """What the page makes of the form it has filled in."""
    look = confirming.look(ref, browser)
    assert look is not None
    known, contents = look.prefill, basket.look(look.basket)
    country, region = known.delivery["country"], known.delivery.get("region", "")
    method = shipping.method(known.method, country, contents.grams)
    assert method is not None
    costs = priced(contents, shipping=method.price, goes_to=Place(country, region))
    asked = {
        "key": numbers.secret(),
        "basket": look.basket,
        "seen": contents.mark,
        "method": method.code,
        "price": method.price,
        "total": costs.reckoning.total,
        "contact": known.contact,
        "delivery": known.delivery,
        "residence": country,
        "terms": terms.version(),
    }
    return PlaceOrder(**{**asked, **changes})  # type: ignore[arg-type]


def confirmed(ref: uuid.UUID, browser: str) -> Placed:
    placed = confirming.confirm(ref, browser, typed(ref, browser))
    assert placed is not None
    return placed


def draft(ref: uuid.UUID) -> Draft:
    return Draft.objects.get(public_id=ref)
