from datetime import timedelta

import pytest
from django.utils import timezone

from tests.orders.buying import basket_with, bought, tube
from tests.orders.counting import questions
from troth.catalog.models import Product, Variant
from troth.orders import basket
from troth.orders.basket import Outcome
from troth.orders.models import Basket, BasketLine

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_the_token_is_stored_as_a_hash_only() -> None:
    token = basket_with((tube(), 1))
    assert token not in Basket.objects.get().token_digest
    assert basket.look(token)
    assert not basket.look(Basket.objects.get().token_digest)


def test_more_of_the_same_is_one_line() -> None:
    glass = tube()
    token = basket_with((glass, 2), (glass, 3))
    assert [line.quantity for line in basket.look(token).lines] == [5]
    assert basket.count(token) == 5


def test_no_more_than_there_is() -> None:
    glass = tube(stock=3)
    done = basket.add("", glass.ref, 5)
    assert (done.outcome, done.quantity) == (Outcome.LESS, 3)
    assert basket.add(done.token, glass.ref, 1).outcome is Outcome.LESS


def test_none_left_starts_no_basket() -> None:
    done = basket.add("", tube(stock=0).ref, 1)
    assert (done.outcome, done.token) == (Outcome.NONE_LEFT, "")
    assert not Basket.objects.exists()


def test_what_is_not_published_cannot_be_put_in() -> None:
    glass = tube()
    Product.objects.update(status="draft")
    assert basket.add("", glass.ref, 1).outcome is Outcome.GONE


def test_a_quantity_of_nothing_takes_the_line_out() -> None:
    glass = tube()
    token = basket_with((glass, 2))
    assert basket.change(token, glass.ref, 0).outcome is Outcome.TAKEN_OUT
    assert not basket.look(token)


def test_every_change_is_a_new_version() -> None:
    glass = tube()
    token = basket_with((glass, 2))
    before = basket.look(token)
    basket.change(token, glass.ref, 1)
    after = basket.look(token)
    assert after.version > before.version
    assert after.mark != before.mark


def test_what_sold_out_meanwhile_is_marked() -> None:
    glass = tube(stock=5)
    token = basket_with((glass, 5))
    Variant.objects.filter(pk=glass.pk).update(stock=2)
    [line] = basket.look(token).lines
    assert (line.short, line.most) == (True, 2)
    assert basket.look(token).shortages == (line,)


def test_two_currencies_are_not_mixed() -> None:
    token = basket_with((tube(), 1))
    other = tube(title="Flask")
    Variant.objects.filter(pk=other.pk).update(currency="EUR")
    assert basket.add(token, other.ref, 1).outcome is Outcome.OTHER_CURRENCY


def test_a_basket_is_one_question_however_much_is_in_it() -> None:
    token = basket_with(*((tube(title=f"Tube {place}"), 1) for place in range(5)))
    with questions() as asked:
        assert len(basket.look(token).lines) == 5
    assert len(asked) == 1
    with questions() as asked:
        assert basket.count(token) == 5
    assert len(asked) == 1


def test_an_order_that_came_to_nothing_fills_a_basket_again() -> None:
    token = basket.refill_from("", bought().number)
    assert [(line.title, line.quantity) for line in basket.look(token).lines] == [("Tube", 1)]


def test_baskets_nobody_touches_are_forgotten() -> None:
    basket_with((tube(), 1))
    assert basket.forget_old() == 0
    Basket.objects.update(changed_at=timezone.now() - basket.KEPT - timedelta(hours=1))
    assert basket.forget_old()
    assert not BasketLine.objects.exists()
