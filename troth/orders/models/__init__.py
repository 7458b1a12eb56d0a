"""The tables of orders. All in the shop store, and nothing in them says who anybody is."""

from .access import OrderAccess
from .basket import Basket, BasketLine
from .order import Order, OrderEvent, OrderLine, Placing
from .parcel import Parcel
from .payment import Payment, ProviderEvent

__all__ = [
    "Basket",
    "BasketLine",
    "Order",
    "OrderAccess",
    "OrderEvent",
    "OrderLine",
    "Parcel",
    "Payment",
    "Placing",
    "ProviderEvent",
]
