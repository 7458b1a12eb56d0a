"""What programs may be told. The names are for ever: programs are written against them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Event(TextChoices):
    """The label is what the office reads."""

    ORDER_PLACED = "order.placed", _("An order is placed")
    ORDER_PAID = "order.paid", _("An order is paid")
    ORDER_PACKED = "order.packed", _("An order is packed")
    ORDER_SHIPPED = "order.shipped", _("A parcel left")
    ORDER_DELIVERED = "order.delivered", _("An order arrived")
    ORDER_NOT_ARRIVED = "order.not_arrived", _("An order did not arrive, and nobody waits for it any more")
    ORDER_CANCELLED = "order.cancelled", _("An order is cancelled")
    ORDER_REFUNDED = "order.refunded", _("Money went back, all or a part")
    ORDER_HELD = "order.held", _("An order is held back")
    RETURN_REQUESTED = "return.requested", _("A return is asked for")
    RETURN_RECEIVED = "return.received", _("A return arrived")
    STOCK_LOW = "product.stock_low", _("Little or nothing is left of something")


PING = "ping"  # the office tries an address out
