"""Pages written in the office."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import RequestFactory
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page, Site

from troth.pages import setup
from troth.pages.models import HomePage, TextPage
from troth.pages.not_personal import NOT_PERSONAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> HomePage:
    return setup.begin("Cellorama")


def body(*blocks: tuple[str, Any]) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def test_a_new_site_gets_one_home_page_however_often_one_begins(home: HomePage) -> None:
    again = setup.begin("Cellorama")

    assert again.pk == home.pk
    assert HomePage.objects.count() == 1
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk


def test_it_takes_the_place_of_the_welcome_page() -> None:
    Locale.objects.create(language_code=get_supported_content_language_variant(settings.LANGUAGE_CODE))
    root = Page.add_root(instance=Page(title="Root", slug="root"))
    welcome = root.add_child(instance=Page(title="Welcome", slug="home"))
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)

    home = setup.begin("Cellorama")

    assert Site.objects.get().root_page_id == home.pk
    assert not Page.objects.filter(title="Welcome").exists()


def test_a_text_page_is_drawn_in_the_shops_frame(home: HomePage) -> None:
    about = home.add_child(
        instance=TextPage(
            title="About us", slug="about", lead="Who we are.", body=body(("words", "<h2>Since 2009</h2>"))
        )
    )
    request = RequestFactory().get("/about/")
    response = about.serve(request).render()

    content = response.content.decode()
    assert "<h1>About us</h1>" in content
    assert "Who we are." in content
    assert "<h2" in content
    assert " style=" not in content


def test_every_column_has_a_reason() -> None:
    columns = {
        f"{field.model._meta.label}.{field.name}"
        for model in apps.get_app_config("pages").get_models()
        for field in model._meta.local_concrete_fields
    }
    assert set(NOT_PERSONAL) == columns
