"""The checkout's one form: parsed as a whole into a `PlaceOrder`. What is typed is kept on the page and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.orders import numbers, places, shipping, telling, terms
from troth.orders.account import terms as account
from troth.orders.account.terms import Offer
from troth.orders.basket_contents import Contents
from troth.orders.exemptions import purpose as exempting
from troth.orders.place import PlaceOrder
from troth.orders.prefill import Prefill
from troth.orders.prices import book, currencies, priced, vat_id
from troth.orders.prices.rates import Place
from troth.orders.prices.treatment import vat_id_decides
from troth.people import place_options
from troth.people.postal_form import RESHAPE, PostalForm, chosen_country, leave_unchecked

from . import costs, untouched
from .costs import MethodShown
from .fields import ContactForm, RestForm, Shown, address_shown, explain
from .untouched import Blank

NOTHING_KNOWN = Prefill()
KEY = re.compile(r"[A-Za-z0-9_-]{32,64}\Z")


class CheckoutForm:
    """Contact, delivery, billing and the rest, each a Django form; errors of all of them in one place.

    `look` looks into the basket. `data` is what was posted, or None for a fresh page, which starts from what the account knows (`prefill`).
    `buyer`: whose account it is, asked only where something is sold on account.
    """

    def __init__(
        self,
        look: Callable[[], Contents],
        data: Mapping[str, Any] | None = None,
        *,
        prefill: Prefill | None = None,
        buyer: Callable[[], Any] = lambda: None,
    ) -> None:
        self._buyer = buyer
        self._look, self.data, self._posted = look, data or {}, data
        self._known = prefill or Prefill()
        self._start = self._known.delivery.get("country") or shipping.home()
        self.country = chosen_country(self.data, "delivery-country", self._start)
        self._region, self._method = self._known.delivery.get("region", ""), self._known.method
        self._code = self._known.delivery.get("postcode", "")
        self.faults: list[str] = []
        self.terms_fault = ""
        typed = str(self.data.get("key", ""))
        self.key = typed if KEY.match(typed) else numbers.secret()

    # -- its forms, made when the page needs them: sums need none, nor do groups that are drawn for everybody

    @cached_property
    def delivery(self) -> PostalForm:
        form = PostalForm(
            self._posted,
            prefix="delivery",
            section="shipping",
            country=self._start,
            initial=self._known.delivery,
            without=frozenset({"name"}),
        )
        return self._asking(form, "order_delivery")

    @cached_property
    def billing(self) -> PostalForm:
        start = "" if self.data else (self.country or self._start)
        form = PostalForm(
            self._posted,
            prefix="billing",
            section="billing",
            country=start,
            required=bool(self.data.get("billing_differs")),
            initial={"country": start},
        )
        return self._asking(form, "order_billing")

    @cached_property
    def contact(self) -> ContactForm:
        return self._asking(ContactForm(self._posted, country=self.country, initial=self._known.contact))

    @cached_property
    def rest(self) -> RestForm:
        return self._asking(RestForm(self._posted, initial=self._known.rest, asks_vat_id=self._vat_id_decides))

    def _asking[Part: forms.Form](self, form: Part, kind: str = "") -> Part:
        if kind:
            explain(form, kind)
        if self.reshaping:
            leave_unchecked(form)
        return form

    # -- what the page shows

    @cached_property
    def contents(self) -> Contents:
        """The basket, looked into when the page has to show it."""
        return self._look()

    @cached_property
    def closed(self) -> places.Closed | None:
        """A destination nothing may be sent to, said before anything else is asked."""
        return places.closed(self.country, str(self.data.get("delivery-region", ""))) if self.country else None

    @cached_property
    def methods(self) -> list[MethodShown]:
        found = self._ways if self.country and not self.closed else ()
        wanted = str(self.data.get("method", self._method)).partition(" ")[0]
        return costs.shown(
            self.contents, found, wanted, goes_to=self._goes_to, vat_id=self._vat_id, known=lambda: self._ground
        )

    @property
    def _ways(self) -> Sequence[shipping.Method]:
        return shipping.methods(self.country, self.contents.grams, self.contents)

    @cached_property
    def _ground(self) -> priced.Ground:
        return priced.ground(self.contents, self._goes_to, self._buyer)

    @property
    def tax_note(self) -> object:
        chosen = next((shown.costs for shown in self.methods if shown.chosen), None)
        return costs.note(self._ground[0], self._goes_to, chosen)

    @property
    def hints_at_exemption(self) -> bool:
        """Taxed on top, and the shop knows exemptions: whoever has a certificate reads where to file it."""
        chosen = next((shown.costs for shown in self.methods if shown.chosen), None)
        return chosen is not None and bool(chosen.reckoning.tax) and exempting.declared()

    @property
    def local_rates(self) -> bool:
        """Whether the postal code decides the tax, so that the page asks again once it is typed."""
        return any(country == self.country for country, _region in self._ground[0].local)

    @property
    def other_currency(self) -> str:
        """The one that is offered first where the parcel goes, if the basket could be paid in it and is not."""
        further = self._ground[0].currencies.values()
        local = next((each.code for each in further if self.country in each.countries), "")
        if not local or local == self.contents.currency:
            return ""
        return local if local in currencies.offered(self.contents) else ""

    @property
    def voucher(self) -> priced.VoucherHeld | None:
        return self._ground[1].voucher

    @cached_property
    def account(self) -> Offer | None:
        """To pay by bank transfer after the invoice, where that is offered to this buyer for this sum."""
        told = self._ground[0].on_account
        chosen = next((shown for shown in self.methods if shown.chosen), None)
        if told is None or chosen is None:
            return None
        return account.offered(
            told,
            self._buyer(),
            country=self.country,
            currency=self.contents.currency,
            total=chosen.costs.reckoning.total,
        )

    @property
    def pays_on_account(self) -> bool:
        return str(self.data.get("pay", "")) == "account"

    @property
    def _goes_to(self) -> Place:
        region, postcode = (
            self.data.get("delivery-region", self._region),
            self.data.get("delivery-postcode", self._code),
        )
        return Place(self.country, str(region), str(postcode))

    @property
    def _vat_id_decides(self) -> bool:
        """The number is asked for only where it changes the tax."""
        return vat_id_decides(book.seller(), self.country)

    @property
    def _vat_id(self) -> vat_id.VatId | None:
        return vat_id.read(str(self.data.get("tax_id", ""))) if self._vat_id_decides else None

    @cached_property
    def terms(self) -> str:
        """The version to accept; "" where there is none."""
        return terms.version()

    @property
    def terms_accepted(self) -> bool:
        """Ticked by hand, for the version that is in force. Never in advance."""
        return "terms" in self.data and self.data.get("terms_version") == self.terms

    @cached_property
    def told(self) -> list[telling.Told]:
        """What the carriers on offer would be told; mostly all the same."""
        found = [telling.told(shown.method.carrier) for shown in self.methods]
        return [each for each in found if each is not None]

    @cached_property
    def provider_told(self) -> telling.Told | None:
        return telling.provider_told()

    @property
    def untouched_contact(self) -> Blank | None:
        blank = self._is_fresh or untouched.fields(self.contact, self.contact.fields)
        return Blank("") if blank else None

    @property
    def untouched_delivery(self) -> Blank | None:
        blank = self._is_fresh or untouched.address(self.delivery)
        return Blank(self.country) if blank else None

    @property
    def untouched_recipient(self) -> Blank | None:
        return Blank("") if self._is_fresh or untouched.fields(self.rest, ["recipient"]) else None

    @property
    def untouched_billing(self) -> Blank | None:
        if self._is_fresh:
            return Blank(self.country)
        blank = untouched.address(self.billing) and untouched.fields(self.rest, ["purchase_order"])
        return Blank(self.billing.country) if not self.billing.needed and blank else None

    @property
    def untouched_rules(self) -> Blank | None:
        blank = self._is_fresh or (self.country and untouched.fields(self.rest, self.rest.rules))
        return Blank(self.country, self._vat_id_decides) if blank else None

    @property
    def untouched_news(self) -> Blank | None:
        return Blank("") if self._is_fresh or untouched.fields(self.rest, ["newsletter"]) else None

    @property
    def _is_fresh(self) -> bool:
        """Nobody has written into any of it, and no account has."""
        return self._posted is None and self._known == NOTHING_KNOWN and bool(self.country)

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

    @property
    def only_prices(self) -> bool:
        """The page's script wants the ways of sending and the sum, and nothing of what was typed."""
        return self.reshaping and self.data.get("only") == "prices"

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in self._forms]  # all of them, so that everything wrong is said at once
        if self.terms and "terms" not in self.data:
            self.terms_fault = str(_("Please read our terms of sale and tick the box."))
            self.rest.add_error("terms", self.terms_fault)
            return False
        return all(checked)

    def asked(self, basket: str, person: Any) -> PlaceOrder:
        """The order this form asks for. Only after `is_valid()`."""
        contact, rest = self.contact.cleaned_data, self.rest.cleaned_data
        delivery = {**self.delivery.cleaned_data, "name": rest["recipient"] or contact["name"]}
        if number := rest.get("purchase_order"):
            delivery["purchase_order"] = number  # for the slip; the invoice has it, too
        billing = self._billing(delivery, contact["name"], rest)
        method = costs.chosen(str(self.data.get("method", "")))
        return PlaceOrder(
            key=self.key,
            basket=basket,
            seen=str(self.data.get("seen", "")),
            method=method.code,
            price=method.price,
            total=method.total,
            terms=str(self.data.get("terms_version", "")) if "terms" in self.data else "",
            contact=contact,
            delivery=delivery,
            billing=billing,
            residence=rest["residence"] or place_options.home_of(delivery),
            organization_country=rest["organization_country"],
            newsletter=rest["newsletter"],
            person=person,
            on_account=self.pays_on_account,
        )

    def _billing(self, delivery: Mapping[str, str], payer: str, rest: Mapping[str, Any]) -> Mapping[str, str] | None:
        address = dict(self.billing.cleaned_data) if rest["billing_differs"] else {**delivery, "name": payer}
        number = rest.get("tax_id")
        if own := rest.get("purchase_order"):
            address["purchase_order"] = own
        return {**address, "tax_id": number.number} if number else address

    @property
    def _forms(self) -> list[forms.Form]:
        return [self.contact, self.delivery, self.rest, self.billing]

    def fault(self, sentence: str) -> None:
        """Something about the order as a whole, for the summary on top."""
        self.faults.append(sentence)
