"""Every message renders, says why it was sent and on which clause, and rests on a purpose the policy declares."""

import re
from html.parser import HTMLParser

import pytest
from django.utils import translation

from tests.channels.sample_facts import SAMPLES
from troth import gate
from troth.channels import leave, render, speaking, templates

ALL = sorted(templates.TEMPLATES)


def rendered(name: str, **told: object) -> render.Rendered:
    template = templates.declared(name)
    context = {**leave.footer(template.purpose), **SAMPLES[name], "why": template.why, "stop_url": "", **told}
    return render.render(name, context)


def lean(name: str) -> render.Rendered:
    """With nothing but what the template says it needs."""
    template = templates.declared(name)
    told = {fact: value for fact, value in SAMPLES[name].items() if fact in template.needs}
    return render.render(name, {**leave.footer(template.purpose), **told, "why": template.why})


@pytest.mark.parametrize("name", ALL)
def test_it_says_why_it_came_and_on_which_clause(name):
    letter, template = rendered(name), templates.declared(name)
    clause = gate.policy().purposes[template.purpose].clause
    for body in (letter.text, letter.html):
        assert f"You get this because {template.why}" in body
        assert f"clause {clause}" in body
        assert "nothing to unsubscribe from" in body
        assert gate.policy().controller.name in body
    assert "practice shop" in letter.text


@pytest.mark.parametrize("name", ALL)
def test_its_purpose_is_declared_for_its_channel(name):
    template = templates.declared(name)
    purpose = gate.policy().purposes[template.purpose]
    assert purpose.in_force
    assert template.channel in purpose.channels
    assert gate.policy().clauses[purpose.clause].built


@pytest.mark.parametrize("name", ALL)
def test_it_renders_whole_and_lean_without_leaving_anything_open(name):
    for letter in (rendered(name), lean(name)):
        assert letter.subject
        assert "\n" not in letter.subject
        for part in (letter.subject, letter.text, letter.html):
            assert not re.search(r"{{|{%|None|\bTrue\b", part)
        assert not re.search(r"(href|src)=\"(/|\")", letter.html), "an address without the shop in front"
        assert "\n\n\n" not in letter.text


@pytest.mark.parametrize("name", ALL)
def test_its_html_is_well_formed_and_loads_nothing(name):
    page = _Page()
    page.feed(rendered(name).html)
    assert page.open == []
    assert not page.tags & {"img", "script", "link", "iframe", "object", "table", "form"}
    assert "prefers-color-scheme: dark" in rendered(name).html


@pytest.mark.parametrize("name", ALL)
def test_the_sample_tells_what_the_template_may_be_told_and_nothing_else(name):
    template = templates.declared(name)
    assert set(SAMPLES[name]) <= template.needs | template.may
    assert template.needs <= set(SAMPLES[name])


def test_every_message_that_needs_facts_has_a_room_that_tells_them():
    assert {name for name, template in templates.TEMPLATES.items() if template.needs} <= templates._facts.keys()


def test_names_of_things_are_escaped_in_html_and_plain_in_text():
    letter = rendered("order_placed")
    assert "Pipette tips &lt;96&gt;" in letter.html
    assert "Pipette tips <96>" in letter.text
    assert "flask, 250 ml & lid" in letter.text


def test_a_message_one_can_do_without_says_how_to_stop_it():
    letter = rendered("order_placed", stop_url="/my/privacy/stop/newsletter/token/")
    for body in (letter.text, letter.html):
        assert "http://localhost:8000/my/privacy/stop/newsletter/token/" in body
        assert "nothing to unsubscribe from" not in body


def test_a_subject_cannot_be_broken_in_two():
    letter = rendered("order_placed", number="T-1\r\nBcc: everybody@example.com")
    assert letter.subject == "Your order T-1 Bcc: everybody@example.com"


def test_an_unknown_language_falls_back_to_the_shops_own(settings):
    with speaking.speaking("xx"):
        assert translation.get_language() == settings.LANGUAGE_CODE


class _Page(HTMLParser):
    """Keeps the tags that are open, and all that were seen."""

    VOID = {"meta", "br", "hr", "img", "link", "base", "input"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
