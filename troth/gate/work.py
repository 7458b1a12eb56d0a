"""Vault transactions: durable, and never inside a shop transaction, which could be rolled back after the fact."""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connections, transaction

from troth.vault import aliases, journal
from troth.vault.models import Key

from .errors import InsideShopWork, Refused

_together: ContextVar[bool] = ContextVar("together", default=False)


@contextmanager
def vault_work() -> Iterator[None]:
    # Django's own test transactions mark themselves; nothing else does.
    if any(not getattr(block, "_from_testcase", False) for block in connections["default"].atomic_blocks):
        raise InsideShopWork
    with transaction.atomic(using="vault", durable=not _together.get()):
        yield


@contextmanager
def together(*people: uuid.UUID, addresses: Collection[str] = ()) -> Iterator[None]:
    """Several verbs, one waiting for the disk: all of them are kept, or none.

    `people`: of whom one verb looks at what another changes; whoever else changes something of theirs waits (see `hold`).
    Held in one order, whatever order they are named in, so that two who want the same people never wait for each other.
    `addresses`: where somebody may become known who is not yet; whoever else names one of them here waits, too.
    A refusal that is not caught inside ends it, but what was done before it, and the refusal itself, stay recorded.
    Others who write wait meanwhile: keep it to some dozens of verbs, and wait for nothing in it.
    """
    refused: Refused | None = None
    with vault_work():
        inside = _together.set(True)
        try:
            with journal.gathered():
                _hold_addresses(addresses)
                for person in sorted(set(people)):
                    hold(person)
                try:
                    yield
                except Refused as reason:
                    refused = reason
        finally:
            _together.reset(inside)
    if refused is not None:
        raise refused


def hold(person: uuid.UUID) -> None:
    """Whoever else changes something of this person's waits until this work is done.

    Without it two of them doubled what there may be one of, and an erasure missed what was being taken in. SQLite has
    one writer anyway.
    """
    if connections["vault"].features.has_select_for_update:
        list(Key.objects.select_for_update().filter(person=person).values_list("id", flat=True))


def _hold_addresses(addresses: Collection[str]) -> None:
    """Nobody is there yet whose key could be held, so a number stands for each. SQLite has one writer anyway."""
    if addresses and connections["vault"].vendor == "postgresql":
        with connections["vault"].cursor() as cursor:
            for number in sorted({aliases.number(each) for each in addresses}):
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
