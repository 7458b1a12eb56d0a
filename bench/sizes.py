"""How much is measured. `FULL` is what docs/measures.md quotes; `QUICK` shows within a minute or two that it works."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    products: int
    categories: int
    customers: int
    orders: int
    rounds: int  # of both builds in turns
    requests: int  # a page, a round
    checkouts: int  # a round
    repeats: int  # of one thing the engine does
    people: tuple[int, ...]  # in the vault, when erasure is timed
    entries: int  # in the ledger that is verified
    appends: int  # a writer


FULL = Sizes(
    products=1000,
    categories=20,
    customers=3000,
    orders=6000,
    rounds=4,
    requests=160,
    checkouts=16,
    repeats=200,
    people=(1_000, 20_000, 100_000),
    entries=200_000,
    appends=2_000,
)
QUICK = Sizes(
    products=60,
    categories=5,
    customers=200,
    orders=300,
    rounds=3,
    requests=60,
    checkouts=8,
    repeats=50,
    people=(1_000, 10_000),
    entries=20_000,
    appends=400,
)
TINY = Sizes(
    products=20,
    categories=2,
    customers=5,
    orders=5,
    rounds=1,
    requests=8,
    checkouts=4,
    repeats=3,
    people=(60, 80),
    entries=600,
    appends=40,
)
