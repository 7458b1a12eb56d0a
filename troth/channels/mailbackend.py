"""Django's mail backend of this shop: the only place where an alias turns into an address.

It asks the gate with the mail's purpose at the moment the mail leaves, writes the address on the letter and
hands it to the carrier. A mail without a declared purpose, or to anything but one alias, is refused loudly.
Nothing raised or logged here holds an address; that is why the carrier answers with values and
nothing is raised from inside an `except` (an exception remembers the one it was raised in).
"""

from __future__ import annotations

import email.policy
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage as Letter
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.utils.encoding import punycode
from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.recipients.mail_service import Handed, MailCarrier, MailService, Outcome
from troth.recipients.practice_mail import PracticeMail

from . import handles
from .errors import NeverTaken, NoPurpose, NotHanded, NotSealed, TryLater, Unknown

PURPOSE_HEADER = "X-Troth-Purpose"
_RAISES: dict[Outcome, type[NotHanded]] = {
    Outcome.LATER: TryLater,
    Outcome.NEVER: NeverTaken,
    Outcome.UNKNOWN: Unknown,
}
# What the ledger says became of it. A letter that may be tried again has not been received yet.
_BECAME: dict[Outcome, str] = {
    Outcome.TAKEN: "delivered",
    Outcome.LATER: "failed",
    Outcome.NEVER: "failed",
    Outcome.UNKNOWN: "unknown",
}


@contextmanager
def not_told(disclosed: gate.Payload | None) -> Iterator[None]:
    """What goes wrong in here does so before anything is handed over: what was entered as told has reached nobody."""
    try:
        yield
    except Exception:
        if disclosed is not None:
            gate.outcome(disclosed, "failed")
        raise


class SealedMail(EmailMultiAlternatives):
    """A mail that names its purpose. `before_handing` is called when everything but the carrier is done.

    `disclosed`: what else of somebody's stands in it, and was entered as told to the mail service.
    """

    def __init__(
        self,
        *args: Any,
        purpose: str,
        before_handing: Callable[[], None] | None = None,
        disclosed: gate.Payload | None = None,
        **rest: Any,
    ) -> None:
        super().__init__(*args, **rest)
        self.purpose = purpose
        self.before_handing = before_handing
        self.disclosed = disclosed


class SealedMailBackend(BaseEmailBackend):
    """Sends each mail or raises: `NoPurpose`, `NotSealed`, `gate.Refused`, `TryLater`, `NeverTaken`, `Unknown`."""

    def __init__(self, *args: Any, carrier: MailCarrier | None = None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.carrier = carrier

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            self._send(mail)
        return len(email_messages)

    @sensitive_variables()
    def _send(self, mail: EmailMessage) -> None:
        purpose, to = _purpose_of(mail), _recipient_of(mail)
        disclosed: gate.Payload | None = getattr(mail, "disclosed", None)
        handed = Handed(Outcome.NEVER, "address-malformed")
        with not_told(disclosed):
            letter = _letter(mail)
            address = _address(to, purpose)
            spec = _written(address.reveal() if address else "")
            if spec is not None:
                letter["To"] = spec
                if before := getattr(mail, "before_handing", None):
                    before()
        if spec is not None:
            sender = letter["From"].addresses[0].addr_spec
            handed = (self.carrier or carrier()).hand(sender, spec.addr_spec, letter.as_bytes())
        if address is not None:
            gate.outcome(address.grant.entry, _BECAME[handed.outcome])
        if disclosed is not None:
            gate.outcome(disclosed, _BECAME[handed.outcome])
        if failure := _RAISES.get(handed.outcome):
            raise failure(handed.code)


def carrier() -> MailCarrier:
    """The mail service in use: the configured one, else, in practice only, the practice one."""
    troth = settings.TROTH
    if troth.smtp_url:
        return MailService(troth.smtp_url)
    if troth.practice:
        return PracticeMail(troth.home / "outbox")
    raise ImproperlyConfigured("TROTH_SMTP_URL is not set: in live mode mails need a mail service.")


def _purpose_of(mail: EmailMessage) -> str:
    purpose = getattr(mail, "purpose", "") or mail.extra_headers.get(PURPOSE_HEADER, "")
    if not purpose or purpose not in gate.policy().purposes:
        raise NoPurpose(purpose)
    return str(purpose)


def _recipient_of(mail: EmailMessage) -> handles.To:
    recipients = mail.recipients()
    if len(recipients) != 1 or mail.cc or mail.bcc:
        raise NotSealed(f"it has {len(recipients)} recipients")
    to = handles.whose_mailbox(str(recipients[0]))
    if to is None:
        raise NotSealed("its recipient is not an alias")
    return to


@sensitive_variables()
def _address(to: handles.To, purpose: str) -> gate.Personal | None:
    """Ask the gate; raises `gate.Refused`, also when there is nobody (or no address) behind the alias."""
    actor = gate.system(purpose)
    if isinstance(to, gate.PersonId):
        # The oldest first: an address that is still to be confirmed comes after the one it shall replace.
        to = next(iter(gate.aliases_of(to)), to)
    if isinstance(to, str):
        return gate.address_behind(to, purpose=purpose, actor=actor)
    kind = _of_party(purpose) if isinstance(to, gate.PartyId) else "email"
    record = gate.use(to, [f"{kind}.email"], purpose=purpose, actor=actor, channel="email").first(kind)
    value = record["email"] if record else None
    return value if isinstance(value, gate.Personal) else None


def _of_party(purpose: str) -> str:
    """The kind of record that holds a party's address for this purpose: of an order, or of one that was only begun."""
    kinds, uses = gate.policy().kinds, gate.policy().purposes[purpose].uses
    held = (name for name in uses if kinds[name].of == "party" and kinds[name].lookup)
    return next(held, "order_contact")


def _letter(mail: EmailMessage) -> Letter:
    """The mail as it will travel, but without a recipient and without our own headers."""
    mail.extra_headers.setdefault("Message-ID", make_msgid(domain=urlsplit(settings.TROTH.base_url).hostname))
    letter = mail.message(policy=email.policy.SMTP)
    for name in ("To", PURPOSE_HEADER):
        del letter[name]
    return letter


@sensitive_variables()
def _written(address: str) -> Address | None:
    """The address as a header takes it, its domain in ASCII; None for anything but exactly one plain address."""
    try:
        validate_email(address)
        local, _at, domain = address.rpartition("@")
        return Address(username=local, domain=punycode(domain))
    except Exception:  # parsers have failed with several types on hostile input; each text would hold the address
        return None
