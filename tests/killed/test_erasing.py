"""The process dies while somebody is erased: it goes on by itself, for it may have been confirmed to them already."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.cast import ADA, BEN
from tests.channels.carriers import Keeping
from tests.killed import afterwards
from tests.killed.afterwards import glasses
from tests.killed.dying import deaths
from tests.orders.buying import bought
from tests.rights.conftest import account, reading
from troth import gate
from troth.channels import mailbackend
from troth.intake import by_telephone
from troth.intake.contact import Contact
from troth.intake.models import Taken
from troth.intake.report import IntakeReport
from troth.intake.taking_contacts import TakingContacts
from troth.orders.models import OrderAccess
from troth.people.models import User
from troth.rights import erase
from troth.rights.reader import Reader, of_account
from troth.tasks import worker
from troth.vault.models import Alias, Person, Record

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Keeping:
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
    carrier = Keeping()
    monkeypatch.setattr(mailbackend, "carrier", lambda: carrier)
    return carrier


@dataclass
class Leaving:
    reader: Reader
    email: str

    def is_erased(self) -> None:
        assert gate.persons_at(self.email) == []
        for person in self.reader.persons:
            assert gate.standing(person) is None
            assert not Person.objects.filter(pk=person).exists()
        assert not User.objects.filter(pk=self.reader.account or 0).exists()
        kept = {*Record.objects.values_list("kind", flat=True)}
        assert kept <= {"order_billing", "order_delivery", "order_contact"}, "what the law and a parcel need"
        assert not Alias.objects.exists()


_numbers = iter(range(1, 1000))


def with_an_account() -> Leaving:
    """And with an order as a guest, at the same mailbox."""
    ada = replace(ADA, email=f"ada{next(_numbers)}@example.com")
    user = account(ada)
    bought(ada, (glasses(5), 1))
    return Leaving(reading(user), ada.email)


def guest() -> Leaving:
    ben = replace(BEN, email=f"ben{next(_numbers)}@example.com")
    order = bought(ben, (glasses(5), 1))
    person = gate.person_of_party(order.whose)
    assert person is not None
    return Leaving(Reader((person,)), ben.email)


def by_telephone_alone() -> Leaving:
    """Who came from a former shop with a number and no address; nobody is told, and nobody could ask again."""
    contact = Contact(rows=(2,), emails=(), name=BEN.name, telephone=f"+49 30 9{next(_numbers):05}", system="Shopify")
    TakingContacts(uuid.uuid4(), gate.system("take_over"), IntakeReport("x.csv")).take([contact])
    (person,) = by_telephone.at(contact.telephone)
    return Leaving(Reader((person,)), contact.telephone)


def minutes_go_by() -> None:
    later = timezone.now() - timedelta(seconds=1)
    DBTaskResult.objects.filter(status="READY").update(run_after=later)
    worker.run_due(limit=100)


BEGINNINGS = pytest.mark.parametrize("begin", [with_an_account, guest])


@BEGINNINGS
def test_an_erasure_that_was_confirmed_goes_to_its_end(begin, post: Keeping) -> None:  # type: ignore[no-untyped-def]
    confirmed = 0
    for leaving in deaths(begin, lambda leaving: erase.erase(leaving.reader), least=6):
        told = [address for address, _letter in post.letters if address == leaving.email]
        assert len(told) <= 1
        confirmed += bool(told)
        minutes_go_by()
        if told:
            leaving.is_erased()
        tidy()
    assert confirmed > 3


def test_whom_no_address_finds_is_erased_to_the_end_once_it_was_begun(post: Keeping) -> None:
    begun = 0
    for leaving in deaths(by_telephone_alone, lambda leaving: erase.erase(leaving.reader), least=4):
        (person,) = leaving.reader.persons
        was_begun = not by_telephone.at(leaving.email) or DBTaskResult.objects.filter(status="READY").exists()
        minutes_go_by()
        begun += was_begun
        if was_begun:
            leaving.is_erased()
            assert not Taken.objects.exists()
        else:
            assert gate.standing(person), "the control: nothing had happened yet"
        tidy()
    assert begun > 3
    afterwards.the_ledger_is_sound()


def test_control_without_going_on_whom_no_address_finds_is_left_half_erased(
    post: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erase, "_goes_on_without_us", lambda reader: None)
    left = 0
    for leaving in deaths(by_telephone_alone, lambda leaving: erase.erase(leaving.reader), least=3):
        minutes_go_by()
        left += not by_telephone.at(leaving.email) and gate.standing(leaving.reader.first) is not None
        tidy()
    assert left


@BEGINNINGS
def test_whoever_asks_again_is_erased(begin, post: Keeping) -> None:  # type: ignore[no-untyped-def]
    for leaving in deaths(begin, lambda leaving: erase.erase(leaving.reader), least=6):
        user = User.objects.filter(pk=leaving.reader.account or 0).first()
        again = of_account(user) if user else Reader(tuple(p for p in leaving.reader.persons if gate.standing(p)))
        if again is not None and again.persons:
            erase.erase(again)
        minutes_go_by()
        leaving.is_erased()
        tidy()
    afterwards.the_ledger_is_sound()


def test_nothing_is_left_to_do_for_one_that_came_to_its_end(post: Keeping) -> None:
    leaving = with_an_account()
    erase.erase(leaving.reader)
    before = Person.objects.count()
    minutes_go_by()
    assert Person.objects.count() == before
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").filter(task_path__contains="erase").exists()


def test_control_without_going_on_somebody_who_was_told_so_is_still_here(
    post: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erase, "_goes_on_without_us", lambda reader: None)
    still_here = 0
    for leaving in deaths(guest, lambda leaving: erase.erase(leaving.reader), least=5):
        minutes_go_by()
        still_here += bool(post.letters) and bool(gate.persons_at(leaving.email))
        post.letters.clear()
    assert still_here


def tidy() -> None:
    """The story is told; the next one has the stores to itself."""
    for model in (User, Person, Record, OrderAccess, Taken, DBTaskResult):
        model.objects.all().delete()
