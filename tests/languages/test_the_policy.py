"""The policy in German: the same rules and version, other words, wherever one is shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from tests.storefront.shop.conftest import Shelves
from troth import gate
from troth.orders import terms
from troth.policy import PolicyError, load, translate


def test_rules_and_version_are_the_same_and_only_words_differ() -> None:
    first = gate.policy()
    with translation.override("de"):
        told = gate.policy()
    assert told.version == first.version
    assert told.language == "de"
    assert [each.uses for each in told.purposes.values()] == [each.uses for each in first.purposes.values()]
    assert told.clauses.keys() == first.clauses.keys()
    assert not [name for name, each in told.clauses.items() if each.says == first.clauses[name].says]


def test_a_refusal_speaks_the_language_of_the_page_and_keeps_its_code() -> None:
    with translation.override("de"):
        refused = gate.policy().embargoed("CU")
    assert refused is not None
    assert refused.code == "embargoed"
    assert "Kuba" in refused.reason
    assert "We may not" not in refused.reason


def test_a_label_keeps_its_capital_within_a_german_sentence() -> None:
    assert gate.policy().midway("Order data") == "order data"
    with translation.override("de"):
        assert gate.policy().midway("Bestelldaten") == "Bestelldaten"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/de/privacy/", "/de/privacy/data/", "/de/terms/"])
def test_a_translated_page_says_that_the_first_text_binds(client: Client, shelves: Shelves, path: str) -> None:
    page = client.get(path).content.decode()
    assert f'<a href="{path.removeprefix("/de")}" hreflang="en" lang="en">English</a>' in page
    assert 'role="note"' in page
    assert 'role="note"' not in client.get(path.removeprefix("/de")).content.decode()


@pytest.mark.django_db
def test_the_policy_is_read_in_german_with_its_clauses_at_the_same_places(client: Client) -> None:
    page, first = (client.get(path).content.decode() for path in ("/de/privacy/", "/privacy/"))
    assert [line for line in page.split() if line.startswith('id="clause-')] == [
        line for line in first.split() if line.startswith('id="clause-')
    ]
    assert gate.policy().version in page


@pytest.mark.django_db
def test_forms_say_in_german_why_they_ask(client: Client) -> None:
    with translation.override("de"):
        why = gate.policy().kinds["name"].fields["name"].why
    assert why in client.get("/de/account/signup/").content.decode()


def test_terms_are_read_in_german_as_long_as_they_are_of_the_same_day(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(settings.TROTH.policy_dir, tmp_path / "policy")
    monkeypatch.setattr(terms, "_path", lambda: tmp_path / "policy" / terms.FILE)
    told = terms.in_words("de")
    assert told is not None
    assert told.title != "Terms of sale"
    first = tmp_path / "policy" / terms.FILE
    first.write_text(first.read_text().replace(f"In force from {told.day}", "In force from 2030-01-01"))
    assert terms.in_words("de") is None


class TestWholeOrRefused:
    @pytest.fixture
    def shop(self, tmp_path: Path) -> Path:
        return Path(shutil.copytree(settings.TROTH.policy_dir, tmp_path / "policy"))

    def problems(self, shop: Path) -> list[str]:
        with pytest.raises(PolicyError) as raised:
            translate(load(shop), shop, "de")
        return [str(each) for each in raised.value.problems]

    def change(self, shop: Path, file: str, old: str, new: str) -> None:
        path = shop / "de" / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    def test_a_text_that_is_missing_is_named_with_its_line(self, shop: Path) -> None:
        line = next(each for each in (shop / "de/words.yaml").read_text().splitlines() if each.startswith("  R.order:"))
        self.change(shop, "words.yaml", line + "\n", "")
        found = self.problems(shop)
        assert len(found) == 1
        assert found[0].startswith("de/words.yaml:")
        assert "clauses / R.order / says is not translated." in found[0]

    def test_a_path_that_policy_yaml_does_not_have_gets_a_remedy(self, shop: Path) -> None:
        self.change(shop, "words.yaml", "  R.order: {says:", "  R.oder: {says:")
        assert any("Did you mean 'clauses / R.order / says'?" in each for each in self.problems(shop))

    def test_an_empty_text_and_one_said_twice(self, shop: Path) -> None:
        path = shop / "de" / "words.yaml"
        path.write_text(path.read_text() + '\nclauses:\n  U: {says: ""}\n')
        assert any("is written twice" in each for each in self.problems(shop))

    def test_a_section_without_a_file(self, shop: Path) -> None:
        (shop / "de" / "scope.md").unlink()
        assert self.problems(shop) == [
            "de/scope.md: The section 'scope' has no file. Write it, or take the section out of 'sections'."
        ]

    def test_a_clause_that_is_left_out_or_made_up(self, shop: Path) -> None:
        self.change(shop, "keeping.md", "## R.order ·", "## R.oder ·")
        found = self.problems(shop)
        assert any("Clause 'R.order' is not told." in each for each in found)
        assert any("There is no clause 'R.oder'. Did you mean 'R.order'?" in each for each in found)

    def test_prose_that_lists_something_else(self, shop: Path) -> None:
        self.change(shop, "keeping.md", "{{ retention:order }}", "{{ retention:account }}")
        assert any("It has: {{ retention:order }}." in each for each in self.problems(shop))

    def test_the_words_do_not_count_for_the_version(self, shop: Path) -> None:
        before = load(shop).version
        self.change(shop, "words.yaml", "Bestelldaten", "Daten der Bestellung")
        assert translate(load(shop), shop, "de").version == load(shop).version == before
