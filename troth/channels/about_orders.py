"""The messages about orders: placed, paid, on the way, sent back, disputed, owed."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from .template import Template

# An order in a mail: number, url, and lines [{"name", "quantity", "total"}]; money is text already.
_ORDER = frozenset({"number", "url"})
_LINES = frozenset({"lines", "total"})
# Between the goods and the total, in the order they are added up: [{"words", "amount"}].
_SUMS = frozenset({"costs"})
# By bank transfer: how much, until when, and where to [{"words", "value"}], the reference last.
_TRANSFER = frozenset({"transfer_to", "due", "amount"})
# The buyer's own number of the purchase, opened for this mail, and that the mail service was told of it (gate.Payload).
_THEIRS = frozenset({"purchase_order", "disclosed"})
# A parcel: its number, the carrier's page about it, the day it is expected, and what lies in it [{"name", "quantity"}].
_PARCEL = frozenset({"tracking", "tracking_url", "expected", "inside"})

TEMPLATES: Final = (
    Template(
        "order_placed",
        "order_communication",
        _("you placed an order with us"),
        _ORDER | _LINES,
        _SUMS | {"pay_url", "terms_url"} | _TRANSFER | _THEIRS,
    ),
    Template(
        "order_paid",
        "order_communication",
        _("you paid for an order with us"),
        _ORDER | {"total"},
        _LINES | _SUMS | {"by_transfer", "packed"} | _THEIRS,
    ),
    Template(
        "order_shipped",
        "order_communication",
        _("an order of yours is on its way"),
        _ORDER | {"carrier"},
        _LINES | _SUMS | _PARCEL | {"more_to_come", "own"},
    ),
    Template(
        "parcel_number",
        "order_communication",
        _("a parcel of yours has a tracking number"),
        _ORDER | {"carrier"},
        _LINES | _PARCEL,
    ),
    Template(
        "parcel_near",
        "order_communication",
        _("a parcel of yours comes today"),
        _ORDER | {"carrier"},
        _LINES | _PARCEL,
    ),
    Template(
        "parcel_problem",
        "order_communication",
        _("a parcel of yours did not go on as it should"),
        _ORDER | {"carrier"},
        _LINES | _PARCEL | {"back"},
    ),
    Template(
        "order_delivered",
        "order_communication",
        _("an order of yours was delivered"),
        _ORDER,
        _LINES | _PARCEL | {"carrier", "part", "own", "told"},
    ),
    Template(
        "delivery_question",
        "delivery_quality",
        _("something you ordered was delivered some days ago"),
        _ORDER | {"carrier"},
    ),
    Template(
        "payment_failed",
        "order_communication",
        _("a payment for your order did not go through"),
        _ORDER,
        frozenset({"pay_url", "until", "total"}),
    ),
    Template(
        "pay_link",
        "order_communication",
        _("an order of yours still waits for payment"),
        _ORDER | {"total"},
        _LINES | {"pay_url", "until"},
    ),
    Template(
        "phone_order",
        "phone_order",
        _("you began an order with us on the telephone"),
        _ORDER | _LINES | _SUMS | {"until", "telephone"},
    ),
    Template(
        "order_cancelled",
        "order_communication",
        _("an order of yours was cancelled"),
        _ORDER,
        frozenset({"because", "refunded"}),
    ),
    Template(
        "return_agreed",
        "order_communication",
        _("you asked to send something back"),
        _ORDER | {"inside", "until", "address"},
        frozenset({"exchange"}),
    ),
    Template(
        "return_label",
        "order_communication",
        _("you asked to send something back"),
        _ORDER | {"carrier"},
        frozenset({"until"}),
    ),
    Template(
        "exchange_to_pay",
        "order_communication",
        _("you asked to exchange something"),
        _ORDER | {"inside", "amount", "until"},
    ),
    Template(
        "return_refused",
        "order_communication",
        _("you asked to send something back"),
        _ORDER | {"because"},
    ),
    Template(
        "order_problem",
        "resolve_order_problem",
        _("something is wrong with an order of yours"),
        _ORDER | {"problem"},
    ),
    Template(
        "problem_settled",
        "resolve_order_problem",
        _("something was wrong with an order of yours"),
        _ORDER | {"end"},
        frozenset({"told"}),
    ),
    Template(
        "refund_apology",
        "resolve_order_problem",
        _("something went wrong with your order"),
        _ORDER | {"refunded"},
        frozenset({"because"}),
    ),
    Template(
        "invoice_lowered",
        "resolve_order_problem",
        _("an invoice of yours became smaller"),
        _ORDER | {"off"},
        frozenset({"because", "left", "due", "refunded"}) | _THEIRS,
    ),
    Template(
        "refund_given",
        "resolve_order_problem",
        _("you get money back for an order"),
        _ORDER | {"refunded"},
        frozenset({"because"}),
    ),
    Template(
        "order_changed",
        "order_communication",
        _("an order of yours was changed"),
        _ORDER | {"inside"},
        frozenset({"refunded"}),
    ),
    Template(
        "order_readdressed",
        "order_communication",
        _("the address of an order of yours was changed"),
        _ORDER,
    ),
    Template(
        "dispute_question",
        "handle_dispute",
        _("your bank asked us about a payment of yours"),
        _ORDER | {"total"},
    ),
    Template(
        "money_owed",
        "collect_debt",
        _("a bank took a payment for an order of yours back"),
        _ORDER | {"amount", "due"},
        frozenset({"again", "last", "answered"}),
    ),
    Template(
        "invoice_reminder",
        "collect_debt",
        _("you bought on account, and the invoice is not paid yet"),
        _ORDER | _TRANSFER,
        frozenset({"last"}) | _THEIRS,
    ),
    Template(
        "owed_paid",
        "collect_debt",
        _("you paid what was owed for an order"),
        _ORDER | {"amount"},
    ),
)
