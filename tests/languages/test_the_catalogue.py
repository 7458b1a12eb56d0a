"""What `make check` says about the catalogue of messages, and that it says it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from dev import words


def catalogues(*told: tuple[Any, Any], flags: tuple[str, ...] = ()) -> tuple[Catalog, Catalog]:
    """What the sources say, and what a translation has for it."""
    now, german = Catalog(), Catalog(locale="de")
    for message, string in told:
        now.add(message, locations=[("troth/somewhere.py", None)])
        german.add(message, string, flags=flags)
    return now, german


def problems(*told: tuple[Any, Any], flags: tuple[str, ...] = ()) -> list[str]:
    return list(words.problems(*catalogues(*told, flags=flags)))


def test_a_whole_catalogue_has_no_problems() -> None:
    assert not problems(
        ("Your order %(number)s", "Ihre Bestellung %(number)s"),
        (("One thing", "%(count)d things"), ("Ein Ding", "%(count)d Dinge")),
        (("%(count)d day", "%(count)d days"), ("ein Tag", "%(count)d Tage")),
    )


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (("Hello", ""), "does not translate “Hello”"),
        ((("%(n)d day", "%(n)d days"), ("%(n)d Tag", "")), "does not translate “%(n)d day”"),
        (("Order %(number)s", "Bestellung %(nummer)s"), "has other placeholders (%(number)s, %(nummer)s)"),
        (('Read the <a href="%(url)s">policy</a>', "Lesen Sie die Erklärung"), "has other placeholders"),
        ((("%(n)d day", "%(n)d days"), ("%(n)d Tag", "Tage")), "has other placeholders (%(n)d)"),
        (("100%% sure", "100 sicher"), "has other placeholders (%%)"),
        (("A line\n", "Eine Zeile"), "line break at the edge"),
    ],
)
def test_what_is_wrong_is_named(told: tuple[Any, Any], says: str) -> None:
    found = problems(told)
    assert len(found) == 1
    assert says in found[0]


def test_an_unsure_one_a_missing_one_and_one_left_over() -> None:
    assert "is unsure of “Hello”" in problems(("Hello", "Hallo"), flags=("fuzzy",))[0]
    now, german = catalogues(("Hello", "Hallo"))
    assert "lacks “Hello”" in next(words.problems(now, Catalog(locale="de")))
    assert "which nothing says any more" in next(words.problems(Catalog(), german))


def test_messages_of_templates_and_programs_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        "  {% load i18n %}<p>{% translate 'One' %}</p>\n\t{% blocktranslate count many=many %}{{ many }} sheep{% plural %}"
        "{{ many }} sheep all{% endblocktranslate %}{{ day|date:_('j F') }}{% translate 'State' context 'of a country' %}"
    )
    (tmp_path / "said.py").write_text('from x import gettext_lazy as _\na = _("Two")\nb = saying.gettext("Three")\n')
    monkeypatch.setattr(words, "PACKAGE", tmp_path)
    monkeypatch.setattr(words, "ROOT", tmp_path)
    found = {(each.context, each.id) for each in words.spoken() if each.id}
    assert found == {
        (None, "One"), (None, "Two"), (None, "Three"), (None, "j F"), ("of a country", "State"),
        (None, ("%(many)s sheep", "%(many)s sheep all")),
    }  # fmt: skip


def test_a_catalogue_is_written_the_same_twice_and_names_no_machine(tmp_path: Path) -> None:
    _now, german = catalogues(("Zebra", "Zebra"), ("Ape", "Affe"))
    first, second = tmp_path / "one.po", tmp_path / "two.po"
    words.write(first, german)
    words.write(second, words.read_po(first.open("rb"), locale="de"))
    assert first.read_text() == second.read_text()
    assert first.read_text().index("Ape") < first.read_text().index("Zebra")
    assert "#: troth" not in first.read_text() or ":1" not in first.read_text()
    assert "Creation-Date" not in first.read_text()


def test_the_catalogues_of_the_tree_can_be_read_and_compiled() -> None:
    assert [path.parent.parent.name for path in words.files()] == ["de"]
    for path in words.files():
        catalog = words.read(path)
        assert len(catalog) > 2000
        assert str(words.ROOT) not in path.read_text()


def speaking_names() -> set[str]:
    """What the sources call the functions that translate."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in words.PACKAGE.rglob("*.py"))
    imports = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {
        each.asname or each.name
        for node in imports
        if node.module == "django.utils.translation"
        for each in node.names
        if "gettext" in each.name
    }


def test_every_name_under_which_a_source_translates_is_searched_for() -> None:
    assert speaking_names() >= {"_", "_now"}
    assert speaking_names() <= set(words.KEYWORDS)
