"""The published policy: what is built and nothing else, findable by its anchors, light, and the same for everyone."""

import gzip
import re

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from troth import gate
from troth.policy import anchor as clause_anchor

pytestmark = pytest.mark.django_db
PAGES = ("/privacy/", "/privacy/data/")


def text(path):
    return Client().get(path).content.decode()


def ids(page):
    return re.findall(r'\sid="([^"]+)"', page)


def test_every_clause_that_is_built_has_its_place_and_no_other():
    there = {each for each in ids(text("/privacy/")) if each.startswith("clause-")}
    built = {clause_anchor(clause.id) for clause in gate.policy().clauses.values() if clause.built}
    assert there == built


def test_what_is_not_built_is_not_promised():
    page = text("/privacy/")
    for clause in gate.policy().clauses.values():
        if not clause.built:
            assert f">{clause.id}</a>" not in page
            first = clause.prose.split("\n")[0].split("{{")[0].strip()
            assert not first or first not in page, clause.id


@pytest.mark.parametrize("path", PAGES)
def test_links_to_a_place_lead_there_and_no_id_is_given_twice(path):
    page = text(path)
    found = ids(page)
    assert len(found) == len(set(found))
    policy_ids = set(ids(text("/privacy/")))
    for anchor in re.findall(r'href="#([^"]+)"', page):
        assert anchor in found
    for anchor in re.findall(r'href="/privacy/#([^"]+)"', page):
        assert anchor in policy_ids


@pytest.mark.parametrize("path", PAGES)
def test_it_names_its_version_and_last_change(path):
    page = text(path)
    assert gate.policy().version[:12] in page
    assert "Last changed on" in page
    assert gate.policy().version in text("/privacy/")


@pytest.mark.parametrize("path", PAGES)
def test_it_is_light(path):
    for alias in ("default", "vault"):
        client = Client()
        with CaptureQueriesContext(connections[alias]) as asked:
            answer = client.get(path)
        assert len(asked) <= (3 if alias == "default" else 0)
    # As it travels; with style sheet and script (13 kB) a page shall stay under 60 kB.
    assert len(gzip.compress(answer.content)) < 20_000


@pytest.mark.parametrize("path", PAGES)
def test_it_is_kept_for_everyone_and_holds_nothing_of_anyone(path):
    first = Client().get(path)
    with CaptureQueriesContext(connections["default"]) as asked:
        second = Client().get(path)
    assert first.content == second.content
    assert len(asked) <= 2  # the catalogue's revision, for the key and the shelves
    assert second.headers["ETag"]
    assert "csrfmiddlewaretoken" not in second.content.decode()
    assert not second.cookies


def test_every_datum_of_a_kind_in_force_is_listed_with_its_reason():
    from django.utils.html import escape

    page = text("/privacy/data/")
    for kind in gate.policy().kinds.values():
        listed = kind.in_force and kind.of != "everybody"  # numbers about nobody are no datum about a person
        assert (f'id="{kind.name}"' in page) == listed
        if listed:
            assert all(escape(field.why) in page for field in kind.fields.values())
    for cookie in gate.policy().cookies.values():
        if cookie.in_force:
            assert escape(cookie.label) in page
            assert escape(cookie.why) in page


def test_a_reader_finds_the_way_to_the_figures_for_partners_beside_the_other_pages():
    contents = text("/privacy/").partition('class="contents"')[2].partition("</nav>")[0]
    head = text("/privacy/data/").partition("<main")[2].partition("</header>")[0]
    for place in (contents, head):
        assert 'href="/privacy/figures/"' in place
