"""Every text that people see goes through the catalogue or the policy: pages, mails and papers, with all of it marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db.models import CharField, TextField
from django.http import HttpResponse
from django.utils import translation
from wagtail.users.models import UserProfile

from tests import places, world
from tests.cast import CAST, STAFF
from tests.channels.sample_facts import SAMPLES
from tests.languages import pseudo
from tests.test_refusals import undone
from tests.world import World
from troth import gate
from troth.channels import leave, render, templates
from troth.orders.invoices import issue, papers, pdf
from troth.orders.models import Invoice, Order
from troth.people import evenly, postal
from troth.recipients import till_counter

pytestmark = pytest.mark.django_db

# What is the same in every language: names, units, formats, words of standards.
NAMES = {
    "Troth", "Cellorama", "Cellorama LLC", "Deutsch", "English", "Stripe", "UPS", "USPS", "FedEx", "Wagtail", "XLSX", "CSV", "XML",
    "PDF", "ZIP", "JSON", "SHA-256", "Passkey", "OpenAPI", "SKU", "UTC", "mL", "USD", "EUR",
}  # fmt: skip
CONTROLLER = gate.policy().controller
OURS = {
    *astuple(CONTROLLER),
    settings.TROTH.base_url,
    *gate.policy().clauses,
    *gate.policy().cookies,
    *(each.named for each in gate.policy().cookies.values() if each.named),
    *(each.kept_in for each in gate.policy().cookies.values() if each.kept_in),
    *(name for service in gate.policy().services.values() for name in service.cookies),
    "http://elsewhere.localhost:8000",  # where the services of others are practised with
    gate.policy().version[:12],
    gate.policy().version,
}
ELSEWHERE = (
    "/api/",
    "/ledger/",
    "/media/",
    "/feeds/",
    "/sitemap",
    "/robots",
    "/healthz",
    "/checkout/webhook/",
    "/practice/outbox/",
    "/account/security/app/",
)
ADDRESS = re.compile(r"https?://\S+|(?<!\S)/\S+/")
FILES = ("/proof/", "/download/", "/html/", "/papers/", ".csv", ".json", "/file/", "/label/", "/slip/")


@pytest.fixture
def everybody(monkeypatch: pytest.MonkeyPatch, settings: Any) -> World:
    monkeypatch.setattr(evenly, "AT_LEAST", 0.0)
    monkeypatch.setattr(till_counter, "_post", lambda body, headers: 200)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return world.made()


def data(names: world.Names) -> set[str]:
    """What stands in the stores and in the addresses: it belongs to somebody, or is sold."""
    told = {*NAMES, *OURS, *postal._territories(pseudo.CODE).values(), *names.values(), *STAFF.values(), *world_words()}
    for model in apps.get_models():
        if model._meta.app_label in ("catalog", "orders", "recipients", "pages", "wagtailcore"):
            fields = [
                each.name for each in model._meta.fields if isinstance(each, CharField | TextField) and not each.choices
            ]
            told |= {str(value) for row in model.objects.values_list(*fields) for value in row if fields and value}
    return {each for each in told if len(each) > 1}


def world_words() -> set[str]:
    """What the cast told of itself."""
    told = {mark for each in CAST for mark in (*each.marks, each.email, each.name, *each.address.values())}
    return told | {
        value for place in places.OURS.values() for value in (place.posts or {}).values() if isinstance(value, str)
    }


def pages(office: bool) -> Iterator[tuple[str, places.Place]]:
    for address, place in places.OURS.items():
        if (
            address.startswith("/office/") is office
            and not address.startswith(ELSEWHERE)
            and not any(part in address for part in FILES)
        ):
            yield address, place


def is_page(answer: HttpResponse) -> bool:
    return answer["Content-Type"].startswith("text/html") and answer.status_code // 100 != 3 and bool(answer.text)


@pytest.mark.parametrize("who", ["anonymous", "customer", "guest"])
def test_nothing_on_the_shops_pages_is_forgotten(who: str, everybody: World) -> None:
    browser, names = everybody.client(who), everybody.names(who)
    known, faults, seen = data(names), [], 0
    with pseudo.speaking():
        for address, place in pages(office=False):
            cache.clear()
            path = "/de" + places.filled(address, names, place.token)
            for typed in [None] if place.posts is None else [None, place.posts, {}]:  # sent empty, a form complains
                with undone():
                    answer = browser.get(path) if typed is None else browser.post(path, typed)
                if is_page(answer):
                    seen += 1
                    assert pseudo.OPEN in answer.text, address
                    faults += [
                        f"{address} ({answer.status_code}): {each}" for each in pseudo.forgotten(answer.text, known)
                    ]
    assert seen > 15
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("who", ["superuser"])
def test_nothing_in_the_office_is_forgotten(who: str, everybody: World) -> None:
    browser, names = everybody.client(who), everybody.names(who)
    UserProfile.objects.update_or_create(user=everybody.users[who], defaults={"preferred_language": pseudo.CODE})
    known, faults, seen = data(names), [], 0
    with pseudo.speaking():
        for address, place in pages(office=True):
            cache.clear()
            path = places.filled(address, names, place.token)
            for typed in [None] if place.posts is None else [None, {}]:
                with undone():
                    answer = browser.get(path) if typed is None else browser.post(path, typed)
                if is_page(answer):
                    seen += 1
                    assert pseudo.OPEN in answer.text, address
                    faults += [
                        f"{address} ({answer.status_code}): {each}" for each in pseudo.forgotten(answer.text, known)
                    ]
    assert seen > 15
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", sorted(templates.TEMPLATES))
def test_nothing_in_a_mail_is_forgotten(name: str) -> None:
    template, told = templates.declared(name), SAMPLES[name]
    with pseudo.speaking(), translation.override(pseudo.CODE):
        letter = render.render(name, {**leave.footer(template.purpose), **told, "why": template.why, "stop_url": "/x/"})
    known = {*NAMES, *OURS, *_texts(told)}
    faults = pseudo.forgotten_in_text(letter.subject, known)
    faults += pseudo.forgotten_in_text(ADDRESS.sub(" ", letter.text), known)
    faults += [each for each in pseudo.forgotten(letter.html, known) if not ADDRESS.fullmatch(each)]
    assert not faults


def test_nothing_on_an_invoice_is_forgotten(everybody: World) -> None:
    order = Order.objects.get(number=everybody.names("customer")["number"])
    Order.objects.filter(pk=order.pk).update(language=pseudo.CODE)
    paper = Invoice.objects.get(order=order)
    with pseudo.speaking():
        paper.delete()
        anew = issue.invoice(order.pk)
        shown = papers.for_buyer(order.number, anew.number, person=everybody.people["customer"])
        page = pdf.html(shown)
    assert f'<html lang="{pseudo.CODE}">' in page
    assert pseudo.OPEN in page
    assert not pseudo.forgotten(page, data(everybody.names("customer")))


def _texts(told: Any) -> set[str]:
    if isinstance(told, str):
        return {told}
    if isinstance(told, gate.Personal):
        return {told.reveal()}
    if isinstance(told, dict):
        return {text for each in told.values() for text in _texts(each)}
    return {text for each in told for text in _texts(each)} if isinstance(told, list | tuple) else set()


def test_the_reader_of_pages_finds_what_is_forgotten() -> None:
    """The control."""
    page = '<p>⟦Told <b>well</b>⟧ and not</p><input placeholder="Search"><span lang="en">English</span><i>⟦a⟦b⟧c⟧</i>'
    assert pseudo.forgotten(page, []) == ["and not", "Search"]
    assert pseudo.forgotten(page, ["Search"]) == ["and not"]
