"""Pages written in the office, in every language of the shop: one page, one address for each language."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from tests.catalog.counting import statements
from troth.pages import setup, shown
from troth.pages.forms import languages
from troth.pages.models import HomePage, PageWords, TextPage

pytestmark = pytest.mark.django_db


def body(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


@pytest.fixture
def home() -> HomePage:
    return setup.begin("Cellorama")


@pytest.fixture
def about(home: HomePage) -> TextPage:
    page = TextPage(title="About us", slug="about", lead="Who we are.", body=body(("words", "<p>Since 2009.</p>")))
    page.words = [PageWords(language="de", title="Über uns", body=body(("words", "<p>Seit 2009.</p>")))]
    return home.add_child(instance=page)


def test_a_page_is_told_in_the_language_of_its_address(about: TextPage) -> None:
    english, german = (Client().get(path).content.decode() for path in ("/about/", "/de/about/"))

    assert ">About us</h1>" in english
    assert "Since 2009." in english
    assert "Seit 2009." not in english
    assert ">Über uns</h1>" in german
    assert "<title>Über uns" in german
    assert "Seit 2009." in german
    assert "Since 2009." not in german


def test_what_is_not_translated_is_told_in_the_first_language(about: TextPage) -> None:
    with translation.override("de"):
        assert shown.said(about).lead == "Who we are."
        words = about.words.get()
        words.body = "[]"
        words.save()
        again = TextPage.objects.get(pk=about.pk)
        assert "Since 2009." in str(shown.said(again).body)


def test_the_first_language_asks_for_no_words(about: TextPage) -> None:
    page = TextPage.objects.get(pk=about.pk)
    with translation.override("en"), statements() as sent:
        shown.said(page)
    assert sent == []


def test_a_draft_holds_all_languages(about: TextPage) -> None:
    draft = TextPage.objects.get(pk=about.pk)
    draft.words = [PageWords(language="de", title="Wir")]
    revision = draft.save_revision()

    with translation.override("de"):
        assert shown.said(TextPage.objects.get(pk=about.pk)).title == "Über uns"
        revision.publish()
        assert shown.said(TextPage.objects.get(pk=about.pk)).title == "Wir"


def test_pages_link_to_each_other_in_the_language_one_reads(home: HomePage, about: TextPage) -> None:
    request = RequestFactory().get("/de/about/")

    with translation.override("de"):
        assert about.get_url(request) == "/de/about/"
    with translation.override("en"):
        assert about.get_url(request) == "/about/"


def test_the_form_takes_each_language_once(about: TextPage) -> None:
    form_class = TextPage.get_edit_handler().get_form_class()
    told = {
        "title": "About us",
        "slug": "about",
        "lead": "",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "words-TOTAL_FORMS": "2",
        "words-INITIAL_FORMS": "0",
        "words-MIN_NUM_FORMS": "0",
        "words-MAX_NUM_FORMS": "1000",
    }
    for place in (0, 1):
        told |= {f"words-{place}-{name}": "" for name in ("id", "title", "lead", "seo_title", "search_description")}
        told |= {f"words-{place}-language": "de", f"words-{place}-body-count": "0", f"words-{place}-ORDER": str(place)}

    form = form_class(told, instance=TextPage(title="About us", slug="about"), parent_page=about.get_parent())

    assert not form.is_valid()
    assert [error for error in form.non_field_errors() if "twice" in error]
    told["words-1-DELETE"] = "1"
    once = form_class(told, instance=TextPage(title="About us", slug="other"), parent_page=about.get_parent())
    once.is_valid()
    assert not once.formsets["words"].errors[0]
    assert not [error for error in once.non_field_errors() if "twice" in error]


def test_the_first_language_is_no_other_language() -> None:
    assert "en" not in dict(languages())
    assert "de" in dict(languages())
