"""The process dies while the only number somebody is found by becomes another: the old one never finds whoever has a new one."""

from __future__ import annotations

import uuid

import pytest

from tests.cast import BEN
from tests.killed import afterwards
from tests.killed.dying import deaths
from tests.office.conftest import hired
from troth import gate
from troth.intake import by_telephone
from troth.intake.contact import Contact
from troth.intake.models import Taken
from troth.intake.report import IntakeReport
from troth.intake.taking_contacts import TakingContacts
from troth.rights import on_request
from troth.rights.at_work import AtWork, at_work
from troth.vault.models import Person

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
OLD, NEW = "+49 30 901820", "+49 30 901777"


def number_of(person: gate.PersonId) -> tuple[uuid.UUID, str]:
    found = gate.use(person, ["telephone"], purpose="rights_request", actor=gate.the_person(person)).first("telephone")
    assert found is not None
    value = found["telephone"]
    assert isinstance(value, gate.Personal)
    return found.id, value.reveal()


def comes_in() -> gate.PersonId:
    Person.objects.filter(pk__in=[*by_telephone.at(OLD), *by_telephone.at(NEW)]).delete()  # of the story before
    Taken.objects.all().delete()
    contact = Contact(rows=(2,), emails=(), name=BEN.name, telephone=OLD, system="Shopify")
    TakingContacts(uuid.uuid4(), gate.system("take_over"), IntakeReport("x.csv")).take([contact])
    return by_telephone.at(OLD)[0]


@pytest.fixture
def paul(settings) -> AtWork:  # type: ignore[no-untyped-def]  # pytest-django has no type for it
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return at_work(hired("privacy_officer").pk)


def test_wherever_it_dies_they_are_found_and_the_old_number_finds_nobody_with_a_new_one(paul: AtWork) -> None:
    def corrects(person: gate.PersonId) -> None:
        on_request.correct(person, paul, "telephone", number_of(person)[0], {"telephone": NEW})

    known: list[str] = []
    for person in deaths(comes_in, corrects, least=3):
        _record, told = number_of(person)
        assert by_telephone.at(OLD) in ((), (person,))
        assert by_telephone.at(OLD) != by_telephone.at(NEW), "by one of the two, and by one only"
        assert told == OLD or not by_telephone.at(OLD)
        corrects(person)  # whoever tries again ends where it should
        assert (by_telephone.at(OLD), by_telephone.at(NEW), number_of(person)[1]) == ((), (person,), NEW)
        known.append(told)
    assert {OLD, NEW} <= set(known)
    afterwards.the_ledger_is_sound()
