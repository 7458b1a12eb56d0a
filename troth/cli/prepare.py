"""Making a shop out of an empty folder, and saying what is being done. Everything here may be done again.

What has been done is noted in `TROTH_HOME/prepared.json`, so that the next start need not even load the program to see
that there is nothing to do.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent
VAULT_APPS = ("vault", "ledger")


@dataclass
class Prepared:
    """`stamp` is the program's and its stores' fingerprint; `log_ins` are the practice people's, as (what, address,
    passphrase); `sample_words` the languages in which a sample catalogue got its words, once: who takes them out again
    does not find them back."""

    stamp: str = ""
    sample: bool = False
    sample_words: list[str] = field(default_factory=list)
    log_ins: list[list[str]] = field(default_factory=list)


def settings() -> Any:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.settings")
    from django.conf import settings as django_settings

    return django_settings


def port() -> int:
    return int(settings().TROTH.port)


def prepare() -> Prepared:
    """Do what is not done yet; what is prepared then. Raises SystemExit where it cannot be done.

    A process of its own does it: who asks goes on for as long as the shop does, and would hold the whole program.
    """
    Path(settings().STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    note = _read()
    if note.stamp == _fingerprint() and _stores_exist():
        return note
    if subprocess.run([sys.executable, "-m", "troth.cli.prepare"], check=False).returncode:
        raise SystemExit(1)
    return _read()


def main() -> None:
    """All of it, step by step, and the note about it. Raises SystemExit where a step fails."""
    note = _read()
    began = time.monotonic()
    _say("Preparing the shop. The first time takes about a minute.")
    import django

    django.setup()
    _step("Keys", _keys)
    _step("Tables of the shop", lambda: _migrate("default"))
    _step("Tables of the vault", lambda: _migrate("vault"))
    _step("Products", _products)
    _step("Pages", _pages)
    _step("Taxes and terms", _prices)
    if settings().TROTH.practice:
        if not note.sample:
            _step("Sample catalogue", _catalogue)
            note.sample = True
        _step("Practice people", lambda: _people(note))
        _step("Practice visits", _visits)
        _step("Practice comments", _comments)
    _step("Words of the sample catalogue", lambda: _sample_words(note))
    note.stamp = _fingerprint()
    _write(note)
    _say(f"Ready after {time.monotonic() - began:.0f} s.\n")


def welcome(note: Prepared) -> None:
    """Where the shop is, and whom one can be in practice."""
    troth = settings().TROTH
    places = [("The shop", "/"), ("My privacy", "/my/privacy/"), ("The office", "/office/")]
    if troth.practice:
        places.append(("Mails it wrote", "/practice/outbox/"))
    _say(f"\nThe shop is open{' for practice' if troth.practice else ''}. Stop it with Ctrl-C.\n")
    for name, path in places:
        _say(f"  {name:<16}{troth.base_url}{path}")
    if troth.practice and note.log_ins:
        _say("\nPractice log-ins:\n")
        for what, address, passphrase in note.log_ins:
            _say(f"  {what:<18}{address:<28}{passphrase}")
    _say("")


def _keys() -> str:
    from troth.rights import keyring

    keyring.ensure()
    return f"in {settings().TROTH.keys}"


def _migrate(store: str) -> str:
    from django.core.management import call_command

    progress = Progress()
    if store == "vault":
        for app in VAULT_APPS:  # the other apps have nothing there
            call_command("migrate", app, database="vault", interactive=False, stdout=progress)
    else:
        call_command("migrate", database=store, interactive=False, stdout=progress)
    return f"{progress.applied} changes made" if progress.applied else "up to date"


def _catalogue() -> str:
    from troth.catalog import sample

    loaded = sample.load()
    return f"{loaded.products} products in {loaded.categories} categories"


def _sample_words(note: Prepared) -> str:
    from troth.catalog.sample import catching_up, words

    new = [language for language in words.spoken() if language not in note.sample_words]
    added = {language: catching_up.add_words(language) for language in new}
    note.sample_words += new
    return ", ".join(f"{language} for {count} products" for language, count in added.items() if count) or "up to date"


def _products() -> str:
    from troth.catalog.catch_up import catch_up

    behind = catch_up()
    return f"{behind} brought up to date" if behind else "up to date"


def _pages() -> str:
    from troth.pages import setup
    from troth.publishing import reading

    home = setup.begin(reading.policy_read().name, port())
    if settings().TROTH.practice:
        setup.begin_practice(home)
    return "a home for what the office writes"


def _prices() -> str:
    from troth.orders.prices import beginning

    taxes, terms = beginning.begin()
    return f"{taxes} {'tax' if taxes == 1 else 'taxes'}, terms {terms or 'none'}"


def _people(note: Prepared) -> str:
    from troth.people import practice

    note.log_ins = [[str(part) for part in log_in] for log_in in practice.gather()]
    return f"{len(note.log_ins)} log-ins"


def _visits() -> str:
    from troth.visits.practice import table, visits

    table.make(Path(settings().TROTH.home))
    return f"{visits.make()} made up, and a table of made-up networks"


def _comments() -> str:
    from troth.comments import practice

    return f"{practice.make()} written by the practice people"


class Progress(io.StringIO):
    """Counts what `migrate` applies, and shows the count while it runs."""

    applied = 0

    def write(self, text: str) -> int:
        self.applied += len(re.findall(r"\bOK\b", text))
        if self.applied and sys.stdout.isatty():
            sys.stdout.write(f"\r    {self.applied} ")
            sys.stdout.flush()
        return len(text)


def _step(name: str, work: Callable[[], str]) -> None:
    if sys.stdout.isatty():
        sys.stdout.write(f"  …   {name}")
        sys.stdout.flush()
    began = time.monotonic()
    try:
        says = work()
    except Exception as error:  # whatever it is, somebody sits in front of it and wants a sentence
        sys.stderr.write(f"\n{name}: {type(error).__name__}: {error}\nNothing is lost: mend it and start again.\n")
        raise SystemExit(1) from error
    clear = "\r\033[K" if sys.stdout.isatty() else ""
    _say(f"{clear}  {time.monotonic() - began:4.1f} s  {name}: {says}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _fingerprint() -> str:
    """Changes when a migration, the sample's words, the languages, or where the stores are, changes."""
    digest = hashlib.sha256()
    digest.update(repr([code for code, _name in settings().LANGUAGES]).encode())
    for path in sorted([*PACKAGE.glob("*/migrations/*.py"), *PACKAGE.glob("catalog/sample/catalogue.*.yaml")]):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes())
    digest.update((PACKAGE.parent / "requirements" / "app.txt").read_bytes() if _from_checkout() else b"")
    for database in settings().DATABASES.values():
        digest.update(repr((database["ENGINE"], database["NAME"], database.get("HOST") or "")).encode())
    digest.update(str(settings().TROTH.keys).encode() + settings().TROTH.mode.encode())
    return digest.hexdigest()


def _from_checkout() -> bool:
    return (PACKAGE.parent / "requirements" / "app.txt").exists()


def _stores_exist() -> bool:
    """Whether no file of what was prepared has been taken away since."""
    files = [Path(d["NAME"]) for d in settings().DATABASES.values() if "sqlite" in d["ENGINE"]]
    return settings().TROTH.keys.is_dir() and all(file.exists() for file in files)


def _note_path() -> Path:
    return Path(settings().TROTH.home) / "prepared.json"


def _read() -> Prepared:
    try:
        return Prepared(**json.loads(_note_path().read_text()))
    except (OSError, ValueError, TypeError):
        return Prepared()


def _write(note: Prepared) -> None:
    scratch = _note_path().with_suffix(".part")
    scratch.write_text(json.dumps(asdict(note)))
    scratch.chmod(0o600)
    scratch.replace(_note_path())


if __name__ == "__main__":
    main()
