"""The full-text table of the tests.

Without migrations Django makes SQLite's FTS5 table of wagtail.search an ordinary one, and every search fails; this puts
the real one in its place, as wagtail/search/migrations/0006_customise_indexentry.py does. PostgreSQL needs nothing.
"""

from django.db import connection

_ENTRIES = "wagtailsearch_indexentry"
_COLUMNS = "title, body, autocomplete"


def make_real() -> None:
    """Safe to call again on a database that is used again."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [f"{_ENTRIES}_fts"])
        if "USING fts5" in cursor.fetchone()[0]:
            return
        cursor.execute(f"DROP TABLE {_ENTRIES}_fts")
        cursor.execute(f"CREATE VIRTUAL TABLE {_ENTRIES}_fts USING fts5(autocomplete, body, title)")
        for event, statement in (
            (
                "INSERT",
                f"INSERT INTO {_ENTRIES}_fts({_COLUMNS}, rowid) VALUES (NEW.title, NEW.body, NEW.autocomplete, NEW.id)",
            ),
            (
                "UPDATE",
                f"UPDATE {_ENTRIES}_fts SET title=NEW.title, body=NEW.body, autocomplete=NEW.autocomplete "
                "WHERE rowid=NEW.id",
            ),
            ("DELETE", f"DELETE FROM {_ENTRIES}_fts WHERE rowid=OLD.id"),
        ):
            name = f"{event.lower()}_{_ENTRIES}_fts"
            cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {_ENTRIES} BEGIN {statement}; END")
