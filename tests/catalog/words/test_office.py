"""Words of further languages at the office: a tab for each language, and a list of what is not translated yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from tests.catalog import goods
from tests.catalog.test_office import address, opened
from tests.catalog.words import german
from troth.catalog import revision
from troth.catalog.models import Category, CategoryWords, Product, ProductWords
from troth.catalog.words import missing

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any) -> Client:
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    Collection.objects.filter(depth=1).exists() or Collection.add_root(name="Root")
    staff = get_user_model()(email="desk@sealed.invalid", is_staff=True, is_superuser=True, is_active=True)
    staff.set_unusable_password()
    staff.save()
    client = Client()
    client.force_login(staff)
    return client


def panel(office: Client, made: Product | Category) -> Tag:
    page = BeautifulSoup(office.get(address(type(made), "edit", made.pk)).content, "html.parser")
    found = page.find(id="tab-deutsch")
    assert isinstance(found, Tag)
    return found


def save(office: Client, made: Product | Category, **changes: str) -> None:
    url = address(type(made), "edit", made.pk)
    sent = opened(office, url)
    names = {name.replace("-", "_"): name for name in sent}
    for name, value in changes.items():
        sent[names[f"words_de_{name}"]] = value
    answer = office.post(url, sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]


def phrase(office: Client, made: Product, base: str) -> str:
    """The name of the field beside a phrase, as `save` wants it."""
    for row in panel(office, made).select(".office-words__row"):
        text = row.select_one(".office-words__text")
        field = row.select_one("[name]")
        if text is not None and field is not None and text.get_text() == base:
            return str(field["name"]).replace("-", "_").removeprefix("words_de_")
    raise AssertionError(base)


def test_the_first_languages_text_stands_beside_each_field_and_what_is_missing_is_marked(office: Client) -> None:
    found = panel(office, german.flask())

    rows = found.select(".office-words__row")
    assert [row.select_one(".office-words__text").get_text() for row in rows] == ["Flask", "Round."]  # type: ignore[union-attr]
    assert [bool(row.select(".office-words__mark")) for row in rows] == [False, True]
    assert "1 text is not translated yet" in found.get_text()
    assert found.select_one(f"#{found.select_one('.office-words__count a')['href'][1:]}") is not None  # type: ignore[index]


def test_every_field_has_a_label_and_says_its_language(office: Client) -> None:
    found = panel(office, german.beaker())

    fields = found.select("input[name], textarea[name]")
    labels = {label["for"] for label in found.select("label")}
    assert {field["id"] for field in fields} <= labels
    assert {field.get("lang") for field in fields} == {"de"}
    assert {text.get("lang") for text in found.select(".office-words__text")} == {"en"}


@pytest.mark.parametrize("thing", [german.beaker, german.glassware])
def test_no_field_stands_in_the_form_twice(office: Client, thing: Callable[[], Product | Category]) -> None:
    made = thing()
    page = BeautifulSoup(office.get(address(type(made), "edit", made.pk)).content, "html.parser")

    names = Counter(field["name"] for field in page.select("form [name^=words-]"))

    assert len(names) > 2
    assert set(names.values()) == {1}


def test_words_are_saved_and_found(office: Client) -> None:
    tube = german.tube()
    before = revision.current()

    save(office, tube, title=" Röhrchen ", blurb="Lang.")

    words = ProductWords.objects.get()
    assert (words.language, words.title, words.blurb, words.missing) == ("de", "Röhrchen", "Lang.", 0)
    assert revision.current() > before


def test_phrases_are_saved_under_the_first_languages_own(office: Client) -> None:
    beaker = german.beaker()

    save(office, beaker, **{phrase(office, beaker, "Glass"): "Borosilikatglas", phrase(office, beaker, "Steam"): ""})

    words = ProductWords.objects.get()
    assert words.specifications == {"Material": "Werkstoff", "Glass": "Borosilikatglas", "Yes, 121 °C": "Ja, 121 °C"}
    assert words.options["Volume"] == "Volumen"
    assert words.missing == 1


def test_saving_without_a_change_makes_no_words(office: Client) -> None:
    save(office, german.tube())

    assert not ProductWords.objects.exists()


def test_a_phrase_that_changes_in_the_first_language_waits_for_a_new_translation(office: Client) -> None:
    beaker = german.beaker()
    beaker.specifications = "Material: Clear glass"
    beaker.save()

    lacking = missing.of_product(beaker, beaker.words.get())
    assert lacking == (("specifications", "Clear glass"),)
    assert ProductWords.objects.get().missing == 1

    save(office, beaker, title="Becher")
    assert ProductWords.objects.get().specifications == {"Material": "Werkstoff"}  # what is gone needs no words


def test_a_description_is_cleaned_as_the_first_languages_is(office: Client) -> None:
    beaker = german.beaker()
    url = address(Product, "edit", beaker.pk)
    sent = opened(office, url)
    import json

    sent["words-de-description"] = json.dumps(
        {
            "blocks": [
                {"key": "a", "text": "Neu", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
            ],
            "entityMap": {},
        }
    )
    assert office.post(url, sent).status_code == 302

    assert ProductWords.objects.get().description == "<p>Neu</p>"


def test_a_category_has_its_tab_too(office: Client) -> None:
    shelf = goods.category("Plastics", blurb="Light.")

    save(office, shelf, name="Kunststoff")

    words = CategoryWords.objects.get()
    assert (words.category_id, words.name, words.blurb) == (shelf.pk, "Kunststoff", "")
    assert "1 text is not translated yet" in panel(office, shelf).get_text()


def test_a_new_product_has_nothing_to_translate_yet(office: Client) -> None:
    page = office.get(address(Product, "add")).content.decode()

    assert 'id="tab-deutsch"' not in page


def test_a_shop_of_one_language_has_no_tabs_and_no_list(office: Client, settings: Any) -> None:
    tube = german.tube()
    settings.LANGUAGES = [("en", "English")]

    assert "office-words" not in office.get(address(Product, "edit", tube.pk)).content.decode().replace(
        "office/words", ""
    )
    assert office.get(reverse("office:words")).status_code == 404


def test_the_list_names_what_is_missing_and_leads_to_its_tab(office: Client) -> None:
    german.beaker(german.glassware())
    flask, tube = german.flask(), german.tube()
    words = ProductWords.objects.get(title="Becherglas")
    words.specifications |= {"Glass": "Glas"}
    words.save()

    page = BeautifulSoup(office.get(reverse("office:words")).content, "html.parser")

    rows = {row.a.get_text(): (row.a["href"], row.td.get_text()) for row in page.select("tbody tr")}  # type: ignore[union-attr,index]
    assert rows["Flask"] == (f"{address(Product, 'edit', flask.pk)}#tab-deutsch", "1")
    assert rows["Tube"] == (f"{address(Product, 'edit', tube.pk)}#tab-deutsch", "all")
    assert "Beaker" not in rows
    assert rows["Glassware"][1] == "1"  # its title for search engines


def test_nothing_is_left_where_all_is_said(office: Client) -> None:
    german.beaker()

    assert "Everything is translated." in office.get(reverse("office:words")).content.decode()


def test_who_may_not_change_products_does_not_see_the_list(office: Client) -> None:
    get_user_model().objects.update(is_superuser=False)

    assert office.get(reverse("office:words")).status_code in (302, 403)
