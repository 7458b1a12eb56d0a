"""The shop's figures add up, say when, and stay quick."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.catalog.goods import category, only_variant, product, variant
from tests.orders.buying import tube, works_at_the_desk
from tests.orders.counting import questions
from tests.orders.sold import given_back, lost_dispute, many, paid_on_top, sold
from troth.catalog.models import Product, Variant
from troth.orders import cancel
from troth.orders.models import Order, OrderDiscount, OrderLine, OrderTax, RefundLine, Voucher, VoucherUse
from troth.orders.models.order import Origin
from troth.orders.models.refund import Why
from troth.orders.reports import customers, deals, goods_told, products, sales, stock, taxes
from troth.orders.reports import given_back as back
from troth.orders.reports import sold as what_sold
from troth.orders.reports.span import Span, Step, full_months, last_days
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
MONDAY = date(2026, 3, 2)
WEEK = Span(MONDAY, MONDAY + timedelta(days=6))


def days(many: int) -> timedelta:
    return timedelta(days=many)


def test_sales_by_day_add_up_to_what_was_ordered() -> None:
    one = tube()
    first = sold(MONDAY, (one, 2), tax=160)
    sold(MONDAY, (one, 1), discount=100)
    given_back(first, 700, MONDAY + days(2))
    rows = sales.sales(WEEK, "USD")
    assert [row.orders for row in rows] == [2, 0, 0, 0, 0, 0, 0]
    assert rows[0] == sales.Sales(MONDAY, 2, 3000, 100, 1000, 160, 4060, 0)
    assert (rows[2].refunds, rows[2].net) == (700, -700)
    whole = sales.altogether(rows)
    assert (whole.total, whole.net, whole.average) == (4060, 3360, 2030)


def test_what_was_paid_on_top_and_what_a_bank_took_back_count_on_their_own_day() -> None:
    order = sold(MONDAY, (tube(), 2))
    lost_dispute(order, 1500, MONDAY + days(1))
    lost_dispute(order, 900, MONDAY + days(1), state="won")
    paid_on_top(order, 250, MONDAY + days(3))
    paid_on_top(order, 300, MONDAY + days(3), state="lapsed")
    rows = sales.sales(WEEK, "USD")
    assert [row.charged_back for row in rows] == [0, 1500, 0, 0, 0, 0, 0]
    assert [row.extra for row in rows] == [0, 0, 0, 250, 0, 0, 0]
    assert sales.altogether(rows).net == order.total + 250 - 1500
    assert sales.altogether(sales.sales(WEEK, "EUR")).net == 0


def test_tax_in_the_prices_is_tax_all_the_same() -> None:
    sold(MONDAY, (tube(), 1), tax_included=130)
    assert sales.sales(WEEK, "USD")[0].tax == 130


def test_what_nobody_paid_for_was_not_sold() -> None:
    order = sold(MONDAY, (tube(), 1), status=Status.ABANDONED)
    order.payments.all().delete()
    assert sales.altogether(sales.sales(WEEK, "USD")).orders == 0


def test_what_was_paid_and_cancelled_was_sold_and_given_back() -> None:
    order = sold(MONDAY, (tube(), 1), status=Status.REFUNDED)
    given_back(order, order.total, MONDAY)
    row = sales.sales(WEEK, "USD")[0]
    assert (row.orders, row.net) == (1, 0)


def test_orders_of_an_earlier_shop_count_without_a_payment_of_ours() -> None:
    sold(MONDAY, (tube(), 1), origin=Origin.IMPORT).payments.all().delete()
    assert sales.sales(WEEK, "USD")[0].orders == 1


def test_currencies_are_never_added_up() -> None:
    one = tube()
    sold(MONDAY, (one, 1)), sold(MONDAY, (one, 1), currency="EUR"), sold(MONDAY, (one, 1), currency="EUR")
    assert sales.sales(WEEK, "EUR")[0].orders == 2
    assert what_sold.currencies() == ("EUR", "USD")


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    one = tube()
    sold(MONDAY + days(6), (one, 1)), sold(MONDAY + days(7), (one, 1)), sold(date(2026, 4, 1), (one, 1))
    span = Span(MONDAY, date(2026, 4, 5), Step.WEEK)
    assert [row.orders for row in sales.sales(span, "USD")] == [1, 1, 0, 0, 1]
    assert [row.orders for row in sales.sales(Span(MONDAY, date(2026, 4, 5), Step.MONTH), "USD")] == [2, 1]


def test_a_long_span_is_told_in_coarser_steps() -> None:
    assert Span(date(2020, 1, 1), date(2026, 1, 1), Step.DAY).step is Step.MONTH
    assert Span(date(2025, 9, 1), date(2026, 1, 1), Step.DAY).step is Step.WEEK


def test_the_day_is_that_of_the_shops_own_clock(settings) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    with timezone.override("Asia/Tokyo"):
        sold(MONDAY, (tube(), 1))
        assert sales.sales(WEEK, "USD")[0].orders == 1


def test_products_and_categories() -> None:
    glass, lab = category("Glassware"), category("Laboratory")
    beaker = only_variant(product("Beaker", variant(1000), categories=(glass, lab)))
    flask = only_variant(product("Flask", variant(3000), categories=(glass,)))
    sold(MONDAY, (beaker, 2), (flask, 1)), sold(MONDAY, (beaker, 1))
    found = products.by_product(WEEK, "USD")
    assert [(each.name, each.pieces, each.orders, each.amount) for each in found] == [
        ("Beaker", 3, 2, 3000),
        ("Flask", 1, 1, 3000),
    ]
    assert products.orders(WEEK, "USD") == 2
    told = goods_told.by_category(goods_told.Found(found, None, True))
    assert told == (("Glassware", 4, 6000), ("Laboratory", 3, 3000))


def test_a_product_that_is_gone_keeps_its_title() -> None:
    sold(MONDAY, (tube(title="Retort"), 1))
    Product.objects.all().delete()
    assert [(each.name, each.product) for each in products.by_product(WEEK, "USD")] == [("Retort", None)]


def test_what_runs_out_and_what_hardly_moves() -> None:
    today = timezone.localdate()
    quick, slow, new = tube(stock=10, title="Quick"), tube(stock=7, title="Slow"), tube(stock=3, title="New")
    Product.objects.filter(title="Slow").update(created_at=timezone.now() - days(400))
    Product.objects.filter(title="Quick").update(created_at=timezone.now() - days(400))
    many([today - days(1)] * 5, (quick, 3)), sold(today - days(200), (slow, 1))
    found = {each.title: each for each in stock.levels()}
    assert (found["Quick"].pace, found["Quick"].days, found["Quick"].is_short) == (15, 20, True)
    assert found["Quick"].runs_out == today + days(20)
    assert found["Slow"].is_slow
    assert (found["Slow"].days, found["Slow"].worth) == (None, 7000)
    assert not found["New"].is_slow
    assert new.pk in {each.variant for each in found.values()}


def test_what_was_taken_out_again_wears_no_shelf_down() -> None:
    """It was sold, and told as given back; but it lies on the shelf."""
    today, quick = timezone.localdate(), tube(stock=10, title="Quick")
    Product.objects.update(created_at=timezone.now() - days(400))
    many([today - days(1)] * 5, (quick, 3))
    OrderLine.objects.update(out=2)
    [level] = stock.levels()
    assert (level.pace, level.days) == (5, 60)
    many([today - days(1)] * 5, (quick, 3))
    OrderLine.objects.update(out=3)
    [level] = stock.levels()
    assert (level.pace, level.days, level.last_sold) == (0, None, None)
    assert level.is_slow, "of all that was ordered nothing left"


def test_nor_does_an_order_that_was_paid_and_cancelled_whole() -> None:
    today, quick, olga = timezone.localdate(), tube(stock=100, title="Quick"), works_at_the_desk()
    Product.objects.update(created_at=timezone.now() - days(400))
    many([today - days(1)] * 5, (quick, 3))
    [before] = stock.levels()
    assert before.pace == 15
    Order.objects.update(status=Status.PAID)
    for order in Order.objects.all():
        cancel.cancel(order.number, olga)
    [after] = stock.levels()
    assert (after.pace, after.days, after.last_sold) == (0, None, None)


def test_vouchers_and_offers() -> None:
    order = sold(MONDAY, (tube(), 1), discount=100)
    OrderDiscount.objects.create(order=order, label="TEN", amount=100)
    VoucherUse.objects.create(
        voucher=Voucher.objects.create(code="TEN", limit=3, used=1), order=order, used_at=order.placed_at
    )
    assert deals.deals(WEEK, "USD") == (deals.Deal("TEN", 1, 100, 1400),)
    assert deals.uses(WEEK) == (deals.Uses("TEN", 1, 0, 2),)


def test_what_came_back_and_why() -> None:
    order = sold(MONDAY, (tube(), 2))
    refund = given_back(order, 900, MONDAY + days(1), Why.DAMAGED)
    RefundLine.objects.create(refund=refund, line=order.lines.get(), quantity=1)
    assert back.reasons(WEEK, "USD") == (back.Reason(Why.DAMAGED, 1, 900),)
    assert [(each.title, each.pieces) for each in back.goods(WEEK)] == [("Tube", 1)]


def test_taxes_by_name_and_rate() -> None:
    order = sold(MONDAY, (tube(), 1), tax=63)
    OrderTax.objects.create(order=order, name="Sales tax", rate=6250, base=1000, amount=63, included=False)
    assert taxes.taxes(WEEK, "USD") == (taxes.Taxed("Sales tax", 6250, False, 1, 1000, 63),)


def test_twenty_thousand_orders_take_a_few_statements() -> None:
    today, goods = timezone.localdate(), [tube(title=f"Tube {place}") for place in range(3)]
    many((today - days(place % 360) for place in range(20_000)), (goods[0], 1), (goods[1], 2))
    span = last_days(365, Step.WEEK)
    desk = works_at_the_desk(702, "marketing")
    asked = {
        5: lambda: sales.sales(span, "USD"),
        3: lambda: stock.levels(),
    }
    for most, ask in asked.items():
        with questions() as sent:
            ask()
        assert len(sent) <= most
    found = products.by_product(span, "USD")
    assert {each.pieces for each in found} == {20_000, 40_000}
    assert sum(row.orders for row in sales.sales(span, "USD")) == 20_000
    customers.customers(desk)
    assert Variant.objects.count() == 3


def test_months_that_are_over() -> None:
    span = full_months(12)
    assert span.first.day == 1
    assert (span.last + days(1)).day == 1
    assert len([*span.buckets()]) == 12
