"""What a shop in live mode must have before strangers trust it with anything. Looked at in live mode only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from troth import gate
from troth.orders.prices import vat_id
from troth.orders.prices.treatment import EU
from troth.orders.reconcile import report as reconcile
from troth.recipients.mail_service import MailService, Outcome

from .finding import Finding

FRESH = timedelta(days=2)  # how old the newest backup may be
PATIENCE = 10.0  # seconds for the mail server


def _hosts() -> Iterator[Finding]:
    hosts = settings.ALLOWED_HOSTS
    if not hosts or any(host.startswith(("*", ".")) for host in hosts):
        says = "it answers to any name; set TROTH_HOSTS to the names it is reached by, and no asterisk"
        yield Finding("hosts", "unfit", says)
    else:
        yield Finding("hosts", "fit", f"answers to {', '.join(hosts)}")


def _tls() -> Iterator[Finding]:
    if settings.TROTH.base_url.startswith("https://") and settings.SESSION_COOKIE_SECURE:
        yield Finding("TLS", "fit", "cookies and redirects for TLS only")
    else:
        yield Finding("TLS", "unfit", "cookies could travel in the open; set TROTH_BASE_URL to an https:// address")


def _mail() -> Iterator[Finding]:
    if not settings.TROTH.smtp_url:
        yield Finding("mail", "unfit", "it goes nowhere; set TROTH_SMTP_URL to your mail server")
    elif _sample(settings.TROTH.mail_from):
        says = f"it would come from the sample address {settings.TROTH.mail_from}; set TROTH_MAIL_FROM to one of yours"
        yield Finding("mail", "unfit", says)
    elif (said := MailService(settings.TROTH.smtp_url, longest=PATIENCE).answers()).outcome is not Outcome.TAKEN:
        says = f"the mail server does not let us in ({said.code}); see that it runs, or set TROTH_SMTP_URL right"
        yield Finding("mail", "unfit", says)
    else:
        yield Finding("mail", "fit", "by SMTP, from an address of yours; the server answers")


def _payment() -> Iterator[Finding]:
    here = settings.TROTH
    if here.payment != "stripe":
        says = "the practice till takes no money; set TROTH_PAYMENT=stripe, its key and its webhook's secret"
        yield Finding("payment", "unfit", says)
    elif not here.stripe_key.get_secret_value():
        yield Finding("payment", "unfit", "Stripe needs a key; set TROTH_STRIPE_KEY or TROTH_STRIPE_KEY_FILE")
    elif not here.stripe_webhook_secrets:
        says = "nobody would believe what Stripe says; set TROTH_STRIPE_WEBHOOK_SECRET to the endpoint's signing secret"
        yield Finding("payment", "unfit", says)
    elif here.stripe_api:
        yield Finding("payment", "unfit", f"{here.stripe_api} is not Stripe; unset TROTH_STRIPE_API")
    else:
        yield from _payment_books()


def _payment_books() -> Iterator[Finding]:
    """Stripe is set up; do the two sets of books agree?"""
    report = reconcile.latest()
    if report is None:
        yield Finding("payment", "note", "by Stripe; its books were not compared yet, run `troth payments reconcile`")
    elif report.open:
        says = f"{len(report.open)} differences with Stripe's books; see them with `troth payments report`"
        yield Finding("payment", "note", says)
    else:
        yield Finding("payment", "fit", f"by Stripe; the books agreed at {report.at:%Y-%m-%d %H:%M} UTC")


def _carrier() -> Iterator[Finding]:
    if settings.TROTH.carrier == "practice":
        says = "the practice carrier moves no parcel; set TROTH_CARRIER to 'karrio' or, without a contract, 'table'"
        yield Finding("carrier", "unfit", says)
    elif settings.TROTH.carrier == "table":
        yield Finding("carrier", "fit", "prices by the weight table; parcels are taken to the carrier by hand")
    else:
        yield Finding("carrier", "fit", f"accounts with {', '.join(name.upper() for name in settings.TROTH.carriers)}")


def _contact() -> Iterator[Finding]:
    email = gate.policy().controller.email
    if _sample(email):
        says = f"the policy gives the sample address {email}; write who you are under `controller` in policy.yaml"
        yield Finding("contact", "unfit", says)
    else:
        yield Finding("contact", "fit", f"people write to {email}")


def _tax_number() -> Iterator[Finding]:
    """Invoices of a seller in the European Union name their VAT number (Directive 2006/112/EC, Article 226(3))."""
    who = gate.policy().controller
    if who.country not in EU:
        return
    known = vat_id.read(who.tax_id)
    if known is None:
        says = "invoices lack your VAT number; write it as `tax_id` under `controller` in policy.yaml, like DE136695976"
        yield Finding("tax number", "unfit", says)
    else:
        yield Finding("tax number", "fit", f"invoices name {known.number}")


def _backups() -> Iterator[Finding]:
    if not settings.TROTH.backups:
        yield Finding("backups", "unfit", "nobody says where they are; set TROTH_BACKUPS to their folder")
        return
    folder = Path(settings.TROTH.backups)
    if not folder.is_dir():
        yield Finding("backups", "unfit", f"there is no folder {folder}; make one, or set TROTH_BACKUPS right")
        return
    if settings.TROTH.keys.is_relative_to(folder.resolve()):
        says = "the keys lie in the same folder and would open every one of them; keep TROTH_KEYS elsewhere"
        yield Finding("backups", "unfit", says)
        return
    newest = max((file.stat().st_mtime for file in folder.rglob("*") if file.is_file()), default=0.0)
    if timezone.now().timestamp() - newest < FRESH.total_seconds():
        yield Finding("backups", "fit", f"the newest in {folder} is fresh")
    else:
        says = f"nothing in {folder} is younger than {FRESH.days} days; back up now, and see why it stopped"
        yield Finding("backups", "unfit", says)


def _sample(address: str) -> bool:
    """Of a domain that is reserved for examples (RFC 2606)."""
    domain = address.rpartition("@")[2].lower()
    return domain.endswith((".example", ".test", ".invalid")) or domain.split(".")[-2:-1] == ["example"]


LIVE: tuple[Callable[[], Iterator[Finding]], ...] = (
    _hosts,
    _tls,
    _mail,
    _payment,
    _carrier,
    _contact,
    _tax_number,
    _backups,
)
