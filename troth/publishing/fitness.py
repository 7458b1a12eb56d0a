"""What `troth doctor` looks at. Each check is a function that yields findings; a broken check is a finding too."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from troth import gate, ledger
from troth.gate.keyring import epochs


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    state: str  # "fit", "unfit" or "note"
    says: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def examine() -> Iterator[Finding]:
    for check in (
        _configuration,
        _stores,
        _keys,
        _policy,
        _ledger,
        _clock,
        _room,
        *(_LIVE if not settings.TROTH.practice else ()),
    ):
        try:
            yield from check()
        except Exception as error:
            yield Finding(
                check.__name__.strip("_"),
                "unfit",
                f"the check itself failed: {type(error).__name__}: {error}",
            )


def _configuration() -> Iterator[Finding]:
    here = settings.TROTH
    yield Finding("mode", "fit" if not here.practice else "note", f"{here.mode}; files under {here.home}")


def _stores() -> Iterator[Finding]:
    for alias, name in (("default", "shop store"), ("vault", "vault store")):
        connection = connections[alias]
        executor = MigrationExecutor(connection)
        behind = [
            migration
            for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())
            if connections[alias].vendor and _concerns(alias, migration.app_label)
        ]
        if behind:
            yield Finding(name, "unfit", f"{len(behind)} migrations are waiting; run `troth serve --prepare-only`")
        else:
            yield Finding(name, "fit", f"{connection.vendor}, up to date")


def _concerns(alias: str, app: str) -> bool:
    return (alias == "vault") == (app in ("vault", "ledger"))


def _keys() -> Iterator[Finding]:
    folder: Path = settings.TROTH.keys
    numbers = epochs()
    yield Finding("key ring", "fit", f"epoch {numbers[0]} is current, {len(numbers)} living")
    loose = [file.name for file in folder.rglob("*") if file.is_file() and stat.S_IMODE(file.stat().st_mode) & 0o077]
    if loose:
        yield Finding("key files", "unfit", f"others can read {', '.join(loose[:3])}; run `chmod -R go= {folder}`")
    else:
        yield Finding("key files", "fit", "readable by their owner only")


def _policy() -> Iterator[Finding]:
    policy = gate.policy()
    built = sum(clause.built for clause in policy.clauses.values())
    yield Finding("policy", "fit", f"{policy.version[:12]}, {built} of {len(policy.clauses)} clauses in force")


def _ledger() -> Iterator[Finding]:
    report = ledger.verify()
    state = "fit" if report.sound else "unfit"
    yield Finding("ledger", state, report.verdict)


def _clock() -> Iterator[Finding]:
    last = ledger.state().last_at
    if last is not None and last > timezone.now() + timedelta(minutes=5):
        yield Finding("clock", "unfit", "it is behind the last ledger entry; set it before anything else")
    else:
        yield Finding("clock", "fit", "not behind the last ledger entry")


def _room() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.TROTH.home).free
    state = "fit" if free > 1_000_000_000 else "unfit"
    yield Finding("disk", state, f"{free / 1e9:.1f} GB free where the shop writes")


def _hosts() -> Iterator[Finding]:
    hosts = settings.ALLOWED_HOSTS
    open_to_all = "*" in hosts or not hosts
    yield Finding("hosts", "unfit" if open_to_all else "fit", f"answers to {', '.join(hosts) or 'nobody'}")


def _tls() -> Iterator[Finding]:
    secure = settings.TROTH.base_url.startswith("https://") and settings.SESSION_COOKIE_SECURE
    says = "cookies and redirects for TLS only" if secure else "set TROTH_BASE_URL to an https:// address"
    yield Finding("TLS", "fit" if secure else "unfit", says)


def _mail() -> Iterator[Finding]:
    ready = bool(settings.TROTH.smtp_url)
    yield Finding(
        "mail",
        "fit" if ready else "unfit",
        "by SMTP" if ready else "set TROTH_SMTP_URL; mail goes nowhere without",
    )


def _payment() -> Iterator[Finding]:
    practice = settings.TROTH.payment == "practice"
    says = "the practice till takes no money; this release has no other" if practice else settings.TROTH.payment
    yield Finding("payment", "unfit" if practice else "fit", says)


def _carrier() -> Iterator[Finding]:
    practice = settings.TROTH.carrier == "practice"
    says = "the practice carrier moves no parcel; this release has no other" if practice else settings.TROTH.carrier
    yield Finding("carrier", "unfit" if practice else "fit", says)


def _backups() -> Iterator[Finding]:
    folder = settings.TROTH.backups
    if not folder:
        yield Finding("backups", "unfit", "set TROTH_BACKUPS to the folder your backups are written to")
        return
    newest = max((file.stat().st_mtime for file in Path(folder).glob("*")), default=0)
    fresh = timezone.now().timestamp() - newest < timedelta(days=2).total_seconds()
    yield Finding(
        "backups",
        "fit" if fresh else "unfit",
        f"newest file in {folder} is {'fresh' if fresh else 'older than two days'}",
    )


_LIVE: tuple[Callable[[], Iterator[Finding]], ...] = (_hosts, _tls, _mail, _payment, _carrier, _backups)
