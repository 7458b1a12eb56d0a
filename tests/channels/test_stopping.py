"""Mails one can do without carry a way out that works with one press and no log-in (RFC 8058)."""

import email
import email.policy

import pytest

from troth import channels, gate
from troth.channels import links, queue, stopping

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def sent(post) -> email.message.EmailMessage:
    queue.send_due()
    return email.message_from_bytes(post.letters[-1][1], policy=email.policy.default)


def test_a_newsletter_says_how_to_stop_it(ada, post, news):
    gate.choose(ada, "newsletter", "email", gate.State.GRANTED, actor=gate.the_person(ada), source="preferences")
    channels.send(news, ada)
    letter = sent(post)
    address = letter["List-Unsubscribe"].strip("<>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address.startswith("http://localhost:8000/my/privacy/stop/newsletter/")
    token = address.rstrip("/").rpartition("/")[2]
    for _ in range(2):
        assert links.look(stopping.kind("newsletter"), token) == ada
    assert links.look(stopping.kind("surveys"), token) is None
    assert address in letter.get_body(("plain",)).get_content()


def test_an_order_mail_has_nothing_to_stop(party, post):
    channels.send("order_placed", party, order=1)
    letter = sent(post)
    assert "List-Unsubscribe" not in letter
    assert letter["Auto-Submitted"] == "auto-generated"
