from dataclasses import replace

import pytest

from tests.cast import ADA, BEN, Customer
from tests.orders.buying import basket_with, bought, in_the_vault, order_by, tube
from troth import channels, gate
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.orders import access, basket, mails, numbers
from troth.orders.errors import BasketChanged, CannotSend, NotEnoughLeft, PriceChanged
from troth.orders.models import Order, Placing
from troth.orders.place import place
from troth.orders.states import Status
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_an_order_holds_goods_and_sums_and_the_vault_holds_the_people() -> None:
    glass = tube(stock=5, price=1250)
    order = bought(ADA, (glass, 2))

    assert order.status == Status.PLACED
    assert (order.goods, order.shipping, order.tax, order.total) == (2500, 890, 0, 3390)
    line = order.lines.get()
    assert (line.title, line.sku, line.quantity, line.price, line.total) == ("Tube", "TUBE", 2, 1250, 2500)
    assert Variant.objects.get(pk=glass.pk).stock == 3
    assert set(Record.objects.filter(party=order.party).values_list("kind", flat=True)) == {
        "order_contact",
        "order_delivery",
        "order_billing",
    }
    assert gate.persons_at(ADA.email) == [gate.person_of_party(order.whose)]
    assert not Placing.objects.exists()


def test_the_confirmation_is_queued_with_the_order() -> None:
    order = bought()
    message = Message.objects.get()
    assert (message.template, message.ids) == ("order_placed", {"order": order.pk})


def test_the_same_key_is_the_same_order() -> None:
    asked = order_by(ADA, basket_with((tube(), 1)))
    first, second = place(asked), place(asked)

    assert (second.order, second.number, second.again) == (first.order, first.number, True)
    assert Order.objects.count() == 1
    assert Message.objects.count() == 1


def test_the_key_of_one_basket_opens_no_other_baskets_order() -> None:
    asked = order_by(ADA, basket_with((tube(), 1)))
    place(asked)
    with pytest.raises(BasketChanged):
        place(replace(asked, basket=basket_with((tube(title="Flask"), 1))))


def test_a_second_tab_finds_the_basket_taken() -> None:
    token = basket_with((tube(), 1))
    one, two = order_by(ADA, token), order_by(ADA, token)
    place(one)
    with pytest.raises(BasketChanged):
        place(two)
    assert Order.objects.count() == 1


def test_a_basket_that_changed_since_it_was_seen_is_not_ordered() -> None:
    glass = tube()
    token = basket_with((glass, 1))
    asked = order_by(ADA, token)
    basket.add(token, glass.ref, 1)
    with pytest.raises(BasketChanged):
        place(asked)


def test_nobody_pays_a_price_they_have_not_seen() -> None:
    glass = tube(price=1000)
    asked = order_by(ADA, basket_with((glass, 1)))
    Variant.objects.filter(pk=glass.pk).update(price=1100)
    with pytest.raises(BasketChanged):
        place(asked)


def test_shipping_that_costs_something_else_is_asked_again() -> None:
    asked = order_by(ADA, basket_with((tube(), 1)))
    with pytest.raises(PriceChanged):
        place(replace(asked, delivery=BEN.address))
    with pytest.raises(CannotSend):
        place(replace(asked, method="pigeon"))


def test_what_cannot_be_had_leaves_nothing_behind() -> None:
    glass = tube(stock=2)
    asked = order_by(ADA, basket_with((glass, 2)))
    Variant.objects.filter(pk=glass.pk).update(stock=1)
    with pytest.raises(NotEnoughLeft) as told:
        place(asked)
    assert told.value.titles == ("Tube",)
    assert in_the_vault() == (0, 0)


def test_a_shop_that_fails_after_the_vault_is_swept_up_with_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = order_by(ADA, basket_with((tube(), 1)))

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(channels, "send", broken)
        with pytest.raises(RuntimeError, match="disk full"):
            place(asked)

    assert in_the_vault() == (0, 0)
    assert not Order.objects.exists()
    assert not Placing.objects.exists()
    assert place(asked).again is False


def test_an_embargoed_destination_is_refused_before_anything_is_stored() -> None:
    nowhere = {**ADA.address, "country": "KP", "region": ""}
    asked = order_by(ADA, basket_with((tube(), 1)), delivery=nowhere)
    world = order_by(replace(ADA, country="KP"), asked.basket)
    with pytest.raises(gate.Refused) as refused:
        place(replace(asked, method=world.method, price=world.price, total=world.total))
    assert refused.value.clause == "1.5.embargo"
    assert in_the_vault() == (0, 0)
    assert not Order.objects.exists()


def test_a_closed_account_buys_nothing() -> None:
    told = {"email": {"email": ADA.email}, "residence": {"country": "US"}}
    ada = gate.collect(None, told, purpose="account", source="sign_up").person
    gate.close(ada, actor=gate.the_person(ada))
    with pytest.raises(gate.Refused) as refused:
        place(order_by(ADA, basket_with((tube(), 1)), person=ada))
    assert (refused.value.clause, refused.value.code) == ("O.d", "closed")
    assert not Order.objects.exists()


def test_an_account_orders_as_itself() -> None:
    told = {"email": {"email": ADA.email}, "residence": {"country": "US"}}
    ada = gate.collect(None, told, purpose="account", source="sign_up").person
    order = bought(ADA, person=ada)
    assert gate.parties_of(ada) == [order.whose]


def said_about_news(person: gate.PersonId | None) -> gate.State | None:
    standing = gate.standing(person) if person else None
    line = standing.choices.get(("newsletter", "email")) if standing else None
    return line.state if line else None


def member(customer: Customer = ADA) -> gate.PersonId:
    told = {"email": {"email": customer.email}, "residence": {"country": customer.country}}
    return gate.collect(None, told, purpose="account", source="sign_up").person


def open_by_mail(order: Order) -> None:
    """Follow the link of the mail that confirms the order, as it leaves."""
    message = Message.objects.get(template="order_placed", ids__order=order.pk)
    facts = mails.order_placed(
        channels.Leaving(message.pk, message.template, order.whose, message.ids, message.queued_at)
    )
    assert access.redeem(str(facts["url"]).split("/")[2], numbers.secret()) == order.number


def test_news_for_a_member_who_ticks_the_box() -> None:
    ada = member()
    bought(ADA, person=ada)
    assert said_about_news(ada) is None
    bought(ADA, (tube(title="Flask"), 1), newsletter=True, person=ada)
    assert said_about_news(ada) is gate.State.GRANTED


def test_a_guests_tick_counts_when_the_mailbox_answers_and_not_before() -> None:
    silent, keen = bought(), bought(ADA, (tube(title="Flask"), 1), newsletter=True)
    persons = [gate.person_of_party(order.whose) for order in (silent, keen)]
    assert [said_about_news(person) for person in persons] == [None, None]
    for order in (silent, keen):
        open_by_mail(order)
    assert [said_about_news(person) for person in persons] == [None, gate.State.GRANTED]


def test_no_tick_takes_back_a_no() -> None:
    ada = member()
    gate.choose(ada, "newsletter", "email", gate.State.OBJECTED, actor=gate.the_person(ada), source="preferences")
    order = bought(ADA, newsletter=True)  # by whoever: the no at this address is inherited
    open_by_mail(order)
    assert said_about_news(gate.person_of_party(order.whose)) is gate.State.OBJECTED
    bought(ADA, (tube(title="Flask"), 1), newsletter=True, person=ada)
    assert said_about_news(ada) is gate.State.OBJECTED


def test_a_californian_is_known_as_one() -> None:
    order = bought(ADA, residence="US-CA")
    assert gate.standing(gate.person_of_party(order.whose)).jurisdiction == "california"
