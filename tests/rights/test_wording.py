"""Each kind of entry reads as a sentence that says who did what."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from troth import gate
from troth.rights.timeline import shown

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
DELIVERY = tuple(f"order_delivery.{name}" for name in ("name", "street_address"))


def line(verb, **told):
    empty = dict.fromkeys(("purpose", "recipient", "channel", "actor_code", "code", "source", "state", "reason"), "")
    fixed = {"entry": uuid.uuid4(), "at": AT, "decision": "allowed", "fields": (), "actor": "person", "clause": "O.a"}
    return gate.Line(**{**empty, **fixed, "verb": verb, "refers": None, "pending": False, **told})


NAME = ("name.name",)
CASES = {
    "You gave us: your name.": line("collect", fields=NAME),
    "We entered: your name. It came from our office.": line("collect", fields=NAME, actor="employee", source="office"),
    "You gave us: where an order goes.": line("collect", fields=DELIVERY),
    "We opened: where an order goes (name and street address).": line("use", fields=DELIVERY, actor="employee"),
    "You looked at: your name, your e-mail address.": line("use", fields=("email.email", *NAME)),
    "We wrote to you by e-mail.": line("reach", channel="email", actor="system", fields=("email.email",)),
    "We rang you.": line("reach", channel="telephone", actor="employee"),
    "We told UPS: your name.": line("disclose", recipient="ups", fields=NAME, actor="employee"),
    "What we told UPS was received.": line("outcome", recipient="ups", decision="delivered", actor="employee"),
    "The mail to you was received.": line("outcome", channel="email", decision="delivered", actor="system"),
    "You said yes: we may use your data to send you our newsletter (e-mail).": line(
        "choose", purpose="newsletter", channel="email", state="granted"
    ),
    "You said no: we may not use your data to send you our newsletter (e-mail).": line(
        "choose", purpose="newsletter", channel="email", state="objected"
    ),
    "You said yes: we may use your data to fit what we show and send to you.": line(
        "choose", purpose="personalize", state="granted"
    ),
    "You said no: we may not use your data to send you our newsletter.": line(
        "choose", purpose="newsletter", state="withdrawn"
    ),
    "We noted your no: we may not use your data to send you our newsletter.": line(
        "choose", purpose="newsletter", state="declined", actor="employee"
    ),
    "You said yes, over the privacy signal of your browser: we may use your data to fit what we show and send to you.": line(
        "choose", purpose="personalize", state="granted", source="over_signal"
    ),
    "We noted your no: we may not use your data to send you our newsletter (e-mail).": line(
        "choose", purpose="newsletter", channel="email", state="objected", actor="employee"
    ),
    "You told us to stop processing your data.": line("restrict", state="processing:stopped"),
    "We stopped processing your data, as you asked.": line("restrict", state="processing:stopped", actor="employee"),
    "You closed your account for purchases.": line("restrict", state="account:stopped"),
    "You opened your account for purchases again.": line("restrict", state="account:resumed"),
    "You were given the job “Order desk”.": line("use", state="order_desk:granted", actor="employee"),
    "Your job “Order desk” ended.": line("use", state="order_desk:revoked", actor="employee"),
    "You removed: your telephone number.": line("erase", fields=("telephone.telephone",)),
    "We removed: where an order goes (name and street address).": line("erase", fields=DELIVERY, actor="system"),
    "You had yourself erased.": line("erase"),
    "You took a copy of your data with you.": line("export"),
    "We made a copy of your data to hand over to you.": line("export", actor="employee"),
    "Refused: your name stayed sealed.": line("use", decision="refused", fields=NAME, actor="employee"),
    "Refused: nothing was sent to you by e-mail.": line("reach", decision="refused", channel="email", actor="system"),
    "Refused: UPS was told nothing.": line("disclose", decision="refused", recipient="ups", actor="system"),
    "Refused: no copy was made.": line("export", decision="refused", actor="employee"),
    "We worked with your data.": line("something-of-a-later-version", actor="employee"),
}


@pytest.mark.parametrize("sentence", CASES)
def test_an_entry_reads(sentence):
    assert shown(CASES[sentence]).what == sentence


def test_every_word_of_choosing_and_stopping_has_a_sentence():
    for state in gate.State:
        assert shown(line("choose", purpose="surveys", channel="post", state=str(state))).what.startswith("You said")
    for what in ("processing", "account"):
        for done in ("stopped", "resumed"):
            assert shown(line("restrict", state=f"{what}:{done}")).what.startswith("You")


def test_who_why_and_because():
    told = line("use", decision="refused", code="declined", actor="employee", actor_code="marketing", purpose="surveys")
    read = shown(told)
    assert (read.who, read.why, read.because) == ("Marketing", "Surveys", gate.policy().refusals["declined"].reason)
    assert shown(replace(told, actor="system")).who == "The shop, by itself"
    assert shown(replace(told, actor_code="")).who == "An employee without a role"
    assert read.refused
    assert not read.own
