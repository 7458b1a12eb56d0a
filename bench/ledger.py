"""What the ledger costs: appending beside raw inserts, sequencing, verifying, proving.

    .venv/bin/python -m bench.ledger [--entries 200000] [--appends 2000] [--json FILE]

Works in a folder of its own on SQLite, or on the empty database that TROTH_VAULT_URL names. "Raw" is the same row into
a table with the same indexes, sent by the bare driver, a transaction each.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SUBJECT = "5f" * 16
_fork = multiprocessing.get_context("fork")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=200_000, help="size of the tree that is verified")
    parser.add_argument("--appends", type=int, default=2_000, help="entries a writer appends")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="troth-bench-") as place:
        figures = _measure(Path(place), told.entries, told.appends)
    _print(figures)
    if told.json:
        told.json.write_text(json.dumps(figures, indent=2) + "\n")


def _measure(place: Path, entries: int, appends: int) -> dict[str, Any]:
    os.environ["TROTH_HOME"], os.environ["TROTH_KEYS"] = str(place / "var"), str(place / "keys")
    os.environ["DJANGO_SETTINGS_MODULE"] = "troth.settings"
    import django

    django.setup()
    from django.db import connections

    figures: dict[str, Any] = {"store": connections["vault"].vendor, "entries": entries}
    _make_tables()
    for writers in (1, 8):
        figures |= _appending(writers, appends // (1 if writers == 1 else 4))
    figures |= _growing(entries)
    figures |= _verifying()
    figures |= _proving()
    _drop_tables()
    return figures


def _make_tables() -> None:
    from django.db import connections

    from troth.ledger.models import Checkpoint, Entry, Tile

    with connections["vault"].schema_editor() as editor:
        for model in (Entry, Tile, Checkpoint):
            editor.create_model(model)
        serial = "bigserial" if connections["vault"].vendor == "postgresql" else "integer"
        blob = "bytea" if connections["vault"].vendor == "postgresql" else "blob"
        editor.execute(
            f'CREATE TABLE raw (id {serial} PRIMARY KEY, "index" bigint UNIQUE, token varchar(36) NOT NULL UNIQUE, '
            f"subject varchar(64) NOT NULL, body text NOT NULL, salt {blob} NOT NULL)"
        )
        editor.execute("CREATE INDEX raw_subject ON raw (subject, id)")


def _drop_tables() -> None:
    from django.db import connections

    with connections["vault"].cursor() as cursor:
        for table in ("ledger_entry", "ledger_tile", "ledger_checkpoint", "raw"):
            cursor.execute(f"DROP TABLE {table}")


# Appending ----------------------------------------------------------------------------------------------


def _appending(writers: int, each: int) -> dict[str, Any]:
    raw, ours = [], []
    for _ in range(3):  # alternating, so that a noisy neighbour disturbs both
        raw.append(_rate(writers, each, _raw_inserts))
        ours.append(_rate(writers, each, _appends))
    best_raw, best = max(raw), max(ours)
    return {
        f"raw inserts/s, {writers} writers": round(best_raw),
        f"appends/s, {writers} writers": round(best),
        f"appends to raw inserts, {writers} writers": round(best / best_raw, 2),
    }


def _rate(writers: int, each: int, work: Callable[[int], None]) -> float:
    from django.db import connections

    connections.close_all()
    ready, go = _fork.Barrier(writers + 1), _fork.Barrier(writers + 1)

    def run() -> None:
        work(1)  # open the connection
        ready.wait()
        go.wait()
        work(each)

    processes = [_fork.Process(target=run) for _ in range(writers)]
    for process in processes:
        process.start()
    ready.wait()
    started = time.perf_counter()
    go.wait()
    for process in processes:
        process.join()
    return writers * each / (time.perf_counter() - started)


def _body() -> Any:
    from troth.ledger import EntryBody

    return EntryBody(
        verb="use",
        decision="allowed",
        clause="2b.i",
        purpose="fulfil_order",
        kind="order_delivery",
        fields=("order_delivery.name", "order_delivery.street_address", "order_delivery.locality"),
        actor_kind="employee",
        actor="6b0f1f0e-6f0c-4b57-a0d5-0c1f3f3d7a10",
        actor_words="order_desk",
        policy_version="2026-11-01",
    )


def _appends(count: int) -> None:
    from troth import ledger

    body = _body()
    for _ in range(count):
        ledger.append(SUBJECT, body)


def _raw_inserts(count: int) -> None:
    import uuid
    from datetime import UTC, datetime

    from django.db import connections

    store = connections["vault"]
    store.ensure_connection()
    bare, body = store.connection, _body().written(datetime.now(UTC))
    mark = "%s" if store.vendor == "postgresql" else "?"
    statement = f"INSERT INTO raw (token, subject, body, salt) VALUES ({mark}, {mark}, {mark}, {mark})"
    cursor = bare.cursor()
    for _ in range(count):
        cursor.execute(statement, (str(uuid.uuid4()), SUBJECT, body, os.urandom(16)))


# The tree -----------------------------------------------------------------------------------------------


def _growing(entries: int) -> dict[str, Any]:
    from troth import ledger

    ledger.sequence_all()
    body = _body()
    spent, done = 0.0, ledger.state().size
    while done < entries:
        portion = min(10_000, entries - done)
        ledger.append_many((f"{number % 4096:032x}", body) for number in range(portion))
        started = time.perf_counter()
        done += ledger.sequence_all()
        spent += time.perf_counter() - started
    return {"sequenced/s": round(entries / spent) if spent else None}


def _verifying() -> dict[str, Any]:
    from troth import ledger

    kept = ledger.checkpoint()
    started, cpu = time.perf_counter(), time.process_time()
    report = ledger.verify(against=kept)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    if not report.sound:
        sys.exit(report.verdict)
    return {
        "checkpoints": report.checkpoints,
        "verification, s": round(seconds, 2),
        "verification, s per million": round(seconds * 1_000_000 / report.size, 2),
        "verification, s of CPU per million": round(cpu * 1_000_000 / report.size, 2),
    }


def _proving() -> dict[str, Any]:
    from troth import ledger
    from troth.ledger import store, tree
    from troth.ledger.signed import believe

    size = ledger.state().size
    tokens = [store.entries(index, index + 1)[0][2] for index in range(7, size, size // 50)]
    started = time.perf_counter()
    proofs = [ledger.proof(token) for token in tokens]
    made = time.perf_counter() - started
    started = time.perf_counter()
    for proof in proofs:
        root = tree.root_from_path(proof.leaf_hash, proof.index, proof.size, proof.path)
        if root != believe(proof.checkpoint)[0].root:
            sys.exit("a proof does not hold")
    checked = time.perf_counter() - started
    return {
        "proof, bytes": max(len(proof.as_text().encode()) for proof in proofs),
        "proof with its entry as JSON, bytes": max(len(json.dumps(proof.as_json())) for proof in proofs),
        "making a proof, ms": round(made / len(proofs) * 1000, 2),
        "checking a proof, ms": round(checked / len(proofs) * 1000, 2),
    }


def _print(figures: dict[str, Any]) -> None:
    width = max(map(len, figures))
    for name, figure in figures.items():
        shown = f"{figure:,}" if isinstance(figure, (int, float)) else figure
        sys.stdout.write(f"{name:<{width}}  {shown:>12}\n")


if __name__ == "__main__":
    main()
