"""What stands already is not written again, and nobody turns their word round without end; a no is never held up."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import ADA
from tests.rights.conftest import account, guest, orders, reading
from tests.storefront.privacy.conftest import let_in, signed_in
from troth import channels, gate
from troth.channels.models import Message
from troth.ledger.models import Entry
from troth.people import evenly, limits
from troth.people.models import User
from troth.rights import choices, stop
from troth.rights.reader import Reader
from troth.vault.models import Choice

pytestmark = pytest.mark.django_db
CHOICES = "/my/privacy/choices/"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(evenly, "AT_LEAST", 0.0)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ada() -> Reader:
    """With an account, and a guest order at the same mailbox."""
    user = account(ADA)
    orders(ADA)
    return reading(user)


def says(client: Client, answer: str, purpose: str = "surveys") -> str:
    told = {"purpose": purpose, "channel": "email", "answer": answer}
    return client.post(CHOICES, told, follow=True).content.decode()


type Word = Callable[[Reader], choices.Bound]
WORDS: dict[str, tuple[Word, Word]] = {
    "yes": (lambda reader: choices.choose(reader, "newsletter", "email", True), choices.stop_mails),
    "no": (
        lambda reader: choices.choose(reader, "newsletter", "email", False),
        lambda reader: choices.choose(reader, "newsletter", "email", True),
    ),
    "stop mails": (choices.stop_mails, lambda reader: choices.choose(reader, "newsletter", "email", True)),
    "stop processing": (lambda reader: choices.restrict(reader, True), lambda reader: choices.restrict(reader, False)),
    "close": (lambda reader: choices.close(reader, True), lambda reader: choices.close(reader, False)),
}


@pytest.mark.parametrize(("word", "other"), WORDS.values(), ids=WORDS)
def test_said_again_it_writes_nothing_and_after_another_word_it_is_new(ada: Reader, word: Word, other: Word) -> None:
    assert word(ada).new
    entries, rows, mails = Entry.objects.count(), [*Choice.objects.order_by("pk").values()], Message.objects.count()
    for _ in range(3):
        again = word(ada)
        assert (again.new, again.settled) == (False, True)
    assert Entry.objects.count() == entries
    assert [*Choice.objects.order_by("pk").values()] == rows
    assert Message.objects.count() == mails
    assert other(ada).new
    assert word(ada).new
    assert Entry.objects.count() > entries


def test_letting_go_on_what_was_never_stopped_writes_nothing(ada: Reader) -> None:
    before = Entry.objects.count()
    assert not choices.restrict(ada, False).new
    assert not choices.close(ada, False).new
    assert Entry.objects.count() == before


def test_of_two_persons_only_the_one_who_has_not_said_it_says_it(ada: Reader) -> None:
    first, second = ada.persons
    gate.choose(first, "surveys", "email", gate.State.OBJECTED, actor=gate.the_person(first), source="preferences")
    before = Entry.objects.count()
    assert choices.choose(ada, "surveys", "email", False).new
    assert Entry.objects.count() == before + 1
    assert not gate.may_reach(second, "surveys", "email").allowed


def test_a_link_in_a_mail_pressed_again_writes_nothing() -> None:
    reader, _ = guest()
    token = channels.links.mint("stop:surveys", reader.first, hours=1)
    counts = []
    for _each in range(3):
        found = stop.behind("surveys", token)
        assert found is not None
        stop.stop(found)
        counts.append(Entry.objects.count())
    assert len(set(counts)) == 1


def test_the_page_says_calmly_that_it_stands() -> None:
    client = signed_in()
    assert "It is in force already." in says(client, "no")
    before = Entry.objects.count()
    page = says(client, "no")
    assert "No to “Surveys” by e-mail. That is how it stands already, so nothing was written again." in page
    assert Entry.objects.count() == before
    for path, answer in (("processing/", "resume"), ("account/", "open")):
        page = client.post(f"/my/privacy/{path}", {"answer": answer}, follow=True).content.decode()
        assert "That is how it stands already" in page
    assert Entry.objects.count() == before


def as_a_member() -> Client:
    return signed_in()


def as_a_guest() -> Client:
    return let_in(orders(ADA)[0])


@pytest.mark.parametrize("browser", [as_a_member, as_a_guest])
@pytest.mark.parametrize(
    ("path", "on", "off"),
    [
        ("choices/", {"purpose": "surveys", "channel": "email", "answer": "yes"}, {"answer": "no"}),
        ("processing/", {"answer": "resume"}, {"answer": "stop"}),
        ("account/", {"answer": "open"}, {"answer": "close"}),
    ],
    ids=["a choice", "processing", "purchases"],
)
def test_a_word_turned_round_and_round_is_held_up_at_the_yes_and_never_at_the_no(
    browser: Callable[[], Client], path: str, on: dict[str, str], off: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "at_home", lambda request: False)
    monkeypatch.setitem(limits.RATES, "privacy_word", "2/h/key")
    client, there = browser(), f"/my/privacy/{path}"
    for _ in range(2):
        for word in ({**on, **off}, on):
            before = Entry.objects.count()
            client.post(there, word)
            assert Entry.objects.count() > before
    client.post(there, {**on, **off})
    before = Entry.objects.count()
    assert "That was changed often just now" in client.post(there, on, follow=True).content.decode()
    for _ in range(3):
        client.post(there, {**on, **off})
    assert Entry.objects.count() == before


def test_the_limit_is_each_ones_own_and_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.cache import caches

    monkeypatch.setattr(limits, "at_home", lambda request: False)
    monkeypatch.setitem(limits.RATES, "privacy_word", "1/h/key")
    client = signed_in()
    says(client, "yes")
    person = gate.person_of_account(User.objects.get().pk)
    kept = f"{list(caches['limits'].rows())}"  # type: ignore[attr-defined]  # of our own cache
    assert str(person) not in kept
    assert person is not None
    assert person.hex not in kept
    assert "changed often" in says(client, "yes", "newsletter")
    assert "Yes to" in says(let_in(orders(ADA)[0]), "yes", "newsletter")
