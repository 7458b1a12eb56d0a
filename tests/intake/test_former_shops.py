"""Somebody had two shops of one system: their orders have the same numbers, and are two orders each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cast import ADA, BEN
from tests.intake.exports import (
    SHOPIFY_CUSTOMERS,
    SHOPIFY_ORDERS,
    WIX_CONTACTS,
    WIX_ORDERS,
    in_shopify,
    in_wix,
    ordered_at_shopify,
    ordered_at_wix,
    saved,
    sheet,
)
from tests.intake.looks import noted, person, vault
from troth import gate
from troth.intake import former_shop, naming, runs
from troth.intake.models import Taken, What
from troth.orders.models import Order

pytestmark = pytest.mark.django_db

GLASS = sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA))
WOOD = sheet(SHOPIFY_ORDERS, *ordered_at_shopify(BEN, **{"Created at": "2025-06-01 10:00:00 -0500"}))


def bring(place: Path, content: bytes, shop: str = "", **more: Any) -> dict[str, Any]:
    return runs.by_command(saved(place, content), dry_run=False, shop=shop, **more)


def became(report: dict[str, Any]) -> dict[str, int]:
    return {name: many for name, many in report["products"].items() if many}


def test_the_same_number_of_two_former_shops_is_two_orders(tmp_path: Path) -> None:
    assert became(bring(tmp_path, GLASS)) == {"new": 1}
    assert became(bring(tmp_path, WOOD, "Wood")) == {"new": 1}
    assert sorted(Order.objects.values_list("reference", "placed_at__year")) == [("#1001", 2025), ("#1001", 2026)]
    assert sorted(Taken.objects.values_list("shop", "former")) == [("", "Shopify #1001"), ("Wood", "Shopify #1001")]


@pytest.mark.parametrize("again", ["Wood", "wood", " WOOD "])
def test_the_same_file_of_the_same_shop_again_changes_nothing(tmp_path: Path, again: str) -> None:
    bring(tmp_path, GLASS)
    bring(tmp_path, WOOD, "Wood")
    before = vault()
    assert became(bring(tmp_path, GLASS)) == became(bring(tmp_path, WOOD, again)) == {"unchanged": 1}
    assert (vault(), Order.objects.count()) == (before, 2)


def test_what_came_before_anybody_was_asked_is_of_the_shop_without_a_name(tmp_path: Path) -> None:
    bring(tmp_path, GLASS)
    assert Taken.objects.get().shop == ""
    assert became(bring(tmp_path, GLASS, "shopify")) == {"unchanged": 1}, "the system's own name is no other shop"


def test_each_import_is_taken_back_by_itself(tmp_path: Path) -> None:
    bring(tmp_path, GLASS)
    wood = bring(tmp_path, WOOD, "Wood")
    runs.undo_by_command(wood["ref"])
    assert Order.objects.get().placed_at.year == 2026


def test_another_order_of_a_known_number_is_not_written_over_the_first(tmp_path: Path) -> None:
    """The file of a second shop that nobody named."""
    bring(tmp_path, GLASS)
    before = vault()
    report = bring(tmp_path, WOOD)
    assert became(report) == {"refused": 1}
    assert [each["row"] for each in report["findings"] if "say a name for that shop" in each["words"]] == [2, 3]
    assert (vault(), Order.objects.get().placed_at.year) == (before, 2026)


def test_the_look_says_so_before_anything_happens(tmp_path: Path) -> None:
    bring(tmp_path, GLASS)
    looked = runs.by_command(saved(tmp_path, WOOD), dry_run=True)
    assert became(looked) == {"refused": 1}
    assert became(runs.by_command(saved(tmp_path, WOOD), dry_run=True, shop="Wood")) == {"new": 1}


def test_shops_of_two_systems_need_no_name(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA, "10023")))
    assert became(bring(tmp_path, sheet(WIX_ORDERS, ordered_at_wix(ADA, "10023")))) == {"new": 1}


# -- people of two shops


def test_what_both_shops_noted_of_somebody_is_kept_and_neither_file_again_changes_it(tmp_path: Path) -> None:
    one, other = (sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, **{"Customer ID": number})) for number in ("'11", "'22"))
    bring(tmp_path, one)
    assert became(bring(tmp_path, other, "Wood")) == {"known": 1}
    before = vault()
    assert became(bring(tmp_path, one)) == became(bring(tmp_path, other, "Wood")) == {"unchanged": 1}
    assert vault() == before
    systems = {
        record["system"].reveal()  # type: ignore[union-attr]  # a declared field is opened, never sealed, here
        for opened in gate.use_each(
            gate.parties_of(person(ADA)),
            ["provenance"],
            purpose="rights_request",
            actor=gate.the_person(person(ADA)),
        ).values()
        for record in opened.all("provenance")  # type: ignore[union-attr]  # a declared field is opened, never sealed, here
    }
    assert systems == {"Shopify", "Shopify (Wood)"}


def test_whom_another_shops_file_has_too_stays_when_the_first_is_taken_back(tmp_path: Path) -> None:
    first = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA)))
    second = bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA)), "Wood")
    runs.undo_by_command(first["ref"])
    assert noted(ADA)["system"] == "Shopify (Wood)"
    assert Taken.objects.get(what=What.CONTACT).made, "what keeps them here can be taken back in its turn"
    runs.undo_by_command(second["ref"])
    assert (gate.persons_at(ADA.email), vault()) == ([], [])


def at_wix(number: str) -> bytes:
    return sheet(WIX_CONTACTS, in_wix(ADA, Source=number))


AT_SHOPIFY = sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA))


def test_shops_of_two_systems_without_names_each_keep_what_they_noted_of_somebody(tmp_path: Path) -> None:
    bring(tmp_path, AT_SHOPIFY)
    assert became(bring(tmp_path, at_wix("Site form"))) == {"known": 1}
    assert sorted(Taken.objects.values_list("shop", flat=True)) == ["@Shopify", "@Wix"]
    before = vault()
    assert became(bring(tmp_path, AT_SHOPIFY)) == became(bring(tmp_path, at_wix("Site form"))) == {"unchanged": 1}
    assert vault() == before
    assert became(bring(tmp_path, at_wix("Fair"))) == {"changed": 1}
    assert became(bring(tmp_path, AT_SHOPIFY)) == {"unchanged": 1}


def test_a_row_from_before_systems_were_told_apart_is_of_the_shop_whose_file_it_came_with(tmp_path: Path) -> None:
    bring(tmp_path, AT_SHOPIFY)
    Taken.objects.update(shop="")
    assert became(bring(tmp_path, AT_SHOPIFY)) == {"unchanged": 1}
    assert became(bring(tmp_path, at_wix("Site form"))) == {"known": 1}
    assert sorted(Taken.objects.values_list("shop", flat=True)) == ["", "@Wix"]
    moved = sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, **{"Default Address City": "Salem"}))
    assert became(bring(tmp_path, moved)) == {"changed": 1}
    assert sorted(Taken.objects.values_list("shop", flat=True)) == ["@Shopify", "@Wix"]


def test_two_nameless_shops_of_somebody_without_an_address_are_two(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA, Email="")))
    assert became(bring(tmp_path, sheet(WIX_CONTACTS, in_wix(ADA, **{"Email 1": ""})))) == {"known": 1}
    assert sorted(Taken.objects.values_list("shop", flat=True)) == ["@Shopify", "@Wix"]


def test_no_name_that_is_given_can_pass_for_a_system(tmp_path: Path) -> None:
    with pytest.raises(naming.NotSuch):
        bring(tmp_path, at_wix("Site form"), "@Shopify")
    assert former_shop.known() == []


# -- the name


@pytest.mark.parametrize("name", ["ada@example.com", "call 617 555 0143", "4111 1111 1111 1111", "a\x00b", "x" * 41])
def test_a_name_that_may_be_somebodys_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(naming.NotSuch) as refused:
        bring(tmp_path, GLASS, name)
    assert name not in str(refused.value)
    assert not Order.objects.exists()


def test_names_that_were_given_are_offered_again(tmp_path: Path) -> None:
    bring(tmp_path, GLASS)
    bring(tmp_path, WOOD, "Wood & Co. 24")
    assert former_shop.known() == ["Wood & Co. 24"]
