"""The XML of a paper: UN/CEFACT Cross Industry Invoice, as EN 16931-3-3 and Factur-X 1.0 (profile EN 16931) want it.

Names in comments are the standard's business terms (BT). What it wants and a paper does not have is said: `CannotTell`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from django.utils import timezone
from django.utils.translation import gettext

from troth import gate
from troth.catalog.money import decimal_of, decimals
from troth.channels.speaking import speaking

from ...models.invoice import InvoiceKind
from ...models.order import TaxCase
from ...prices import vat_id
from ...prices.cost_words import with_rate
from ..content import Tax
from ..papers import Paper
from . import amounts, seller
from .amounts import Amounts, Beside, Category, Item, Slot

PROFILE: Final = "urn:cen.eu:en16931:2017"
NAMESPACES: Final = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
INVOICE, CREDIT_NOTE = "380", "381"  # UNTDID 1001
ONLINE, TRANSFER, UNSAID = "68", "30", "1"  # UNTDID 4461: online payment service, credit transfer, not defined
SET_OFF = "97"  # UNTDID 4461: clearing between partners
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}\Z")  # ISO 13616
PIECE = "C62"  # UN/ECE Recommendation 20: one
REASON_CODES = {Category.WITHIN_UNION: "VATEX-EU-IC", Category.EXPORT: "VATEX-EU-G"}
FINEST = 2  # decimals of an amount (BR-DEC-*)


class CannotTell(RuntimeError):
    """The standard has no words for this paper. The message is a sentence for people."""


def xml(paper: Paper) -> bytes:
    """In the language of the order. Raises CannotTell."""
    with speaking(paper.language):
        return _Writing(paper).whole()


class _Writing:
    """One paper while it is written down."""

    def __init__(self, paper: Paper) -> None:
        if decimals(paper.currency) > FINEST:
            raise CannotTell(gettext("Electronic invoices know no amounts with more than two decimals."))
        self.paper, self.told = paper, paper.content
        self.seller = seller.of(self.told.seller_is)
        self.buyer = _opened(paper.particulars)
        self.with_vat = seller.charges_vat(self.seller)
        self.buyers_number = vat_id.read(self.buyer.get("tax_id", ""))
        owed = self.told.due_on and not self.told.paid_on and paper.kind is not InvoiceKind.CREDIT
        self.due_on = date.fromisoformat(self.told.due_on) if owed else None
        self.rest = self._rest()
        self.sums = self._sums()

    def whole(self) -> bytes:
        root = Element("rsm:CrossIndustryInvoice", {f"xmlns:{name}": uri for name, uri in NAMESPACES.items()})
        context = _in(root, "rsm:ExchangedDocumentContext")
        _said(_in(context, "ram:GuidelineSpecifiedDocumentContextParameter"), "ram:ID", PROFILE)
        self._document(_in(root, "rsm:ExchangedDocument"))
        trade = _in(root, "rsm:SupplyChainTradeTransaction")
        for place, item in enumerate(self.sums.items or self._one_for_all(), 1):
            self._line(_in(trade, "ram:IncludedSupplyChainTradeLineItem"), place, item)
        self._agreement(_in(trade, "ram:ApplicableHeaderTradeAgreement"))
        self._delivery(_in(trade, "ram:ApplicableHeaderTradeDelivery"))
        self._settlement(_in(trade, "ram:ApplicableHeaderTradeSettlement"))
        return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))

    def _rest(self) -> Category:
        """The category of what carries no tax, for who charges VAT: which one is allowed depends on the numbers (BR-G-02, BR-IC-02)."""
        ours = vat_id.read(self.seller["tax_id"])
        if self.told.tax_case == TaxCase.REVERSE_CHARGE and ours and self.buyers_number:
            return Category.WITHIN_UNION
        if self.told.tax_case == TaxCase.EXPORT and ours:
            return Category.EXPORT
        return Category.ZERO if any(not tax.rate for tax in self.told.taxes) else Category.EXEMPT

    def _sums(self) -> Amounts:
        if self.with_vat:
            return amounts.with_vat(self.told, self.rest)
        return amounts.without_vat(self.told, [_named(tax) for tax in self.told.taxes])

    def _one_for_all(self) -> list[Item]:
        """A paper has a line (BR-16), also one about sending alone."""
        return [Item(self.told.because or gettext("Goods"), "", 1, Decimal(0), 0, 0, 0)]

    def _document(self, at: Element) -> None:
        _said(at, "ram:ID", self.paper.number)  # BT-1
        _said(at, "ram:TypeCode", CREDIT_NOTE if self.paper.kind is InvoiceKind.CREDIT else INVOICE)
        _day(_in(at, "ram:IssueDateTime"), _date(self.paper.issued_at))
        notes = [self.told.because] if self.told.because else []
        notes += [self._contained(tax) for tax in self.told.taxes if tax.included and tax.amount and not self.with_vat]
        for note in notes:
            _said(_in(at, "ram:IncludedNote"), "ram:Content", note)

    def _contained(self, tax: Tax) -> str:
        told = {"tax": _named(tax), "amount": self.paper.money(tax.amount).text}
        return gettext("Contains %(tax)s: %(amount)s") % told

    def _line(self, at: Element, place: int, item: Item) -> None:
        _said(_in(at, "ram:AssociatedDocumentLineDocument"), "ram:LineID", str(place))
        product = _in(at, "ram:SpecifiedTradeProduct")
        if item.sku:
            _said(product, "ram:SellerAssignedID", item.sku)
        _said(product, "ram:Name", item.title)
        price = _in(_in(at, "ram:SpecifiedLineTradeAgreement"), "ram:NetPriceProductTradePrice")
        _said(price, "ram:ChargeAmount", self._price(item.price))
        _said(_in(at, "ram:SpecifiedLineTradeDelivery"), "ram:BilledQuantity", str(item.quantity), unitCode=PIECE)
        settled = _in(at, "ram:SpecifiedLineTradeSettlement")
        self._category(_in(settled, "ram:ApplicableTradeTax"), self.sums.slots[item.slot])
        if item.less:
            off = _in(settled, "ram:SpecifiedTradeAllowanceCharge")
            _said(_in(off, "ram:ChargeIndicator"), "udt:Indicator", "false")
            _said(off, "ram:ActualAmount", self._plain(item.less))
            _said(off, "ram:Reason", gettext("Discount"))
        summed = _in(settled, "ram:SpecifiedTradeSettlementLineMonetarySummation")
        _said(summed, "ram:LineTotalAmount", self._plain(item.net))

    def _agreement(self, at: Element) -> None:
        self._seller(_in(at, "ram:SellerTradeParty"))
        self._buyer(_in(at, "ram:BuyerTradeParty"))
        _said(_in(at, "ram:SellerOrderReferencedDocument"), "ram:IssuerAssignedID", self.paper.order)  # BT-14

    def _seller(self, at: Element) -> None:
        who, number = self.seller, vat_id.read(self.seller["tax_id"])
        if not number:
            _said(at, "ram:ID", who["tax_id"] or who["email"])  # BT-29: one of three identifiers is wanted (BR-CO-26)
        _said(at, "ram:Name", who["name"])
        contact = _in(at, "ram:DefinedTradeContact")
        _said(contact, "ram:PersonName", who["name"])
        if who["telephone"]:
            _said(_in(contact, "ram:TelephoneUniversalCommunication"), "ram:CompleteNumber", who["telephone"])
        _said(_in(contact, "ram:EmailURIUniversalCommunication"), "ram:URIID", who["email"])
        _address(at, who)
        _said(_in(at, "ram:URIUniversalCommunication"), "ram:URIID", who["email"], schemeID="EM")
        if self.with_vat:
            told = ("VA", number.number) if number else ("FC", who["tax_id"])
            _said(_in(at, "ram:SpecifiedTaxRegistration"), "ram:ID", told[1], schemeID=told[0])

    def _buyer(self, at: Element) -> None:
        _said(at, "ram:Name", self.buyer.get("organization") or self.buyer["name"])
        if self.buyer.get("organization"):
            _said(_in(at, "ram:DefinedTradeContact"), "ram:PersonName", self.buyer["name"])
        _address(at, self.buyer)
        if self.with_vat and self.buyers_number:
            _said(_in(at, "ram:SpecifiedTaxRegistration"), "ram:ID", self.buyers_number.number, schemeID="VA")

    def _delivery(self, at: Element) -> None:
        """Where to matters to a supply within the Union, which is proven by the state of the buyer's number (BR-IC-12)."""
        if self.rest is Category.WITHIN_UNION and self.buyers_number:
            where = _in(_in(at, "ram:ShipToTradeParty"), "ram:PostalTradeAddress")
            _said(where, "ram:CountryID", self.buyers_number.country)
        supplied = date.fromisoformat(self.told.paid_on) if self.told.paid_on else _date(self.paper.issued_at)
        _day(_in(_in(at, "ram:ActualDeliverySupplyChainEvent"), "ram:OccurrenceDateTime"), supplied)

    def _settlement(self, at: Element) -> None:
        if self.due_on and self.told.pay_as:
            _said(at, "ram:PaymentReference", self.told.pay_as)  # BT-83
        _said(at, "ram:InvoiceCurrencyCode", self.paper.currency)
        self._means(_in(at, "ram:SpecifiedTradeSettlementPaymentMeans"))
        for slot in self.sums.slots:
            self._breakdown(_in(at, "ram:ApplicableTradeTax"), slot)
        for each in self.sums.beside:
            self._beside(_in(at, "ram:SpecifiedTradeAllowanceCharge"), each)
        if self.due_on:
            _day(_in(_in(at, "ram:SpecifiedTradePaymentTerms"), "ram:DueDateDateTime"), self.due_on)  # BT-9
        if self.paper.set_off:
            told = gettext(
                "It is set off against invoice %(number)s. Only what was paid beyond what is owed now goes back."
            )
            terms = _in(at, "ram:SpecifiedTradePaymentTerms")
            _said(terms, "ram:Description", told % {"number": self.paper.credits})  # BT-20
        self._summed(_in(at, "ram:SpecifiedTradeSettlementHeaderMonetarySummation"))
        if self.paper.credits:
            _said(_in(at, "ram:InvoiceReferencedDocument"), "ram:IssuerAssignedID", self.paper.credits)  # BT-25

    def _means(self, at: Element) -> None:
        """How it was paid, or where to: the account that the paper itself names."""
        accounts = [value.replace(" ", "") for _word, value in self.told.pay_to]
        iban = next((each for each in accounts if IBAN.match(each)), "")
        account = iban or next((each for each in reversed(accounts) if each.isdigit()), "")
        if self.paper.set_off:
            _said(at, "ram:TypeCode", SET_OFF)
            return
        _said(at, "ram:TypeCode", ONLINE if self.due_on is None else TRANSFER if account else UNSAID)
        if self.due_on and account:
            payee = _in(at, "ram:PayeePartyCreditorFinancialAccount")
            _said(payee, "ram:IBANID" if iban else "ram:ProprietaryID", account)  # BT-84

    def _breakdown(self, at: Element, slot: Slot) -> None:
        why = self._why(slot.category)
        _said(at, "ram:CalculatedAmount", self._plain(slot.amount))
        _said(at, "ram:TypeCode", "VAT")
        if why:
            _said(at, "ram:ExemptionReason", why)
        _said(at, "ram:BasisAmount", self._plain(slot.base))
        _said(at, "ram:CategoryCode", slot.category)
        if slot.category in REASON_CODES:
            _said(at, "ram:ExemptionReasonCode", REASON_CODES[slot.category])
        if slot.category is not Category.NO_VAT:
            _said(at, "ram:RateApplicablePercent", _percent(slot.rate))

    def _category(self, at: Element, slot: Slot) -> None:
        _said(at, "ram:TypeCode", "VAT")
        _said(at, "ram:CategoryCode", slot.category)
        if slot.category is not Category.NO_VAT:
            _said(at, "ram:RateApplicablePercent", _percent(slot.rate))

    def _beside(self, at: Element, each: Beside) -> None:
        _said(_in(at, "ram:ChargeIndicator"), "udt:Indicator", "true" if each.net > 0 else "false")
        _said(at, "ram:ActualAmount", self._plain(abs(each.net)))
        _said(at, "ram:Reason", each.words or self._besides(each.net))
        self._category(_in(at, "ram:CategoryTradeTax"), self.sums.slots[each.slot])

    def _besides(self, net: int) -> str:
        return gettext("Shipping") if net > 0 else gettext("Discount")

    def _summed(self, at: Element) -> None:
        sums = self.sums
        _said(at, "ram:LineTotalAmount", self._plain(sums.lines))
        _said(at, "ram:ChargeTotalAmount", self._plain(sums.charges))
        _said(at, "ram:AllowanceTotalAmount", self._plain(sums.allowances))
        _said(at, "ram:TaxBasisTotalAmount", self._plain(sums.base))
        _said(at, "ram:TaxTotalAmount", self._plain(sums.tax), currencyID=self.paper.currency)
        _said(at, "ram:GrandTotalAmount", self._plain(sums.total))
        # Otherwise goods are paid, or their money is back, before the paper is made.
        due = sums.total if self.due_on or self.paper.set_off else 0
        _said(at, "ram:TotalPrepaidAmount", self._plain(sums.total - due))
        _said(at, "ram:DuePayableAmount", self._plain(due))

    def _why(self, category: Category) -> str:
        if category in (Category.NO_VAT, Category.EXEMPT) and self.told.tax_case == TaxCase.EXEMPT:
            return gettext("No sales tax: the buyer is exempt.")
        match category:
            case Category.WITHIN_UNION:
                return gettext(
                    "Reverse charge: the VAT is accounted for by the recipient (Directive 2006/112/EC, Article 138)."
                )
            case Category.EXPORT:
                return gettext("Export outside the European Union")
            case Category.NO_VAT:
                return gettext("Not subject to VAT")
            case Category.EXEMPT:
                return gettext("No tax is charged on this")
            case _:
                return ""

    def _plain(self, amount: int) -> str:
        return str(decimal_of(amount, self.paper.currency))

    def _price(self, minor: Decimal) -> str:
        return format(minor.scaleb(-decimals(self.paper.currency)), "f")


def _opened(particulars: Mapping[str, gate.Personal]) -> dict[str, str]:
    """Whom it is made out to. Nobody is left to name once the time for keeping them is over."""
    told = {name: value.reveal() for name, value in particulars.items()}
    if not told.get("name") or not told.get("country"):
        raise CannotTell(
            gettext("Whom it was made out to may not be opened any more, and an electronic invoice must name them.")
        )
    return told


def _address(at: Element, told: Mapping[str, str]) -> None:
    where = _in(at, "ram:PostalTradeAddress")
    if told.get("postcode"):
        _said(where, "ram:PostcodeCode", told["postcode"])
    street = [line.strip() for line in told.get("street_address", "").splitlines() if line.strip()]
    lines = [*street[:2], ", ".join(street[2:])]
    for name, line in zip(("ram:LineOne", "ram:LineTwo", "ram:LineThree"), lines, strict=False):
        if line:
            _said(where, name, line)
    if told.get("locality"):
        _said(where, "ram:CityName", told["locality"])
    _said(where, "ram:CountryID", told["country"])
    if told.get("region"):
        _said(where, "ram:CountrySubDivisionName", told["region"])


def _named(tax: Tax) -> str:
    return str(with_rate(tax.name, tax.rate)) if tax.rate else tax.name


def _percent(rate: int) -> str:
    return format((Decimal(rate) / 1000).normalize(), "f")


def _date(at: datetime) -> date:
    return timezone.localdate(at)


def _day(at: Element, day: date) -> None:
    _said(at, "udt:DateTimeString", f"{day:%Y%m%d}", format="102")


def _in(at: Element, name: str) -> Element:
    return ElementTree.SubElement(at, name)


def _said(at: Element, name: str, words: str, **attributes: str) -> None:
    made = ElementTree.SubElement(at, name, attributes)
    made.text = "".join(sign for sign in words if sign.isprintable() or sign == " ")
