"""Every message the shop can write: its purpose, its channel, what it must be told, and why it is sent.

The words are in `templates/channels/<name>/{subject.txt,body.txt,body.html}`. The room that sends a message tells its facts:
see the package's docstring.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .errors import MissingFact, UnknownTemplate

if TYPE_CHECKING:
    from .handles import To


@dataclass(frozen=True, slots=True)
class Template:
    """`why` completes "You get this because …". `needs` are the facts its text uses; `may` those it can do without."""

    name: str
    purpose: str
    why: Promise | str
    needs: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    channel: str = "email"


@dataclass(frozen=True, slots=True)
class Leaving:
    """A message at the moment it leaves. `to` is the PersonId, the PartyId or the alias it was queued for."""

    message: uuid.UUID
    template: str
    to: To
    ids: Mapping[str, int | str] = field(default_factory=dict)
    at: datetime | None = None


Facts = Callable[[Leaving], Mapping[str, object]]


def _declared(*templates: Template) -> dict[str, Template]:
    return {template.name: template for template in templates}


# An order in a mail: number, url, and lines [{"name", "quantity", "total"}]; money is text already.
_ORDER = frozenset({"number", "url"})
_LINES = frozenset({"lines", "total"})
# Between the goods and the total, in the order they are added up: [{"words", "amount"}].
_SUMS = frozenset({"costs"})
# A parcel: its number, the carrier's page about it, the day it is expected, and what lies in it [{"name", "quantity"}].
_PARCEL = frozenset({"tracking", "tracking_url", "expected", "inside"})

TEMPLATES = _declared(
    Template(
        "order_placed",
        "order_communication",
        _("you placed an order with us"),
        _ORDER | _LINES,
        _SUMS | {"pay_url", "terms_url"},
    ),
    Template(
        "order_paid", "order_communication", _("you paid for an order with us"), _ORDER | {"total"}, _LINES | _SUMS
    ),
    Template(
        "order_shipped",
        "order_communication",
        _("an order of yours is on its way"),
        _ORDER | {"carrier"},
        _LINES | _SUMS | _PARCEL | {"more_to_come", "own"},
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
        _("a parcel of yours is held up"),
        _ORDER | {"carrier"},
        _LINES | _PARCEL,
    ),
    Template(
        "order_delivered",
        "order_communication",
        _("an order of yours was delivered"),
        _ORDER,
        _LINES | _PARCEL | {"carrier", "part"},
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
        _ORDER | _LINES | {"until", "telephone"},
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
        "refund_apology",
        "resolve_order_problem",
        _("something went wrong with your order"),
        _ORDER | {"refunded"},
        frozenset({"because"}),
    ),
    Template(
        "refund_given",
        "resolve_order_problem",
        _("you get money back for an order"),
        _ORDER | {"refunded"},
        frozenset({"because"}),
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
        "owed_paid",
        "collect_debt",
        _("you paid what was owed for an order"),
        _ORDER | {"amount"},
    ),
    Template(
        "account_confirm_email",
        "account",
        _("somebody, probably you, gave us this address for an account"),
        frozenset({"url"}),
        frozenset({"hours", "code"}),
    ),
    Template(
        "account_exists",
        "account_security",
        _("somebody, probably you, tried to open an account with this address"),
        frozenset({"sign_in_url", "reset_url"}),
    ),
    Template(
        "account_unknown",
        "account_security",
        _("somebody asked us for a password link for this address"),
        frozenset({"sign_up_url"}),
    ),
    Template(
        "password_reset",
        "account_security",
        _("somebody, probably you, asked for a new password"),
        frozenset({"url"}),
        frozenset({"hours"}),
    ),
    Template(
        "password_changed",
        "account_security",
        _("the password of your account was changed"),
        frozenset({"reset_url"}),
    ),
    Template("sign_in_changed", "account_security", _("the way you sign in to your account was changed")),
    Template(
        "email_changed",
        "account_security",
        _("the address of your account was changed"),
        frozenset({"contact_url"}),
    ),
    Template(
        "account_closed",
        "account",
        _("you closed your account"),
        frozenset({"url"}),
    ),
    Template(
        "erasure_done",
        "rights_request",
        _("you asked us to erase your data"),
        frozenset({"url"}),
        frozenset({"gone", "stays"}),  # gone: [text]; stays: [{"what", "until", "clause"}]
    ),
    Template(
        "notice_confirm",
        "account",
        _("somebody, probably you, asked us to write to this address when something is back"),
        frozenset({"what", "url"}),
        frozenset({"hours"}),
    ),
    Template(
        "back_in_stock",
        "back_in_stock",
        _("you asked us to tell you when it can be bought again"),
        frozenset({"what", "url"}),
    ),
    Template(
        "privacy_link",
        "rights_request",
        _("somebody, probably you, asked to see the data we hold under this address"),
        frozenset({"url"}),
        frozenset({"hours"}),
    ),
    Template(
        "staff_welcome",
        "manage_staff",
        _("you work with us and an account was made for you"),
        frozenset({"url"}),
        frozenset({"hours", "roles"}),
    ),
)

_facts: dict[str, Facts] = {}


def declared(name: str) -> Template:
    """The template of that name; raises UnknownTemplate."""
    try:
        return TEMPLATES[name]
    except KeyError:
        raise UnknownTemplate(name) from None


def facts(name: str) -> Callable[[Facts], Facts]:
    """Decorator: this function tells what the template `name` needs. Lives in the sending room's `mails.py`."""
    declared(name)

    def registered(function: Facts) -> Facts:
        _facts[name] = function
        return function

    return registered


def told(leaving: Leaving) -> dict[str, object]:
    """Ask the sender's function; raises MissingFact when it leaves out what the template needs."""
    template = declared(leaving.template)
    function = _facts.get(template.name)
    found = dict(function(leaving)) if function else {}
    if missing := template.needs - found.keys():
        raise MissingFact(template.name, set(missing))
    return found
