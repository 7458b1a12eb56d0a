"""The tables of orders. All in the shop store, and nothing in them says who anybody is."""

from .access import OrderAccess
from .basket import Basket, BasketLine
from .check import OrderCheck
from .dispute import Dispute
from .invoice import Invoice, InvoiceYear
from .note import OrderNote
from .order import Order, OrderEvent, OrderLine, Placing
from .parcel import DeliveryWord, Parcel, ParcelLine, Quote
from .payment import Payment, ProviderEvent
from .reconciliation import Reconciliation
from .refund import Refund, RefundLine
from .returning import ReturnLine, ReturnRequest
from .tax import OrderDiscount, OrderTax, PriceBook, SellingCurrency, TaxRule
from .terms import TermsVersion
from .voucher import Offer, Voucher, VoucherUse

__all__ = [
    "Basket",
    "BasketLine",
    "DeliveryWord",
    "Dispute",
    "Invoice",
    "InvoiceYear",
    "Offer",
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
    "Reconciliation",
    "Refund",
    "RefundLine",
    "ReturnLine",
    "ReturnRequest",
    "SellingCurrency",
    "TaxRule",
    "TermsVersion",
    "Voucher",
    "VoucherUse",
]
