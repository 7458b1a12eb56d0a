"""The mail service: takes one letter for one address over SMTP (RFC 5321). Needs the address and the letter, nothing else.

It answers with a value and raises nothing: exceptions of `smtplib` carry addresses, and an exception travels into logs.
"""

from __future__ import annotations

import smtplib
import ssl
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

# No letter may take longer, however slowly the server answers: leases and opt-outs wait for it.
LONGEST = 30.0


class Outcome(StrEnum):
    TAKEN = "taken"
    LATER = "later"  # not taken; may be tried again
    NEVER = "never"  # not taken, and will not be
    UNKNOWN = "unknown"  # the line broke after the letter went out


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a letter. `code` is a short stable word such as "smtp-550"."""

    outcome: Outcome
    code: str = ""


class MailCarrier(Protocol):
    def hand(self, sender: str, address: str, letter: bytes) -> Handed: ...


@dataclass(frozen=True, slots=True)
class MailService:
    """`url`: smtp://host, smtps://user:password@host:465 or smtp+starttls://user:password@host:587."""

    url: str
    longest: float = LONGEST

    def hand(self, sender: str, address: str, letter: bytes) -> Handed:
        if not address.isascii():
            return Handed(Outcome.NEVER, "address-not-ascii")
        try:
            line = self._open()
        except (OSError, smtplib.SMTPException) as error:
            return Handed(Outcome.LATER, _no_line(error))
        try:
            return _talk(line, sender, address, letter)
        finally:
            line.close()

    def answers(self) -> Handed:
        """Whether the server is there and lets us in. No letter is written, no address is told."""
        try:
            line = self._open()
        except (OSError, smtplib.SMTPException) as error:
            return Handed(Outcome.LATER, _no_line(error))
        try:
            line.ehlo_or_helo_if_needed()
            return Handed(Outcome.TAKEN)
        except (OSError, smtplib.SMTPException) as error:
            return Handed(Outcome.LATER, _no_line(error))
        finally:
            line.close()

    def _open(self) -> _Line:
        parts = urlsplit(self.url)
        secure = parts.scheme == "smtps"
        host, port = parts.hostname or "localhost", parts.port or (465 if secure else 25)
        deadline = time.monotonic() + self.longest
        context = ssl.create_default_context()
        line = _SecureLine(deadline, host, port, context) if secure else _PlainLine(deadline, host, port)
        try:
            if parts.scheme == "smtp+starttls":
                line.starttls(context=context)
            if parts.username:
                line.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            line.close()
            raise
        return line


class _Line(smtplib.SMTP):
    """An SMTP line that does not wait past its deadline and knows whether the letter is already on it."""

    deadline: float
    letter_out = False

    def getreply(self) -> tuple[int, bytes]:
        if self.sock is not None:
            self.sock.settimeout(max(0.05, self.deadline - time.monotonic()))
        code, said = super().getreply()
        self.letter_out = self.letter_out or code == 354  # RFC 5321 4.2.2: "start mail input"
        return code, said


class _PlainLine(_Line):
    def __init__(self, deadline: float, host: str, port: int) -> None:
        self.deadline = deadline
        super().__init__(host, port, local_hostname="localhost", timeout=max(0.05, deadline - time.monotonic()))


class _SecureLine(_Line, smtplib.SMTP_SSL):
    def __init__(self, deadline: float, host: str, port: int, context: ssl.SSLContext) -> None:
        self.deadline = deadline
        left: Any = max(0.05, deadline - time.monotonic())
        smtplib.SMTP_SSL.__init__(self, host, port, local_hostname="localhost", timeout=left, context=context)


def _talk(line: _Line, sender: str, address: str, letter: bytes) -> Handed:
    try:
        line.ehlo_or_helo_if_needed()
        code, _ = line.mail(sender)
        if code == 250:
            code, _ = line.rcpt(address)
        if code not in (250, 251):
            return _said(code)
        code, _ = line.data(letter)
    except smtplib.SMTPResponseException as error:
        return _said(error.smtp_code)
    except (OSError, smtplib.SMTPException):
        return Handed(Outcome.UNKNOWN if line.letter_out else Outcome.LATER, "line-broke")
    return Handed(Outcome.TAKEN) if code == 250 else _said(code)


def _said(code: int) -> Handed:
    return Handed(Outcome.NEVER if 500 <= code < 600 else Outcome.LATER, f"smtp-{code}")


def _no_line(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "mail-login-refused"
    if isinstance(error, ssl.SSLError):
        return "mail-tls"
    if isinstance(error, TimeoutError):
        return "mail-time-out"
    return "mail-unreachable"
