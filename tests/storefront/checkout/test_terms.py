"""The terms of sale: read, accepted by hand, kept with the order, and asked again when they change."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from tests.storefront.checkout.pages import Shopper
from troth.catalog.models import Variant
from troth.orders import terms
from troth.orders.models import Order, TermsVersion
from troth.publishing import fit_to_sell, terms_read

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

OLD = "# Terms of sale\n\nIn force from 2026-01-01.\n\n## 1. Old\n\nAll is *old* <script>alert(1)</script>.\n"
NEW = OLD.replace("2026-01-01", "2026-02-01").replace("Old", "New")


@pytest.fixture
def file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The shop's terms, to be changed by a test."""
    path = tmp_path / "terms.md"
    path.write_text(OLD)
    monkeypatch.setattr(terms, "_path", lambda: path)
    monkeypatch.setattr(terms, "_found", set())
    return path


def test_the_version_is_a_date_and_a_hash(file: Path) -> None:
    assert re.fullmatch(r"2026-01-01-[0-9a-f]{12}", terms.version())
    before = terms.version()
    file.write_text(OLD + "\nOne word more.\n")
    assert terms.version() != before
    assert terms.version()[:10] == before[:10]


def test_an_order_keeps_the_version_that_was_accepted(shopper: Shopper, tube: Variant, file: Path) -> None:
    shopper.takes(tube).orders()
    accepted = Order.objects.get().terms
    assert accepted == terms.version()
    file.write_text(NEW)
    page = shopper.look(f"/terms/{accepted}/")
    assert "All is <em>old</em>" in page
    assert "<script>alert" not in page
    assert "terms of earlier days" in page
    assert "1. New" in shopper.look("/terms/")
    assert accepted in shopper.page
    assert f"/terms/{accepted}/" in shopper.look(f"/orders/{Order.objects.get().number}/")


def test_without_the_box_nothing_is_ordered(shopper: Shopper, tube: Variant, file: Path) -> None:
    shopper.takes(tube).look("/checkout/")
    form = shopper.form()
    del form["terms"]
    page = shopper.press("/checkout/", **form)
    assert shopper.answer.status_code == 422
    assert "tick the box" in page
    assert not Order.objects.exists()


def test_terms_that_change_in_between_are_shown_and_asked_for_again(
    shopper: Shopper, tube: Variant, file: Path
) -> None:
    shopper.takes(tube).look("/checkout/")
    form = shopper.form()
    file.write_text(NEW)
    page = shopper.press("/checkout/", **form)
    assert shopper.answer.status_code == 409
    assert "changed while you were here" in page
    assert not re.search(r'name="terms"[^>]*checked', page)
    assert not Order.objects.exists()
    shopper.press("/checkout/", **shopper.form())
    assert Order.objects.get().terms == terms.version()


def test_a_tick_stays_when_another_country_is_chosen(shopper: Shopper, tube: Variant, file: Path) -> None:
    shopper.takes(tube).look("/checkout/")
    page = shopper.press("/checkout/", **shopper.form(reshape="delivery"))
    assert re.search(r'name="terms"[^>]*checked', page)


def test_a_shop_without_terms_asks_for_none(shopper: Shopper, tube: Variant, file: Path) -> None:
    file.unlink()
    shopper.takes(tube).look("/checkout/")
    assert 'name="terms"' not in shopper.page
    form = shopper.form()
    del form["terms"]
    shopper.press("/checkout/", **form)
    assert Order.objects.get().terms == ""
    assert shopper.look("/terms/")
    assert shopper.answer.status_code == 404


def test_nobodys_version_is_not_found(shopper: Shopper, file: Path, db: None) -> None:
    shopper.look("/terms/2026-01-01-000000000000/")
    assert shopper.answer.status_code == 404


def test_a_version_is_written_down_once(db: None, file: Path) -> None:
    assert terms.keep() == terms.keep() == TermsVersion.objects.get().version


@pytest.mark.parametrize("text", ["", "Terms\n", "# Terms\n\nIn force from 2026-02-31.\n", "# Terms\n\nFrom today.\n"])
def test_a_file_that_cannot_be_used_is_said_to_be_unfit(text: str, file: Path) -> None:
    file.write_text(text)
    (finding,) = fit_to_sell._terms()
    assert finding.state == "unfit"
    assert "terms.md" in finding.says


def test_the_reference_shop_has_terms(db: None) -> None:
    found = terms.current()
    assert found is not None
    assert found.title == "Terms of sale"
    assert (Path(settings.TROTH.policy_dir) / "terms.md").is_file()


# -- in the language they were read in

GERMAN = OLD.replace("Terms of sale", "Bedingungen").replace(
    "## 1. Old\n\nAll is *old*", "## 1. Alt\n\nAlles ist *alt*"
)


@pytest.fixture
def german(file: Path) -> Path:
    path = file.parent / "de" / "terms.md"
    path.parent.mkdir()
    path.write_text(GERMAN)
    return path


def orders_in_german(shopper: Shopper, tube: Variant) -> Order:
    shopper.takes(tube).look("/de/checkout/")
    shopper.press("/de/checkout/", **shopper.form())
    return Order.objects.get()


def test_what_a_german_buyer_read_is_kept_beside_what_binds(
    shopper: Shopper, tube: Variant, file: Path, german: Path
) -> None:
    order = orders_in_german(shopper, tube)
    assert order.terms == terms.version()
    file.write_text(NEW)
    german.write_text(GERMAN.replace("2026-01-01", "2026-02-01").replace("alt", "neu"))

    page = shopper.look(f"/de/terms/{order.terms}/")
    assert "Alles ist <em>alt</em>" in page
    assert "All is <em>old</em>" in shopper.look(f"/terms/{order.terms}/")
    assert "Kept in the languages it was accepted in: English, Deutsch." in shopper.page
    for path in (f"/orders/{order.number}/", f"/de/orders/{order.number}/"):
        assert '<span class="soft">(Deutsch)</span>' in shopper.look(path)


def test_a_version_nobody_accepted_in_german_says_so(shopper: Shopper, tube: Variant, file: Path, german: Path) -> None:
    shopper.takes(tube).orders()
    order = Order.objects.get()
    file.write_text(NEW)
    with translation.override("de"):
        found = terms_read.read(order.terms)
    assert found is not None
    assert (found.language, found.kept_in, found.translated) == ("en", ("English",), False)
    assert '<div class="prose" lang="en">' in shopper.look(f"/de/terms/{order.terms}/")
    assert '<span class="soft">(English)</span>' in shopper.look(f"/orders/{order.number}/")


def test_a_mended_translation_is_kept_beside_the_one_that_was_read(file: Path, german: Path, db: None) -> None:
    with translation.override("de"):
        version = terms.keep()
        german.write_text(GERMAN.replace("Alles", "Wirklich alles"))
        assert terms.keep() == version
    assert TermsVersion.objects.count() == 3
    assert terms.read_in(version) == ("de",)
    newest = terms.kept(version, "de")
    assert newest is not None
    assert "Wirklich alles" in newest.body
    assert terms.earlier() == []  # translations are no versions


def test_a_translation_of_another_day_is_not_what_was_read(file: Path, german: Path, db: None) -> None:
    german.write_text(GERMAN.replace("2026-01-01", "2025-01-01"))
    with translation.override("de"):
        version = terms.keep()
    assert terms.read_in(version) == ()
    assert terms.kept(version, "de") is None


def test_kept_once_it_costs_no_statement_more(
    file: Path, german: Path, db: None, django_assert_num_queries: Any
) -> None:
    with translation.override("de"):
        terms.keep()
        terms.keep()
        with django_assert_num_queries(0):
            terms.keep()
