import pytest

from tests.cast import ADA, BEN
from tests.orders.buying import bought
from tests.orders.buying import tube as more_of
from tests.storefront.checkout.pages import Shopper
from troth import gate, people
from troth.catalog.models import Variant
from troth.orders.models import Order
from troth.people.models import User

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def ada(db: None) -> User:
    told = people.Registration(
        email=ADA.email,
        name=ADA.name,
        password="seven quiet beakers",
        residence="US-CA",
        telephone=ADA.telephone,
        addresses=(ADA.address,),
    )
    return people.register(told, proven=True)


@pytest.fixture
def signed_in(ada: User, shopper: Shopper) -> Shopper:
    shopper.client.force_login(ada)
    return shopper


def test_the_form_is_filled_in_from_the_account_with_one_entry(signed_in: Shopper, tube: Variant, ada: User) -> None:
    person = people.person_of(ada)
    signed_in.takes(tube)
    before = len(gate.timeline(person, actor=gate.the_person(person), limit=100))
    page = signed_in.look("/checkout/")
    for value in (ADA.name, ADA.email, ADA.street_address, ADA.locality, ADA.postcode):
        assert value in page
    assert '<option value="MA" selected>' in page
    assert '<option value="US-CA" selected>' in page
    assert len(gate.timeline(person, actor=gate.the_person(person), limit=100)) == before + 1


def test_the_order_is_the_accounts_own_and_shown_in_full(signed_in: Shopper, tube: Variant, ada: User) -> None:
    signed_in.takes(tube).orders()
    signed_in.press(signed_in.went_to, act="pay")
    page = signed_in.look(signed_in.went_to)
    order = Order.objects.get()
    assert gate.parties_of(people.person_of(ada)) == [order.whose]
    assert ADA.street_address in page
    assert order.number in signed_in.look("/orders/")


def test_residence_of_the_account_is_not_overwritten_by_the_delivery(
    signed_in: Shopper, tube: Variant, ada: User
) -> None:
    signed_in.takes(tube).orders(residence="US-CA")
    assert gate.standing(people.person_of(ada)).country == "US-CA"


def test_a_closed_account_is_refused_with_its_clause_and_can_still_see_its_orders(
    signed_in: Shopper, tube: Variant, ada: User
) -> None:
    person = people.person_of(ada)
    old = bought(ADA, (more_of(title="Flask"), 1), person=person)
    gate.close(person, actor=gate.the_person(person))
    signed_in.takes(tube).orders()
    assert signed_in.answer.status_code == 403
    assert "O.d" in signed_in.page
    assert Order.objects.count() == 1
    assert old.number in signed_in.look("/orders/")


def test_somebody_elses_order_is_not_found(signed_in: Shopper) -> None:
    hers = bought(BEN)
    signed_in.look(f"/orders/{hers.number}/")
    assert signed_in.answer.status_code == 404


def test_a_refused_look_into_the_account_shows_the_refusal(
    signed_in: Shopper, tube: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise gate.Refused("O.c", "restricted", "This person has asked us to stop processing their data.")

    signed_in.takes(tube)
    monkeypatch.setattr(gate, "use", refuse)
    page = signed_in.look("/checkout/")
    assert signed_in.answer.status_code == 403
    assert "O.c" in page
    assert not any(mark in page for mark in ADA.marks)
