"""Words of a template that are looked up once read as Django's own tag would have them, in each language."""

from __future__ import annotations

import pytest
from django.template import Context, Engine
from django.utils import translation

from troth.storefront.templatetags.spoken import FixedWords

OURS = Engine(libraries={"i18n": "troth.storefront.templatetags.spoken"})
THEIRS = Engine(libraries={"i18n": "django.templatetags.i18n"})
FIXED = ('"Basket"', "'Basket'", '"100% of <b>it</b> & more"')
OTHERS = ('"Basket"|upper', '"Basket" noop', '"Basket" as told %}{{ told }}{% now "Y"', '"May" context "month"', "word")


def drawn(engine: Engine, form: str, code: str) -> str:
    with translation.override(code):
        page = engine.from_string("{% load i18n %}{% translate " + form + " %}")
        return page.render(Context({"word": "<Basket>"}))


@pytest.mark.parametrize("form", [*FIXED, *OTHERS])
def test_each_form_reads_as_djangos(form: str) -> None:
    for code in ("en", "de", "en", "de"):  # kept by language, not by whoever came first
        assert drawn(OURS, form, code) == drawn(THEIRS, form, code)


@pytest.mark.parametrize(("form", "kept"), [*((form, True) for form in FIXED), *((form, False) for form in OTHERS)])
def test_only_fixed_words_are_kept(form: str, kept: bool) -> None:
    nodes = OURS.from_string("{% load i18n %}{% translate " + form + " %}").nodelist
    assert any(isinstance(node, FixedWords) for node in nodes) == kept


def test_the_languages_differ() -> None:
    assert drawn(OURS, '"Basket"', "en") != drawn(OURS, '"Basket"', "de")
