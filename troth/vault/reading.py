"""What every use of personal data reads, as plain SQL.

Each of these is asked at every use. Putting a query together costs Django ten times what the database takes to answer
it (measured by `bench`), so the statements are written out; the models turn rows into objects where that is needed.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import Model

from .models import Alias, Key, Link, Record

STORE = "vault"


class PersonRow(NamedTuple):
    """A person, once for each open restriction and each choice of theirs; None where there is none."""

    id: uuid.UUID
    country: str
    organization_country: str
    last_purchase: date | None
    created_at: datetime
    stopped: str | None
    stopped_since: datetime | None
    purpose: str | None
    channel: str | None
    state: str | None
    said_at: datetime | None
    source: str | None
    policy_version: str | None


_PERSONS = (
    "SELECT p.id, p.country, p.organization_country, p.last_purchase, p.created_at, r.what, r.since, "
    "c.purpose, c.channel, c.state, c.at, c.source, c.policy_version FROM {0} "
    "LEFT JOIN vault_restriction r ON r.person_id = p.id AND r.until IS NULL "
    "LEFT JOIN vault_choice c ON c.person_id = p.id WHERE"
)
_BY_ID = _PERSONS.format("vault_person p") + " p.id IN"
_BEHIND = _PERSONS.format("vault_link l JOIN vault_person p ON p.id = l.person_id") + " l.what = %s AND l.handle IN"
_OWNED = _BEHIND.replace("SELECT ", "SELECT l.handle, ", 1)


def persons(ids: Iterable[uuid.UUID]) -> list[PersonRow]:
    """Who they are in law and what they said, in one statement."""
    wanted = _ids(ids)
    rows = _rows(f"{_BY_ID} ({_marks(wanted)})", wanted) if wanted else []
    return [PersonRow._make(_read(row)) for row in rows]


def person_behind(what: str, handles: Sequence[bytes]) -> list[PersonRow]:
    """The same of whoever a link under one of these digests belongs to, in one statement."""
    rows = _rows(f"{_BEHIND} ({_marks(handles)})", [what, *handles]) if handles else []
    return [PersonRow._make(_read(row)) for row in rows]


def persons_behind(what: str, handles: Sequence[bytes]) -> tuple[dict[bytes, uuid.UUID], list[PersonRow]]:
    """The same of several: whose each digest is, and who they are. Of a person with several digests only once."""
    owners: dict[bytes, uuid.UUID] = {}
    told: list[PersonRow] = []
    first: dict[uuid.UUID, bytes] = {}
    for handle, *row in _rows(f"{_OWNED} ({_marks(handles)})", [what, *handles]) if handles else ():
        owners[bytes(handle)] = person = _uuid(row[0])
        if first.setdefault(person, bytes(handle)) == bytes(handle):
            told.append(PersonRow._make(_read(row)))
    return owners, told


def _read(row: Sequence[Any]) -> Iterator[Any]:
    yield _uuid(row[0])
    yield from map(_aware, row[1:])


def own_keys(persons: Iterable[uuid.UUID]) -> list[Key]:
    return _keys("person_id IN", _ids(persons))


def keys(ids: Iterable[uuid.UUID]) -> list[Key]:
    return _keys("id IN", _ids(ids))


def held_by(persons: Iterable[uuid.UUID], kinds: Sequence[str] | None) -> list[tuple[Key, Record | None]]:
    """The own key of each of them with each record under it, oldest first; of some kinds, or of all.

    Once with None for a key under which there is no such record.
    """
    wanted, asked = _ids(persons), ""
    if not wanted:
        return []
    if kinds is not None:
        asked = f"AND r.kind IN ({_marks(kinds)})" if kinds else "AND 1 = 0"
    sql = (
        f"SELECT {_columns(Key, 'k')}, {_columns(Record, 'r')} FROM vault_key k "  # noqa: S608
        f"LEFT JOIN vault_record r ON r.key_id = k.id {asked} "
        f"WHERE k.person_id IN ({_marks(wanted)}) ORDER BY r.collected_at"
    )
    rows = _rows(sql, [*(kinds or ()), *wanted])
    return [(key, record if record.id else None) for key, record in map(_pair, rows)]


def held_of_parties(parties: Iterable[uuid.UUID]) -> list[tuple[Key, Record]]:
    """Each record of some orders, with the key it is sealed under."""
    wanted = _ids(parties)
    if not wanted:
        return []
    sql = (
        f"SELECT {_columns(Key, 'k')}, {_columns(Record, 'r')} FROM vault_record r "  # noqa: S608
        f"JOIN vault_key k ON k.id = r.key_id WHERE r.party IN ({_marks(wanted)})"
    )
    return list(map(_pair, _rows(sql, wanted)))


def _pair(row: Sequence[Any]) -> tuple[Key, Record]:
    split = len(Key._meta.concrete_fields)
    return _made(Key, row[:split]), _made(Record, row[split:])


def _made[M: Model](model: type[M], row: Sequence[Any]) -> M:
    """A row of all the model's columns as the object, the way `raw()` would make it."""
    names, ids = _fields(model)
    return model.from_db(
        STORE, names, [_id(value) if is_id else _aware(value) for is_id, value in zip(ids, row, strict=True)]
    )


@cache
def _fields(model: type[Model]) -> tuple[list[str], list[bool]]:
    """Names of the columns, and which of them hold ids."""
    fields = model._meta.concrete_fields
    kinds = [getattr(each, "target_field", each).get_internal_type() for each in fields]
    return [each.attname for each in fields], [kind == "UUIDField" for kind in kinds]


@cache
def _columns(model: type[Model], table: str) -> str:
    return ", ".join(f"{table}.{each.column}" for each in model._meta.concrete_fields)


def _id(stored: uuid.UUID | str | None) -> uuid.UUID | None:
    return None if stored is None else _uuid(stored)


def owners(what: str, handles: Sequence[bytes]) -> list[tuple[bytes, uuid.UUID]]:
    """Whom the links under these digests belong to."""
    if not handles:
        return []
    sql = f"SELECT handle, person_id FROM vault_link WHERE what = %s AND handle IN ({_marks(handles)})"  # noqa: S608
    return [(bytes(handle), _uuid(person)) for handle, person in _rows(sql, [what, *handles])]


def links(what: str, person: uuid.UUID) -> list[Link]:
    sql = "SELECT * FROM vault_link WHERE person_id = %s AND what = %s ORDER BY id"
    return list(Link.objects.using(STORE).raw(sql, [*_ids([person]), what]))


def aliases(handles: Sequence[bytes]) -> list[Alias]:
    """Whatever stands for the addresses with these digests: an account's alias first, then guests'."""
    if not handles:
        return []
    sql = f"SELECT * FROM vault_alias WHERE handle IN ({_marks(handles)}) ORDER BY account DESC, id"  # noqa: S608
    return list(Alias.objects.using(STORE).raw(sql, handles))


def _keys(condition: str, values: list[Any]) -> list[Key]:
    if not values:
        return []
    sql = f"SELECT * FROM vault_key WHERE {condition} ({_marks(values)})"  # noqa: S608
    return list(Key.objects.using(STORE).raw(sql, values))


def _rows(sql: str, values: Sequence[Any]) -> list[Any]:
    with connections[STORE].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _ids(ids: Iterable[uuid.UUID]) -> list[Any]:
    """As the store keeps them: SQLite has no such type, Django writes 32 hexadecimal digits there."""
    native = connections[STORE].features.has_native_uuid_field
    return [uuid.UUID(int=each.int) if native else each.hex for each in ids]


def _uuid(stored: uuid.UUID | str) -> uuid.UUID:
    return stored if isinstance(stored, uuid.UUID) else uuid.UUID(stored)


def _aware(stored: Any) -> Any:
    """SQLite's times have no zone; they are in UTC."""
    return stored.replace(tzinfo=UTC) if isinstance(stored, datetime) and stored.tzinfo is None else stored
