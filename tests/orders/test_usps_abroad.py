"""Parcels that leave the country by USPS: another of its doors, the customs declaration, and the number they go by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.cast import ADA, BEN, Customer
from tests.doubles.carrier_line import Heard, Line
from tests.orders.buying import bought, tube
from tests.orders.carriers import on_loopback
from troth import gate
from troth.orders.models import Order
from troth.recipients import chosen
from troth.recipients.carrier import Booked, CarrierRefused, CarrierSilent, Content, ParcelAsked, Stage
from troth.recipients.parcels import counter
from troth.recipients.parcels.usps_abroad import UspsAbroad

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

GOODS = Content("TUBE", "Microtubes of glass, 1.5 mL, a hundred", 2, 1000, "USD", 300, "7017.90", "US")
OUT, HOME = "/international-labels/v3/international-label", "/labels/v3/label"


@pytest.fixture
def usps(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    monkeypatch.setattr(counter, "PAUSES", (0.01, 0.01))
    with on_loopback(monkeypatch) as lines:
        yield lines["usps"]


def booked(customer: Customer = BEN, *, grams: int = 600, goods: tuple[Content, ...] = (GOODS,)) -> Booked:
    order = bought(customer, (tube(title=f"Tube {Order.objects.count()}"), 1))
    told = gate.disclose(order.whose, purpose="fulfil_order", recipient="usps", actor=gate.system("fulfil_order"))
    return chosen.carrier("usps").book(ParcelAsked("r" * 43, "T-SAME00", "usps_standard", grams, goods), told)


def label(line: Line, path: str = OUT) -> Heard:
    [asked] = [one for one in line.heard if one.path == path]
    return asked


def test_it_goes_by_the_other_door_with_whole_particulars(usps: Line) -> None:
    parcel = booked()
    assert parcel.tracking.startswith("LZ")
    assert parcel.label.startswith(b"%PDF")
    told = label(usps).told
    assert told["packageDescription"]["mailClass"] == "FIRST-CLASS_PACKAGE_INTERNATIONAL_SERVICE"
    form, [line] = told["customsForm"], told["customsForm"]["contents"]
    assert (form["customsContentType"], form["AESITN"]) == ("MERCHANDISE", "NO EEI 30.37(a)")
    assert line["itemDescription"] == "Microtubes of glass, 1.5 mL, a"[:30]
    assert (line["itemQuantity"], line["itemTotalValue"], line["HSTariffNumber"]) == (2, 20, "7017.90")
    assert line["itemTotalWeight"] == pytest.approx(2 * 0.3 / 0.45359237, abs=0.02)
    assert line["countryofOrigin"] == "US"
    assert f"{told['toAddress']['firstName']} {told['toAddress']['lastName']}" == BEN.name


def test_a_parcel_at_home_goes_by_the_door_it_always_went(usps: Line) -> None:
    assert booked(ADA).tracking.isdigit()
    assert label(usps, HOME)
    assert not usps.asked("international")


@pytest.mark.parametrize(("grams", "value"), [(2_500, 1000), (600, 21_000)], ids=["too heavy", "too dear"])
def test_what_the_packet_does_not_take_goes_as_a_parcel(usps: Line, grams: int, value: int) -> None:
    booked(grams=grams, goods=(replace(GOODS, value=value),))
    assert label(usps).told["packageDescription"]["mailClass"] == "PRIORITY_MAIL_INTERNATIONAL"


def test_goods_that_need_an_export_filing_are_refused_before_anybody_is_told(usps: Line) -> None:
    dear = (replace(GOODS, value=130_000),)
    with pytest.raises(CarrierRefused, match="export filing"):
        booked(goods=dear)
    assert not usps.asked("international-label")
    one = replace(GOODS, quantity=1, value=200_000)
    booked(goods=(one, replace(one, customs_code="7013.49")))  # the rule is about each kind


def test_to_canada_the_exemption_is_another(usps: Line) -> None:
    booked(replace(BEN, country="CA", region="ON", postcode="K1A 0B1"), goods=(replace(GOODS, value=130_000),))
    assert label(usps).told["customsForm"]["AESITN"] == "NO EEI 30.36"


def test_a_label_is_taken_back_where_it_was_made(usps: Line) -> None:
    out, home = booked(), booked(ADA)
    usps.heard.clear()
    chosen.carrier("usps").cancel(out.tracking)
    chosen.carrier("usps").cancel(home.tracking)
    assert [one.path for one in usps.heard if one.method == "DELETE"] == [
        f"{OUT}/{out.tracking}",
        f"{HOME}/{home.tracking}",
    ]


def test_a_parcel_abroad_is_followed_by_its_number(usps: Line) -> None:
    parcel = booked()
    usps.steps[parcel.tracking] = "delivered"
    found = chosen.carrier("usps").track(parcel.tracking)
    assert found is not None
    assert found.stage is Stage.DELIVERED


@pytest.mark.parametrize(("grams", "price"), [(500, 1795), (2_500, 4735)])
def test_the_price_abroad_is_asked_for_a_country_and_a_weight(usps: Line, grams: int, price: int) -> None:
    [rate] = chosen.carrier("usps").rates("GB", grams, "USD")
    assert (rate.service, rate.price) == ("usps_standard", price)
    [asked] = usps.asked("options/search")
    assert asked.told["destinationCountryCode"] == "GB"


def test_without_the_longer_name_the_number_would_be_lost(usps: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: as karrio reads the answer there is no number, and that is found out rather than booked."""
    monkeypatch.setattr(UspsAbroad, "heard", counter.Counter.heard)
    with pytest.raises(CarrierSilent):
        booked()
