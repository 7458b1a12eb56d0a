"""The moment of leaving: ask the sender's facts, mint links, render, and give the letter to the mail backend, which
asks the gate. What was true when the message was queued does not count; what is true now does.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from email.headerregistry import Address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from troth import gate
from troth.policy import anchor

from . import errors, handles, stopping
from .mailbackend import SealedMail, SealedMailBackend, not_told
from .models import Message, State
from .render import render
from .speaking import language_of, speaking
from .templates import Leaving, declared, told

logger = logging.getLogger("troth.channels")

DISCLOSED = "disclosed"  # a fact that no text uses: what the mail service is told beside the address


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of an attempt. QUEUED means: not now, try again."""

    state: State
    code: str = ""
    clause: str = ""


class LeaseLost(errors.ChannelError):
    """Somebody else has this message by now."""


def leave(message: Message, mark_handing: Callable[[], bool]) -> Ending:
    """One attempt. Raises nothing; what went wrong is in the ending, as a word that holds no value."""
    try:
        _backend().send_messages([letter(message, mark_handing)])
    except gate.Refused as refused:
        return Ending(State.REFUSED, refused.code, refused.clause)
    except errors.NeverTaken as failure:
        return Ending(State.FAILED, failure.code)
    except errors.Unknown as failure:
        return Ending(State.UNKNOWN, failure.code)
    except errors.TryLater as failure:
        return Ending(State.QUEUED, failure.code)
    except ObjectDoesNotExist:
        return Ending(State.FAILED, "nothing-to-tell")  # what it was about has been deleted meanwhile
    except (errors.NoPurpose, errors.NotSealed, errors.UnknownTemplate, errors.MissingFact) as mistake:
        logger.error("message %s (%s): %s", message.pk, message.template, mistake)
        return Ending(State.FAILED, type(mistake).__name__)
    except Exception as error:  # a mistake or an outage in any room below: the queue goes on
        # Only the class: the text of a foreign exception may hold a value.
        logger.error("message %s (%s): %s", message.pk, message.template, type(error).__qualname__)
        return Ending(State.QUEUED, type(error).__qualname__[:60])
    return Ending(State.SENT)


def letter(message: Message, mark_handing: Callable[[], bool]) -> SealedMail:
    """The whole letter but for the address, which nobody has asked for yet."""
    template = declared(message.template)
    leaving = Leaving(
        message.pk, message.template, handles.take(message.whose, message.to), message.ids, message.queued_at
    )
    with speaking(language_of(message.ids)):
        stop = stopping.stop(leaving.to, template)
        about = {"why": template.why, "stop_url": stop.url if stop else ""}
        facts = told(leaving)
        told_beside = facts.pop(DISCLOSED, None)
        disclosed = told_beside if isinstance(told_beside, gate.Payload) else None
        with not_told(disclosed):
            rendered = render(template.name, {**facts, **footer(template.purpose), **about})

    def before_handing() -> None:
        if not mark_handing():
            raise LeaseLost

    mail = SealedMail(
        rendered.subject,
        rendered.text,
        str(Address(gate.policy().name, addr_spec=settings.DEFAULT_FROM_EMAIL)),
        [handles.mailbox(leaving.to)],
        purpose=template.purpose,
        before_handing=before_handing,
        disclosed=disclosed,
        headers={**_headers(message), **(stop.headers if stop else {})},
    )
    mail.attach_alternative(rendered.html, "text/html")
    return mail


def footer(purpose: str) -> dict[str, object]:
    """What every mail says about itself, from the policy: who writes, for which purpose, on which clause."""
    policy = gate.policy()
    clause = policy.purposes[purpose].clause
    return {
        "shop_name": policy.name,
        "shop": policy.controller,
        "home_url": reverse("shop:home"),
        "account_url": reverse("account_home"),
        "clause": clause,
        "clause_url": f"{reverse('privacy')}#{anchor(clause)}",
        "practice": settings.TROTH.practice,
    }


def _headers(message: Message) -> dict[str, str]:
    host = urlsplit(settings.TROTH.base_url).hostname
    return {
        # The same at every attempt, so that a mailbox recognizes a letter it already has (RFC 5322 3.6.4).
        "Message-ID": f"<{message.pk}@{host}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: out-of-office robots do not answer
    }


def _backend() -> SealedMailBackend:
    return SealedMailBackend()
