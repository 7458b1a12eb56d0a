"""The checkout's one form: parsed as a whole into a `PlaceOrder`. What is typed is kept on the page and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms

from troth.orders import numbers, places, shipping, telling
from troth.orders.basket_contents import Contents
from troth.orders.place import PlaceOrder
from troth.orders.prefill import Prefill
from troth.people import reasons
from troth.people.postal_form import RESHAPE, PostalForm

from .fields import ContactForm, RestForm, Shown, address_shown, explain
from .longselect import shorten

KEY = re.compile(r"[A-Za-z0-9_-]{32,64}\Z")


@dataclass(frozen=True, slots=True)
class MethodShown:
    """A radio button. Its value carries the price it shows, so that nobody pays another one unseen."""

    method: shipping.Method
    price: str
    total: str
    chosen: bool

    @property
    def value(self) -> str:
        return f"{self.method.code} {self.method.price}"


class CheckoutForm:
    """Contact, delivery, billing and the rest, each a Django form; errors of all of them in one place.

    `look` looks into the basket. `data` is what was posted, or None for a fresh page, which starts from what the account knows (`prefill`).
    """

    def __init__(
        self, look: Callable[[], Contents], data: Mapping[str, Any] | None = None, *, prefill: Prefill | None = None
    ) -> None:
        self._look, self.data = look, data or {}
        known = prefill or Prefill()
        posted = None if data is None else data
        start = known.delivery.get("country") or shipping.HOME
        self.delivery = PostalForm(
            posted,
            prefix="delivery",
            section="shipping",
            country=start,
            initial=known.delivery,
            without=frozenset({"name"}),
        )
        differs = bool(posted and posted.get("billing_differs"))
        billing_start = "" if posted else (self.delivery.country or start)
        self.billing = PostalForm(
            posted,
            prefix="billing",
            section="billing",
            country=billing_start,
            required=differs,
            initial={"country": billing_start},
        )
        self.contact = ContactForm(posted, country=self.delivery.country, initial=known.contact)
        self.rest = RestForm(posted, initial=known.rest)
        for form, kind in ((self.delivery, "order_delivery"), (self.billing, "order_billing")):
            explain(form, kind)
            shorten(form)
        self.faults: list[str] = []
        typed = str(self.data.get("key", ""))
        self.key = typed if KEY.match(typed) else numbers.secret()

    # -- what the page shows

    @cached_property
    def contents(self) -> Contents:
        """The basket, looked into when the page has to show it."""
        return self._look()

    @property
    def country(self) -> str:
        return self.delivery.country

    @cached_property
    def closed(self) -> places.Closed | None:
        """A destination nothing may be sent to, said before anything else is asked."""
        return places.closed(self.country, str(self.data.get("delivery-region", ""))) if self.country else None

    @cached_property
    def methods(self) -> list[MethodShown]:
        found = shipping.methods(self.country, self.contents.grams) if self.country and not self.closed else ()
        wanted = str(self.data.get("method", "")).partition(" ")[0]
        codes = [method.code for method in found]
        chosen = wanted if wanted in codes else next(iter(codes), "")
        goods = self.contents.goods
        money = type(goods)
        return [
            MethodShown(
                method,
                money(method.price, goods.currency).text,
                money(goods.amount + method.price, goods.currency).text,
                method.code == chosen,
            )
            for method in found
        ]

    @property
    def told(self) -> list[telling.Told]:
        """What the carriers on offer would be told; mostly all the same."""
        found = [telling.told(shown.method.carrier) for shown in self.methods]
        return [each for each in found if each is not None]

    @property
    def provider_told(self) -> telling.Told | None:
        return telling.provider_told()

    @property
    def delivery_lines(self) -> list[Shown]:
        return address_shown(self.delivery)

    @property
    def billing_lines(self) -> list[Shown]:
        return address_shown(self.billing)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """(id of the field, its label, what is wrong) for the summary on top."""
        if not self.data:
            return []
        return [
            (form[name].auto_id, str(form[name].label), str(messages[0]))
            for form in self._forms
            for name, messages in form.errors.items()
            if name in form.fields
        ]

    # -- what it means

    @property
    def reshaping(self) -> bool:
        """The button that fits the fields to another country: shows, checks nothing, keeps nothing."""
        return RESHAPE in self.data

    def reshape(self) -> None:
        for address in (self.delivery, self.billing):
            address.leave_unchecked()
        for form in (self.contact, self.rest):
            form.errors.clear()

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in self._forms]  # all of them, so that everything wrong is said at once
        return all(checked)

    def asked(self, basket: str, person: Any) -> PlaceOrder:
        """The order this form asks for. Only after `is_valid()`."""
        contact, rest = self.contact.cleaned_data, self.rest.cleaned_data
        delivery = {**self.delivery.cleaned_data, "name": rest["recipient"] or contact["name"]}
        billing = self._billing(delivery, contact["name"], rest)
        code, _space, price = str(self.data.get("method", "")).partition(" ")
        return PlaceOrder(
            key=self.key,
            basket=basket,
            seen=str(self.data.get("seen", "")),
            method=code,
            price=int(price) if price.isascii() and price.isdigit() and len(price) < 12 else -1,
            contact=contact,
            delivery=delivery,
            billing=billing,
            residence=rest["residence"] or _place(delivery),
            organization_country=rest["organization_country"],
            newsletter=rest["newsletter"],
            person=person,
        )

    def _billing(self, delivery: Mapping[str, str], payer: str, rest: Mapping[str, Any]) -> Mapping[str, str] | None:
        address = dict(self.billing.cleaned_data) if rest["billing_differs"] else {**delivery, "name": payer}
        return {**address, "tax_id": rest["tax_id"]} if rest["tax_id"] else address

    @property
    def _forms(self) -> list[forms.Form]:
        return [self.contact, self.delivery, self.rest, self.billing]

    def fault(self, sentence: str) -> None:
        """Something about the order as a whole, for the summary on top."""
        self.faults.append(sentence)


def _place(delivery: Mapping[str, str]) -> str:
    """Where somebody lives who said "the same": the country, or the part of it that has rules of its own."""
    code = f"{delivery['country']}-{delivery.get('region', '')}"
    known = {place for place, _name in reasons.residence_choices()}
    return code if code in known else delivery["country"]
