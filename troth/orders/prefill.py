"""What an account knows, for the inputs of its own checkout: opened once, with one entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from troth import gate

KINDS = ("name", "email", "telephone", "address", "residence")


@dataclass(frozen=True, slots=True, repr=False)
class Prefill:
    """Plain text for inputs and nothing else. `addresses`: (id, first line) of the address book, newest first.

    `method`: the shipping method that was chosen on the telephone.
    """

    contact: Mapping[str, str] = field(default_factory=dict)
    delivery: Mapping[str, str] = field(default_factory=dict)
    rest: Mapping[str, str] = field(default_factory=dict)
    addresses: tuple[tuple[str, str], ...] = ()
    method: str = ""


def for_account(person: gate.PersonId, alias: str, address: str = "") -> Prefill:
    """`alias`: the account's own address, sealed. `address`: id of the kept address to start from, "" for the newest.

    Raises `gate.Refused`.
    """
    opened = gate.use(person, KINDS, purpose="account", actor=gate.the_person(person))
    kept = sorted(opened.all("address"), key=lambda record: record.collected_at, reverse=True)
    chosen = next((record for record in kept if str(record.id) == address), kept[0] if kept else None)
    residence = opened.first("residence")
    known = _plain(residence) if residence else {}
    return Prefill(
        contact={
            "name": _plain_first(opened, "name").get("name", ""),
            "email": _email(opened, person, alias),
            "telephone": _plain_first(opened, "telephone").get("telephone", ""),
        },
        delivery=_plain(chosen) if chosen else {},
        rest={
            "residence": known.get("country", ""),
            "organization_country": known.get("organization_country", ""),
            "recipient": _other_name(opened, chosen),
        },
        addresses=tuple((str(record.id), _short(record)) for record in kept),
    )


def _plain(record: gate.OpenedRecord) -> dict[str, str]:
    return {name: value.reveal() for name, value in record.fields.items() if isinstance(value, gate.Personal)}


def _plain_first(opened: gate.Opened, kind: str) -> dict[str, str]:
    record = opened.first(kind)
    return _plain(record) if record else {}


def _email(opened: gate.Opened, person: gate.PersonId, alias: str) -> str:
    """The address the account signs in with; one that is only waiting to be proven is not it."""
    found = sorted(opened.all("email"), key=lambda record: record.collected_at)
    by_alias = dict(zip(gate.aliases_of(person), found, strict=False))
    record = by_alias.get(alias)
    return _plain(record).get("email", "") if record else ""


def _other_name(opened: gate.Opened, chosen: gate.OpenedRecord | None) -> str:
    """The name of the kept address, where it is somebody else's."""
    named = _plain(chosen).get("name", "") if chosen else ""
    return named if named != _plain_first(opened, "name").get("name", "") else ""


def _short(record: gate.OpenedRecord) -> str:
    told = _plain(record)
    first = told.get("street_address", "").partition("\n")[0]
    return ", ".join(part for part in (first, told.get("locality", "")) if part)
