"""What went wrong with a mail, in words: from the short code in its row. No code holds anything about anybody."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from troth import gate

TITLES: dict[str, Promise | str] = {
    "order_placed": _("Order confirmation"),
    "order_paid": _("Payment received"),
    "order_shipped": _("Order on its way"),
    "order_delivered": _("Order delivered"),
    "parcel_number": _("Number of a parcel"),
    "parcel_near": _("Parcel out for delivery"),
    "parcel_problem": _("Problem with a parcel"),
    "delivery_question": _("Question about a delivery"),
    "payment_failed": _("Payment failed"),
    "pay_link": _("Pay link"),
    "phone_order": _("Link to an order by telephone"),
    "order_cancelled": _("Order cancelled"),
    "refund_apology": _("Refund and apology"),
    "refund_given": _("Refund"),
    "order_changed": _("Something was taken out of an order"),
    "order_readdressed": _("The address of an order was changed"),
    "return_agreed": _("How to send something back"),
    "return_label": _("Label to send something back"),
    "exchange_to_pay": _("Link to pay for an exchange"),
    "return_refused": _("Return not agreed to"),
    "order_problem": _("Something is wrong with an order"),
    "problem_settled": _("A problem with an order is settled"),
    "dispute_question": _("Question about a dispute"),
    "invoice_reminder": _("Reminder of an invoice"),
    "invoice_lowered": _("An invoice became smaller"),
    "money_owed": _("Letter about money owed"),
    "owed_paid": _("Money owed was received"),
    "account_confirm_email": _("Confirm an address"),
    "account_exists": _("There is an account already"),
    "account_unknown": _("There is no account"),
    "password_reset": _("Password link"),
    "password_changed": _("Password changed"),
    "sign_in_changed": _("Sign-in changed"),
    "email_changed": _("Address changed"),
    "account_closed": _("Account closed"),
    "rules_changed": _("Other rules hold"),
    "erasure_done": _("Erased"),
    "privacy_link": _("Link to My privacy"),
    "notice_confirm": _("Confirm a wish to hear when something is back"),
    "back_in_stock": _("Back in stock"),
    "news_confirm": _("Question whether somebody wants news"),
    "sign_up_confirm": _("Question whether somebody signed up for news"),
    "comment_news": _("What became of a comment"),
    "exemption_news": _("What became of a tax exemption"),
    "staff_welcome": _("Welcome to an employee"),
}
# Codes of the mail service and of the queue (`recipients.mail_service`, `channels.mailbackend`, `channels.queue`).
FAULTS: dict[str, Promise | str] = {
    "smtp-550": _("There is no such mailbox, or it takes no mail from us."),
    "smtp-551": _("The mailbox has moved, and nobody says where to."),
    "smtp-552": _("The mailbox is full."),
    "smtp-553": _("The other side does not know such an address."),
    "address-malformed": _("What they gave as an address is none."),
    "address-not-ascii": _("The address has letters that our mail service cannot write."),
    "mail-unreachable": _("Our mail service could not be reached, however often we tried."),
    "mail-time-out": _("Our mail service did not answer in time, however often we tried."),
    "mail-tls": _("Our mail service could not be reached safely. Whoever runs the shop has to look at it."),
    "mail-login-refused": _("Our mail service did not let us in. Whoever runs the shop has to look at it."),
    "line-broke": _("The line broke while the mail was on it."),
    "worker-died": _("The shop was stopped while the mail was leaving."),
    "nothing-to-tell": _("What it was about is gone."),
}


def title(template: str) -> str:
    """What a kind of mail is called in the office."""
    return str(TITLES.get(template) or template.replace("_", " ").capitalize())


def why(code: str) -> str:
    """Why a mail did not go."""
    if code in FAULTS:
        return str(FAULTS[code])
    kind, _dash, number = code.partition("-")
    if kind == "smtp" and number.startswith("5"):
        return now("The other side refused it (%(number)s).") % {"number": number}
    if kind == "smtp":
        return now("The other side put us off until we stopped trying (%(number)s).") % {"number": number}
    return now("A fault in the shop stopped it (%(code)s). Whoever runs the shop has to look at it.") % {"code": code}


def refusal(code: str) -> str:
    """Why the policy did not let it go."""
    known = gate.policy().refusals.get(code)
    return known.reason if known else now("There is nobody here any more whom it could reach.")
