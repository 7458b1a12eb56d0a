"""The catalogue of what the program says, `troth/locale/<language>/LC_MESSAGES/django.po`.

    python -m dev.words refresh     take in what the sources say now; what is new waits untranslated
    python -m dev.words check       say what is missing, unsure, left over or has other placeholders; exit code 1
    python -m dev.words compile     make the .mo files that the program reads

Everything by Babel and Django themselves: GNU gettext need not be installed.
"""

from __future__ import annotations

import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "troth"
TEMPLATES = {".html", ".txt", ".xml"}
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "_now": None,
    "now": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|</?[a-z][a-z0-9]*\b|href=\"[^\"]*\"")
CHANGING = re.compile(
    r'^"(?:Project-Id-Version|Language-Team|POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To|Last-Translator): .*\n',
    re.M,
)


def spoken() -> Catalog:
    """Every message of the sources, with the files it stands in."""
    catalog = Catalog(project="Troth")
    for path in sorted(PACKAGE.rglob("*")):
        place = str(path.relative_to(ROOT))
        for message, context in _messages(path):
            catalog.add(message, locations=[(place, None)], context=context)
    return catalog


def _messages(path: Path) -> Iterator[tuple[Any, str | None]]:
    if path.suffix == ".py" and "migrations" not in path.parts:
        source = path.read_text(encoding="utf-8")
    elif path.suffix in TEMPLATES and "templates" in path.parts:
        # As Python, for the sake of the calls in it; indentation there would mean something.
        source = "\n".join(line.lstrip() for line in templatize(path.read_text(encoding="utf-8")).splitlines())
    else:
        return
    for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        yield message, context


def files() -> list[Path]:
    return sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, domain="django")


def write(path: Path, catalog: Catalog) -> None:
    """In the order of the messages, on one line each, without line numbers: a diff shows what was said anew, no more."""
    catalog.header_comment = "# Troth in another language. `python -m dev.words check` says whether it is complete."
    catalog.fuzzy = False
    whole = io.BytesIO()
    write_po(whole, catalog, width=0, sort_output=True, include_lineno=False, ignore_obsolete=True)
    path.write_text(CHANGING.sub("", whole.getvalue().decode()), encoding="utf-8")


def refresh() -> int:
    now = spoken()
    for path in files():
        catalog = read(path)
        catalog.update(now, no_fuzzy_matching=True)
        write(path, catalog)
        waiting = sum(not _told(each) for each in catalog if each.id)
        sys.stdout.write(f"{path.relative_to(ROOT)}: {len(catalog)} messages, {waiting} to translate\n")
    return 0


def check() -> int:
    now = spoken()
    found = [f"{path.relative_to(ROOT)}: {problem}" for path in files() for problem in problems(now, read(path))]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    if found:
        sys.stdout.write(f"{len(found)} found. `python -m dev.words refresh` takes in what is new in the sources.\n")
    return 1 if found else 0


def problems(now: Catalog, catalog: Catalog) -> Iterator[str]:
    """What keeps a catalogue from saying all that the sources say, as they say it."""
    known = {_key(each): each for each in catalog if each.id}
    for message in now:
        if not message.id:
            continue
        told = known.pop(_key(message), None)
        if told is None:
            yield f"lacks {_name(message)}"
        elif not _told(told):
            yield f"does not translate {_name(message)}"
        elif told.fuzzy:
            yield f"is unsure of {_name(message)}"
        elif wrong := _misplaced(told):
            yield f"has other placeholders ({wrong}) in {_name(message)}"
    yield from (f"has {_name(each)}, which nothing says any more" for each in known.values())


def _key(message: Message) -> tuple[str, Any]:
    return message.context or "", message.id


def _told(message: Message) -> bool:
    words = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return all(words)


def _misplaced(message: Message) -> str:
    """Which placeholders, tags and links differ; a singular may leave the number out ("one thing")."""
    plural = isinstance(message.id, list | tuple)
    sources = message.id if plural else (message.id,)
    told = message.string if plural else (message.string,)
    whole = Counter(PLACEHOLDER.findall(sources[-1]))
    for place, words in enumerate(told):
        there = Counter(PLACEHOLDER.findall(words))
        extra, lacking = there - whole, whole - there
        if extra or (lacking and not (plural and place == 0)):
            return ", ".join(sorted({*extra, *lacking}))
    first, last = sources[0], told[0]
    if (first[:1] == "\n", first[-1:] == "\n") != (last[:1] == "\n", last[-1:] == "\n"):
        return "line break at the edge"
    return ""


def _name(message: Message) -> str:
    first = message.id[0] if isinstance(message.id, list | tuple) else message.id
    where = f" ({message.locations[0][0]})" if message.locations else ""
    return f"“{first[:70].strip()}”{where}"


def compiled() -> int:
    for path in files():
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path))
    return 0


VERBS = {"refresh": refresh, "check": check, "compile": compiled}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in VERBS:
        sys.exit(f"python -m dev.words {' | '.join(VERBS)}")
    settings.configure()  # Django's reader of templates asks for nothing of ours
    sys.exit(VERBS[sys.argv[1]]())
