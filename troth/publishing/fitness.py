"""What `troth doctor` looks at. Each check is a function that yields findings; a broken check is a finding too.

A finding that is not fit says what is wrong and, after a semicolon, what to do.
"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from troth import gate, ledger
from troth.channels import queue
from troth.gate.keyring import EPOCH, begun, epochs

from .finding import Finding
from .fit_for_browsers import cookies, services
from .fit_for_the_public import LIVE
from .fit_to_log import tables, visitors
from .fit_to_sell import CHECKS
from .fit_to_send import carriers
from .fit_to_sign_in import second_factors, sign_in_services
from .fit_to_speak import spoken

ROOM = 1_000_000_000  # bytes


def examine() -> Iterator[Finding]:
    for check in (*ALWAYS, *(LIVE if not settings.TROTH.practice else ())):
        try:
            yield from check()
        except Exception as error:
            name = check.__name__.strip("_").replace("_", " ")
            says = f"the check itself failed ({type(error).__name__}: {error}); mend that, then ask again"
            yield Finding(name, "unfit", says)


def _mode() -> Iterator[Finding]:
    here = settings.TROTH
    if here.practice:
        yield Finding("mode", "note", f"practice, files under {here.home}; set TROTH_MODE=live to sell in earnest")
    else:
        yield Finding("mode", "fit", f"live, files under {here.home}")


def _stores() -> Iterator[Finding]:
    for alias, name in (("default", "shop store"), ("vault", "vault store")):
        connection = connections[alias]
        executor = MigrationExecutor(connection)
        behind = [
            migration
            for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())
            if (alias == "vault") == (migration.app_label in ("vault", "ledger"))
        ]
        if behind:
            says = f"{len(behind)} migrations are waiting; run `troth serve --prepare-only`"
            yield Finding(name, "unfit", says)
        else:
            yield Finding(name, "fit", f"{connection.vendor}, up to date")


def _keys() -> Iterator[Finding]:
    folder: Path = settings.TROTH.keys
    numbers = epochs()
    if timezone.now() - begun(numbers[0]) > 2 * EPOCH:
        says = (
            f"epoch {numbers[0]} is older than {2 * EPOCH.days} days; let `troth serve` run, or run `troth keys rotate`"
        )
        yield Finding("key ring", "unfit", says)
    else:
        yield Finding("key ring", "fit", f"epoch {numbers[0]} is current, {len(numbers)} living")
    loose = [each for each in (folder, *folder.rglob("*")) if stat.S_IMODE(each.stat().st_mode) & 0o077]
    if loose:
        named = ", ".join(each.name for each in loose[:3])
        yield Finding("key files", "unfit", f"others can read {named}; run `chmod -R go= {folder}`")
    else:
        yield Finding("key files", "fit", "readable by their owner only")


def _policy() -> Iterator[Finding]:
    policy = gate.policy()
    built = sum(clause.built for clause in policy.clauses.values())
    yield Finding("policy", "fit", f"{policy.version[:12]}, {built} of {len(policy.clauses)} clauses in force")


def _ledger() -> Iterator[Finding]:
    report = ledger.verify()
    if report.sound:
        yield Finding("ledger", "fit", report.verdict)
    else:
        says = f"{report.verdict} Stop selling; run `troth ledger verify` for the places, and keep a copy of the files"
        yield Finding("ledger", "unfit", says)


def _clock() -> Iterator[Finding]:
    last = ledger.state().last_at
    if last is not None and last > timezone.now() + timedelta(minutes=5):
        yield Finding("clock", "unfit", "it is behind the last ledger entry; set it before anything else")
    else:
        yield Finding("clock", "fit", "not behind the last ledger entry")


def _messages() -> Iterator[Finding]:
    counted = queue.counts()
    stuck = counted["failed"] + counted["unknown"]
    if stuck:
        says = f"{stuck} did not leave, or nobody knows; look at them in the office and send them again if need be"
        yield Finding("messages", "note", says)
    else:
        yield Finding("messages", "fit", f"{counted['queued']} waiting, none stuck")


def _room() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.TROTH.home).free
    if free > ROOM:
        yield Finding("disk", "fit", f"{free / 1e9:.1f} GB free where the shop writes")
    else:
        says = f"only {free / 1e9:.1f} GB free under {settings.TROTH.home}; make room, or orders will fail"
        yield Finding("disk", "unfit", says)


ALWAYS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _mode,
    _stores,
    _keys,
    _policy,
    spoken,
    _ledger,
    _clock,
    _messages,
    _room,
    cookies,
    services,
    visitors,
    tables,
    carriers,
    sign_in_services,
    second_factors,
    *CHECKS,
)

__all__ = ["Finding", "examine"]
