"""Electronic invoices: valid by the standard's own schema and rules, whatever was sold, and equal to the paper to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation
from facturx import get_facturx_xml_from_pdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.cast import ADA, BEN, CHIARA, Customer
from tests.orders.buying import basket_with, order_by, tube, works_at_the_desk
from tests.orders.invoices.standard import faults
from tests.orders.invoices.test_papers import massachusetts, paid, refund, seen_by_its_buyer
from tests.orders.prices.test_sums import deals, items, reckoned
from troth import gate
from troth.catalog.models import Variant
from troth.orders.invoices import issue, papers, pdf
from troth.orders.invoices.content import Content, Line, Tax
from troth.orders.invoices.electronic import amounts, cii
from troth.orders.invoices.electronic.amounts import Category
from troth.orders.invoices.papers import Paper
from troth.orders.invoices.taking_back import given_back
from troth.orders.models import Invoice, Order, TaxRule, Voucher
from troth.orders.models.invoice import InvoiceKind
from troth.orders.place import place
from troth.orders.prices import book, vouchers
from troth.orders.prices.deals import Deal, Item
from troth.orders.prices.rates import Place, Rate, Rates
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
LUCA = replace(CHIARA, country="IT", postcode="00118", locality="Roma", region="RM")
RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
BERLIN = {
    "name": "Laborbedarf Muster GmbH",
    "street_address": "Musterweg 1",
    "locality": "Berlin",
    "region": "",
    "postcode": "10115",
    "country": "DE",
    "tax_id": "DE136695976",
}


# The rules read a rate below half a per cent as none (BR-CO-17); no tax has one.
percents = st.just(0) | st.integers(1_000, 30_000)
rates = st.builds(
    lambda standard, books, included, shipping: Rates(
        (
            Rate("DE", "", "standard", standard, "VAT", included, shipping),
            Rate("DE", "", "books", books, "reduced VAT", included, shipping),
        )
    ),
    percents,
    percents,
    st.booleans(),
    st.booleans(),
)


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop in Berlin, with its number for the tax and two rates in its prices."""
    answers = replace(gate.policy(), controller=replace(gate.policy().controller, **BERLIN))
    monkeypatch.setattr(gate, "policy", lambda: answers)
    monkeypatch.setattr(book, "seller", lambda: Place("DE"))
    TaxRule.objects.create(country="DE", rate=19_000, name="VAT", included=True)
    TaxRule.objects.create(country="DE", tax_class="reduced", rate=7_000, name="VAT", included=True)


def book_of(price: int = 1070) -> Variant:
    one = tube(title="Book", price=price)
    Variant.objects.filter(pk=one.pk).update(tax_class="reduced")
    return Variant.objects.get(pk=one.pk)


def sold_to(customer: Customer, *goods: tuple[Variant, int], number: str = "") -> Order:
    billing = {"billing": {**customer.address, "tax_id": number}} if number else {}
    return settled(place(order_by(customer, basket_with(*goods), **billing)).order)


def settled(pk: int) -> Order:
    order = Order.objects.get(pk=pk)
    order.payments.update(state="succeeded")
    Order.objects.filter(pk=pk).update(status=Status.PAID)
    return Order.objects.get(pk=pk)


def paper_of(order: Order, row: Invoice | None = None) -> Paper:
    found = seen_by_its_buyer(order, (row or issue.invoice(order.pk)).number)
    assert found is not None
    return found


def said(xml: bytes, name: str) -> list[str]:
    return [each.text or "" for each in etree.fromstring(xml).iter(f"{RAM}{name}")]


def categories(xml: bytes) -> set[str]:
    return {*said(xml, "CategoryCode")}


def test_what_is_wrong_is_found() -> None:
    """Without this the other tests here would say nothing."""
    massachusetts()
    xml = cii.xml(paper_of(paid((tube(price=2500), 2))))
    assert faults(xml) == []
    off_by_a_cent = xml.replace(b"<ram:GrandTotalAmount>62.03<", b"<ram:GrandTotalAmount>62.04<")
    assert any("BR-CO-15" in each for each in faults(off_by_a_cent))
    assert faults(xml.replace(b"ram:BilledQuantity", b"ram:Quantity"))


def test_a_sale_at_home_at_two_rates_with_sending(german: None) -> None:
    paper = paper_of(sold_to(BEN, (book_of(), 2), (tube(title="Flask", price=1190), 3)))
    xml = cii.xml(paper)
    assert faults(xml) == []
    assert categories(xml) == {"S"}
    assert said(xml, "GrandTotalAmount") == [paper.money(paper.content.total).plain]
    assert said(xml, "TaxTotalAmount") == [paper.money(sum(tax.amount for tax in paper.content.taxes)).plain]
    assert BEN.organization in said(xml, "Name")
    assert "DE136695976" in said(xml, "ID")


def test_a_business_of_another_member_state_owes_the_tax_itself(german: None) -> None:
    paper = paper_of(sold_to(LUCA, (tube(title="Flask", price=1190), 2), number="IT 00743110157"))
    assert paper.content.tax_case == "reverse_charge"
    xml = cii.xml(paper)
    assert faults(xml) == []
    assert categories(xml) == {"K"}
    assert said(xml, "ExemptionReasonCode") == ["VATEX-EU-IC"]
    assert "IT00743110157" in said(xml, "ID")


def test_an_export_leaves_the_union_without_tax(german: None) -> None:
    paper = paper_of(sold_to(ADA, (tube(title="Flask", price=1190), 2)))
    assert paper.content.tax_case == "export"
    xml = cii.xml(paper)
    assert faults(xml) == []
    assert (categories(xml), said(xml, "ExemptionReasonCode")) == ({"G"}, ["VATEX-EU-G"])


def test_a_seller_of_the_united_states_has_no_vat_and_says_the_sales_tax_by_its_name() -> None:
    massachusetts()
    xml = cii.xml(paper_of(paid((tube(price=2500), 2))))
    assert faults(xml) == []
    assert categories(xml) == {"O"}
    assert "Massachusetts sales tax 6.25%" in said(xml, "Reason")


def test_discounts_of_lines_and_of_sending(german: None) -> None:
    Voucher.objects.create(code="TEN", kind="percentage", value=10_000)
    token = basket_with((book_of(1111), 3), (tube(title="Flask", price=777), 1))
    vouchers.enter(token, "TEN")
    paper = paper_of(settled(place(order_by(BEN, token)).order))
    assert sum(line.discount for line in paper.content.lines)
    xml = cii.xml(paper)
    assert faults(xml) == []
    assert "Discount" in said(xml, "Reason")


def test_a_credit_note_names_its_invoice_and_takes_back_its_part(german: None) -> None:
    order = sold_to(BEN, (book_of(), 2), (tube(title="Flask", price=1190), 3))
    invoice = issue.invoice(order.pk)
    for amount in (333, order.total - 333):
        note = issue.credit(refund(order, amount).pk)
        assert note is not None
        xml = cii.xml(paper_of(order, note))
        assert faults(xml) == []
        assert "381" in said(xml, "TypeCode")
        assert invoice.number in said(xml, "IssuerAssignedID")


def test_one_made_anew_after_a_part_was_given_back(german: None) -> None:
    order = sold_to(BEN, (book_of(), 2), (tube(title="Flask", price=1190), 3))
    old = issue.invoice(order.pk)
    issue.credit(refund(order, 1000).pk)
    new = issue.reissue(order.number, old.number, works_at_the_desk(641, "bookkeeping"))
    for row in Invoice.objects.filter(order=order):
        assert faults(cii.xml(paper_of(order, row))) == []
    assert said(cii.xml(paper_of(order, new)), "GrandTotalAmount") == [
        paper_of(order, new).money(order.total - 1000).plain
    ]


@pytest.mark.parametrize(("currency", "plain"), [("EUR", "24.90"), ("JPY", "2490"), ("CHF", "24.90")])
def test_in_a_currency_with_as_many_decimals_as_it_has(currency: str, plain: str, german: None) -> None:
    paper = paper_of(sold_to(BEN, (tube(title="Flask", price=1190), 1)))
    line = Line("Flask", 1, 2490, 0, 2490, 19_000)
    told = Content(
        ("x",), (line,), (Tax("VAT", 19_000, 2092, 398, True),), 2490, "taxed", seller_is=paper.content.seller_is
    )
    xml = cii.xml(replace(paper, currency=currency, content=told))
    assert faults(xml) == []
    assert said(xml, "GrandTotalAmount") == [plain]


def test_a_currency_with_three_decimals_has_no_electronic_invoice_and_is_told_so(german: None) -> None:
    paper = replace(paper_of(sold_to(BEN, (tube(title="Flask", price=1190), 1))), currency="KWD")
    with pytest.raises(cii.CannotTell, match="two decimals"):
        cii.xml(paper)
    assert pdf.draw(paper).startswith(b"%PDF-")


def test_after_the_buyer_is_gone_there_is_only_the_paper() -> None:
    order = paid()
    row = issue.invoice(order.pk)
    nobody = replace(paper_of(order, row), buyer=papers.Part(), particulars={})
    with pytest.raises(cii.CannotTell, match="opened any more"):
        cii.xml(nobody)
    drawn = pdf.draw(nobody)
    assert drawn.startswith(b"%PDF-")
    assert b"factur-x.xml" not in drawn


def test_the_pdf_carries_it_as_programs_look_for_it(german: None) -> None:
    paper = paper_of(sold_to(BEN, (tube(title="Flask", price=1190), 1)))
    name, xml = get_facturx_xml_from_pdf(pdf.draw(paper), check_xsd=True, check_schematron=False)
    assert name == "factur-x.xml"
    assert xml == cii.xml(paper)


def test_it_says_who_sold_as_it_was_then(german: None, monkeypatch: pytest.MonkeyPatch) -> None:
    order = sold_to(BEN, (tube(title="Flask", price=1190), 1))
    row = issue.invoice(order.pk)
    moved = replace(gate.policy(), controller=replace(gate.policy().controller, street_address="Neue Gasse 9"))
    monkeypatch.setattr(gate, "policy", lambda: moved)
    assert "Musterweg 1" in said(cii.xml(paper_of(order, row)), "LineOne")


@pytest.mark.parametrize(
    ("bank", "means", "account"),
    [
        ((("Bank", "Sparbank"), ("IBAN", "DE89 3704 0044 0532 0130 00")), "30", "DE89370400440532013000"),
        ((("Routing number", "011000015"), ("Account number", "000123456789")), "30", "000123456789"),
        ((), "1", ""),
    ],
)
def test_one_that_is_still_owed_says_until_when_where_to_and_how_much(
    bank: tuple[tuple[str, str], ...], means: str, account: str, german: None
) -> None:
    paper = paper_of(sold_to(BEN, (tube(title="Flask", price=1190), 1)))
    owed = replace(paper.content, due_on="2026-12-24", paid_on="", pay_to=bank, pay_as="T-ABC")
    xml = cii.xml(replace(paper, content=owed))
    assert faults(xml) == []
    assert said(xml, "DuePayableAmount") == [paper.money(owed.total).plain]
    assert said(xml, "PaymentReference") == ["T-ABC"]
    assert said(xml, "IBANID") + said(xml, "ProprietaryID") == ([account] if account else [])
    assert means in said(xml, "TypeCode")
    assert b"20261224" in xml
    assert said(cii.xml(replace(paper, content=replace(owed, paid_on="2026-12-01"))), "DuePayableAmount") == ["0.00"]


def test_signs_that_xml_cannot_hold_are_left_out(german: None) -> None:
    paper = paper_of(sold_to(BEN, (tube(title="Flask", price=1190), 1)))
    line = replace(paper.content.lines[0], title="Fl\x0bask <&> \ufffe")
    xml = cii.xml(replace(paper, content=replace(paper.content, lines=(line,))))
    assert faults(xml) == []
    assert "Flask <&> " in said(xml, "Name")


def test_it_speaks_the_language_of_the_order(german: None) -> None:
    paper = replace(
        paper_of(sold_to(LUCA, (tube(title="Flask", price=1190), 1), number="IT00743110157")), language="de"
    )
    with translation.override("en"):
        assert faults(cii.xml(paper)) == []
        assert not any(each.startswith("Reverse charge: the VAT") for each in said(cii.xml(paper), "ExemptionReason"))


def content_of(goods: Sequence[Item], shipping: int, taken: list[Deal], rows: Rates, seller: dict[str, str]) -> Content:
    sums = reckoned([*goods], shipping, taken, rows)
    lines = tuple(
        Line(f"Line {place}", 1, item.total, share.discount, item.total - share.discount, share.rate)
        for place, (item, share) in enumerate(zip(goods, sums.lines, strict=True))
    )
    taxes = tuple(Tax(tax.name, tax.rate, tax.base, tax.amount, tax.included) for tax in sums.taxes)
    return Content(
        ("x",),
        lines,
        taxes,
        sums.total,
        "taxed",
        shipping=shipping,
        shipping_discount=sums.shipping_discount,
        shipping_words="Standard",
        seller_is=seller,
    )


def test_whatever_is_sold_and_given_back_it_adds_up(german: None) -> None:
    """BR-CO-10 to BR-CO-16 and BR-S-08 by our own sum, and all rules of the standard besides."""
    paper = paper_of(sold_to(BEN, (tube(title="Flask", price=1190), 1)))
    seller = dict(paper.content.seller_is)

    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(items, st.integers(0, 10**6), deals, rates, st.lists(st.integers(1, 100), max_size=2))
    def adds_up(goods: list[Item], shipping: int, taken: list[Deal], rows: Rates, parts: list[int]) -> None:
        sold = content_of(goods, shipping, taken, rows, seller)
        told, notes, left = [(InvoiceKind.INVOICE, sold)], list[Content](), sold.total
        for percent in parts:
            if back := left * percent // 100:
                notes.append(given_back(sold, back, "Goodwill", (), notes))
                told.append((InvoiceKind.CREDIT, notes[-1]))
                left -= back
        for kind, each in told:
            credits = "2026-000001" if kind is InvoiceKind.CREDIT else ""
            check(replace(paper, kind=kind, credits=credits, content=each))

    adds_up()


def check(paper: Paper) -> None:
    for sums in (
        amounts.with_vat(paper.content, Category.EXEMPT),
        amounts.without_vat(paper.content, [tax.name for tax in paper.content.taxes]),
    ):
        assert sums.lines + sums.charges - sums.allowances == sums.base
        assert sums.total == paper.content.total
        for which, slot in enumerate(sums.slots):
            inside = sum(each.net for each in (*sums.items, *sums.beside) if each.slot == which)
            assert inside == slot.base
        for item in sums.items:
            assert abs(item.price * item.quantity - item.less - item.net) < Decimal("0.5")
    assert faults(cii.xml(paper)) == []
