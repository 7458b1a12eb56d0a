import pytest

from tests.orders.account.buying_on_account import account_of, person_of, sells_on_account
from tests.orders.buying import works_at_the_desk
from troth import gate
from troth.orders.models import AccountTerms


@pytest.fixture
def terms(db: None) -> AccountTerms:
    return sells_on_account()


@pytest.fixture
def ada(db: None) -> gate.PersonId:
    return person_of(account_of())


@pytest.fixture
def bilal(db: None) -> gate.Actor:
    return works_at_the_desk(610, "bookkeeping")


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk(611)
