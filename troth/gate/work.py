"""Vault transactions: durable, and never inside a shop transaction, which could be rolled back after the fact."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

from .errors import InsideShopWork


@contextmanager
def vault_work() -> Iterator[None]:
    # Django's own test transactions mark themselves; nothing else does.
    if any(not getattr(block, "_from_testcase", False) for block in connections["default"].atomic_blocks):
        raise InsideShopWork
    with transaction.atomic(using="vault", durable=True):
        yield
