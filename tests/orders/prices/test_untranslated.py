"""Names of offers, vouchers, ways of sending and taxes that wait for a translator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from troth.orders.models import Offer, OfferWords, ShippingMethod, ShippingWords, TaxRule, TaxWords, Voucher
from troth.orders.prices import untranslated
from troth.publishing import fit_to_speak

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_yet() -> None:
    for model in (Offer, Voucher, ShippingMethod, TaxRule):
        model.objects.all().delete()


def lacking() -> list[tuple[str, int]]:
    return [(each.title, each.count) for each in untranslated.names("de")]


def test_each_kind_waits_until_it_is_said() -> None:
    offer = Offer.objects.create(name="Spring weeks", value=5000)
    Voucher.objects.create(code="SPRING", name="Spring sale", value=5000)
    method = ShippingMethod.objects.create(code="post", name="By post", remark="Not on Sundays.")
    tax = TaxRule.objects.create(country="US", region="NY", rate=8875, name="New York sales tax")
    assert lacking() == [("Spring weeks", 1), ("SPRING", 1), ("By post", 2), ("New York sales tax (US-NY)", 1)]

    OfferWords.objects.create(of=offer, language="de", name="Frühlingswochen")
    ShippingWords.objects.create(of=method, language="de", name="Mit der Post")
    TaxWords.objects.create(of=tax, language="fr", name="Taxe de New York")

    assert lacking() == [("SPRING", 1), ("By post", 1), ("New York sales tax (US-NY)", 1)]


def test_what_has_no_words_or_is_read_by_nobody_waits_for_none() -> None:
    yesterday, tomorrow = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    Voucher.objects.create(code="TEN", value=10_000)
    Offer.objects.create(name="Over", value=5000, ends=yesterday)
    Offer.objects.create(name="Switched off", value=5000, active=False)
    ShippingMethod.objects.create(code="sledge", name="By sledge", offered=False)
    ShippingMethod.objects.create(code="usps", name="Standard, by USPS")  # the program speaks its own words
    assert lacking() == []

    Offer.objects.create(name="From tomorrow on", value=5000, begins=tomorrow)
    assert lacking() == [("From tomorrow on", 1)]


def test_the_doctor_notes_how_many_there_are() -> None:
    def noted() -> list[str]:
        return [each.says.partition(";")[0] for each in fit_to_speak.spoken() if each.state == "note"]

    assert noted() == []
    Offer.objects.create(name="Spring weeks", value=5000)
    assert noted() == ["1 offer, voucher, tax or way of sending has no words in de"]
    Voucher.objects.create(code="SPRING", name="Spring sale", value=5000)
    assert noted() == ["2 offers, vouchers, taxes and ways of sending have no words in de"]


def test_a_shop_of_one_language_lacks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    Offer.objects.create(name="Spring weeks", value=5000)
    monkeypatch.setattr(settings, "LANGUAGES", [("en", "English")])
    assert [each.says for each in fit_to_speak.spoken() if "no words" in each.says] == []
