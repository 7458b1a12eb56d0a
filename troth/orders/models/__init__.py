"""The tables of orders. All in the shop store, and nothing in them says who anybody is."""

from .access import OrderAccess
from .account import AccountTerms, OnAccount
from .basket import Basket, BasketLine
from .bookkeeping import BookAccount, ClosedMonth
from .check import OrderCheck
from .dispute import Dispute
from .draft import Draft, DraftAccess
from .exemption import Exemption
from .invoice import Invoice, InvoiceYear
from .local_rate import EditionPlace, LocalRate, RateEdition
from .note import OrderNote
from .order import Order, OrderEvent, OrderLine, Placing
from .owed import Debt
from .parcel import DeliveryWord, Parcel, ParcelLine, Quote
from .payment import Payment, ProviderEvent
from .reconciliation import Reconciliation
from .refund import Refund, RefundLine
from .returning import Difference, ReturnLine, ReturnRequest
from .shipping import ShippingMethod, ShippingZone
from .taken import LineTaken
from .tax import OrderDiscount, OrderTax, PriceBook, SellingCurrency, TaxRule
from .terms import TermsVersion
from .view import SavedView
from .voucher import Offer, Voucher, VoucherUse
from .words import OfferWords, ShippingWords, TaxWords, VoucherWords

__all__ = [
    "AccountTerms",
    "Basket",
    "BasketLine",
    "BookAccount",
    "ClosedMonth",
    "Debt",
    "DeliveryWord",
    "Difference",
    "Dispute",
    "Draft",
    "DraftAccess",
    "EditionPlace",
    "Exemption",
    "Invoice",
    "InvoiceYear",
    "LineTaken",
    "LocalRate",
    "Offer",
    "OfferWords",
    "OnAccount",
    "Order",
    "OrderAccess",
    "OrderCheck",
    "OrderDiscount",
    "OrderEvent",
    "OrderLine",
    "OrderNote",
    "OrderTax",
    "Parcel",
    "ParcelLine",
    "Payment",
    "Placing",
    "PriceBook",
    "ProviderEvent",
    "Quote",
    "RateEdition",
    "Reconciliation",
    "Refund",
    "RefundLine",
    "ReturnLine",
    "ReturnRequest",
    "SavedView",
    "SellingCurrency",
    "ShippingMethod",
    "ShippingWords",
    "ShippingZone",
    "TaxRule",
    "TaxWords",
    "TermsVersion",
    "Voucher",
    "VoucherUse",
    "VoucherWords",
]
