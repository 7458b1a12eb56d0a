"""The one place that turns an alias into an address: asks the gate, refuses everything else, tells nobody."""

import email
import email.policy
import logging
import traceback

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives

from tests.cast import ADA, BEN
from tests.channels.carriers import Saying
from tests.channels.conftest import use_carrier
from troth import gate
from troth.channels.errors import NeverTaken, NoPurpose, NotSealed, TryLater
from troth.channels.mailbackend import SealedMailBackend
from troth.recipients.mail_service import Handed, Outcome

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
PURPOSE = {"X-Troth-Purpose": "account_security"}


@pytest.fixture(autouse=True)
def _real_backend(settings):
    """Django's test runner puts its own backend in place."""
    settings.MAILERS = {"default": {"BACKEND": "troth.channels.mailbackend.SealedMailBackend"}}


def write(to: list[str], headers: dict[str, str] | None = None, **rest) -> EmailMessage:
    return EmailMultiAlternatives("Hello", "Words", None, to, headers=headers or dict(PURPOSE), **rest)


def test_djangos_own_send_reaches_the_address_behind_the_alias(ada, post):
    write(gate.aliases_of(ada)).send()
    address, raw = post.letters[0]
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert address == letter["To"] == ADA.email
    assert "X-Troth-Purpose" not in letter
    assert b"sealed.invalid" not in raw


def test_the_ledger_has_the_entry_before_the_letter_goes(ada, post):
    def look():
        newest = gate.timeline(ada, actor=gate.the_person(ada))[0]
        assert (newest.verb, newest.purpose) == ("reach", "account_security")

    post.before = look
    write(gate.aliases_of(ada)).send()
    assert post.letters


@pytest.mark.parametrize("headers", [{"X-Other": "1"}, {"X-Troth-Purpose": ""}, {"X-Troth-Purpose": "sell_data"}])
def test_a_mail_without_a_declared_purpose_is_refused(ada, post, headers):
    with pytest.raises(NoPurpose):
        write(gate.aliases_of(ada), headers).send()
    assert post.letters == []


def test_wagtails_own_mails_go_the_same_way_and_are_refused(ada, post):
    from wagtail.admin.mail import send_mail

    with pytest.raises(NoPurpose):
        send_mail("Hello", "Words", [ADA.email])
    assert post.letters == []


def test_djangos_shortcuts_without_a_purpose_are_refused(ada, post):
    with pytest.raises(NoPurpose):
        mail.send_mail("Hello", "Words", None, gate.aliases_of(ada))
    assert post.letters == []


@pytest.mark.parametrize(
    "recipient",
    [
        "ada.marlowe@example.com",
        "Ada <ada.marlowe@example.com>",
        "abcdefgh01@sealed.invalid, ada.marlowe@example.com",
        "abcdefgh01@sealed.invalid\r\nBcc: ada.marlowe@example.com",
        "abcdefgh01@sealed.invalid.example.com",
        "x@person.sealed.invalid",
        "",
    ],
)
def test_what_is_no_alias_is_refused(post, recipient):
    message = write([recipient or "nobody"])
    with pytest.raises(NotSealed) as refused:
        message.send()
    assert "ada" not in str(refused.value)
    assert post.letters == []


def test_one_mail_goes_to_one_person(ada, ben, post):
    both = [*gate.aliases_of(ada), *gate.aliases_of(ben)]
    for message in (write(both), write(both[:1], cc=both[1:]), write(both[:1], bcc=both[1:])):
        with pytest.raises(NotSealed):
            message.send()
    assert post.letters == []


def test_a_purpose_that_may_not_reach_the_person_is_refused(ada, post):
    with pytest.raises(gate.Refused):
        write(gate.aliases_of(ada), {"X-Troth-Purpose": "aggregate_figures"}).send()
    assert post.letters == []


def test_a_header_cannot_be_smuggled_in(ada, post):
    message = write(gate.aliases_of(ada))
    message.subject = "Hello\r\nBcc: everybody@example.com"
    with pytest.raises(ValueError, match="may not contain linefeed"):
        message.send()
    assert post.letters == []


def behind_every_alias_is(stored: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate decides and records as ever; what it opens is another address."""
    real = gate.address_behind
    monkeypatch.setattr(
        gate, "address_behind", lambda *asked, **named: gate.Personal(stored, real(*asked, **named).grant)
    )


@pytest.mark.parametrize(
    "stored", ["a b@example.com", "no-at-sign", "x@y@z.example", "a@b.example\r\nBcc: c@d.example", "<a@b.example>"]
)
def test_a_malformed_address_is_never_handed_over_and_never_shown(ada, post, monkeypatch, stored):
    behind_every_alias_is(stored, monkeypatch)
    with pytest.raises(NeverTaken) as failure:
        write(gate.aliases_of(ada)).send()
    assert failure.value.code == "address-malformed"
    assert stored not in "".join(traceback.format_exception(failure.value))
    assert post.letters == []


def test_an_address_with_letters_of_its_own_domain_travels_in_ascii(ada, post, monkeypatch):
    behind_every_alias_is("ada@bücher.example", monkeypatch)
    write(gate.aliases_of(ada)).send()
    assert post.letters[0][0] == "ada@xn--bcher-kva.example"


@pytest.mark.parametrize("outcome", [Outcome.LATER, Outcome.NEVER, Outcome.UNKNOWN])
def test_no_failure_tells_the_address(ada, monkeypatch, caplog, outcome):
    use_carrier(monkeypatch, Saying([Handed(outcome, "smtp-550")]))
    with caplog.at_level(logging.DEBUG), pytest.raises(Exception) as failure:  # noqa: PT011 (three classes, one claim)
        write(gate.aliases_of(ada)).send()
    told = "".join(traceback.format_exception(failure.value)) + repr(failure.value.__dict__) + caplog.text
    assert ADA.email not in told
    assert failure.value.__context__ is None


def test_several_mails_are_sent_one_by_one(ada, ben, post):
    messages = [write(gate.aliases_of(person)) for person in (ada, ben)]
    assert SealedMailBackend().send_messages(messages) == 2
    assert [address for address, _ in post.letters] == [ADA.email, BEN.email]


def test_live_mode_without_a_mail_service_does_not_write_files(ada, settings):
    from dataclasses import replace

    from django.core.exceptions import ImproperlyConfigured

    settings.TROTH = replace(settings.TROTH, mode="live")
    with pytest.raises(ImproperlyConfigured, match="TROTH_SMTP_URL"):
        write(gate.aliases_of(ada)).send()


def test_a_full_disk_in_practice_means_later(ada, settings, tmp_path, monkeypatch):
    from dataclasses import replace

    blocked = tmp_path / "outbox"
    blocked.write_text("a file where the folder should be")
    settings.TROTH = replace(settings.TROTH, home=tmp_path)
    with pytest.raises(TryLater) as failure:
        write(gate.aliases_of(ada)).send()
    assert failure.value.code == "outbox-unwritable"
