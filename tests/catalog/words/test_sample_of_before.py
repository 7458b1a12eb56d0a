"""A shop that has shown the sample catalogue since before it spoke German."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from troth.catalog import sample
from troth.catalog.models import Category, CategoryWords, Product, ProductWords
from troth.catalog.sample import catching_up
from troth.catalog.search import search
from troth.cli import prepare

pytestmark = pytest.mark.django_db


@pytest.fixture
def english_only() -> None:
    sample.load()
    ProductWords.objects.all().delete()
    CategoryWords.objects.all().delete()


def _started_again(note: prepare.Prepared) -> str:
    return prepare._sample_words(note)


@pytest.mark.usefixtures("english_only")
def test_it_gets_its_german_words_when_it_is_started_again() -> None:
    note = prepare.Prepared(sample=True)

    assert _started_again(note) == f"de for {Product.objects.count()} products"

    assert ProductWords.objects.filter(language="de", missing=0).count() == Product.objects.count()
    assert CategoryWords.objects.filter(language="de").count() == Category.objects.count()
    title = ProductWords.objects.get(product__slug="filter-tips").title

    with translation.override("de"):
        assert search(title).page.cards[0].slug == "filter-tips"


@pytest.mark.usefixtures("english_only")
def test_what_somebody_wrote_stays() -> None:
    rewritten = Product.objects.get(slug="filter-tips")
    rewritten.title = "Our own tips"
    rewritten.save()
    Category.objects.filter(slug="glassware").update(blurb="Bottles only.")
    translated = Product.objects.exclude(pk=rewritten.pk).first()
    assert translated is not None
    ProductWords.objects.create(product=translated, language="de", title="Unsere Worte")
    CategoryWords.objects.create(category=Category.objects.get(slug="pipetting"), language="de", name="Tropfen")

    added = catching_up.add_words("de")

    assert added == Product.objects.count() - 2
    assert not ProductWords.objects.filter(product=rewritten).exists()
    assert ProductWords.objects.get(product=translated).title == "Unsere Worte"
    assert not CategoryWords.objects.filter(category__slug="glassware").exists()
    assert CategoryWords.objects.get(category__slug="pipetting").name == "Tropfen"


@pytest.mark.usefixtures("english_only")
def test_words_that_were_taken_out_again_do_not_come_back() -> None:
    note = prepare.Prepared(sample=True)
    _started_again(note)
    ProductWords.objects.filter(product__slug="filter-tips").delete()

    assert _started_again(note) == "up to date"
    assert not ProductWords.objects.filter(product__slug="filter-tips").exists()


@pytest.mark.usefixtures("english_only")
def test_goods_of_the_shops_own_get_no_words() -> None:
    Product.objects.filter(slug="filter-tips").update(handle="")

    catching_up.add_words("de")

    assert not ProductWords.objects.filter(product__slug="filter-tips").exists()


def test_a_shop_without_the_sample_is_asked_one_question(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]  # pytest-django
    with django_assert_num_queries(1):
        assert catching_up.add_words("de") == 0


def test_a_new_language_is_a_reason_to_prepare_again(settings: Any) -> None:
    before = prepare._fingerprint()
    settings.LANGUAGES = [("en", "English")]

    assert prepare._fingerprint() != before


def test_a_note_of_before_is_still_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = tmp_path / "prepared.json"
    place.write_text('{"stamp": "x", "sample": true, "log_ins": []}')
    monkeypatch.setattr(prepare, "_note_path", lambda: place)

    assert prepare._read() == prepare.Prepared("x", True, [], [])
    prepare._write(prepare.Prepared("y", True, ["de"], [["a", "b", "c"]]))
    assert prepare._read() == prepare.Prepared("y", True, ["de"], [["a", "b", "c"]])
