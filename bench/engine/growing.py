"""What must not grow with the shop: erasing one person. And what may: counting an audience."""

from __future__ import annotations

import statistics
import time
from typing import Any

from bench.fill import people, words
from bench.fill.people import Member
from bench.plain import writing
from troth import gate

from .beside import once

Row = dict[str, Any]


def erasing(sizes: tuple[int, ...], repeats: int) -> tuple[list[Row], list[Row]]:
    """Erasures and audiences at each size, and how the last compares with the first."""
    erased: list[Row] = []
    audiences: list[Row] = []
    made = 0
    for size in sizes:
        members = list(people.make(map(words.someone, range(made, made + size - _here()))))
        made += len(members)
        erased.append(_erased(members[-min(repeats, len(members) // 3) :], size))
        audiences.append(_audience(size))
    erased[-1]["to the first"] = round(erased[-1]["ms"] / erased[0]["ms"], 2)
    return erased, audiences


def _here() -> int:
    from troth.vault.models import Person

    return Person.objects.count()


def _erased(members: list[Member], size: int) -> Row:
    """Half of them by the gate, half as plain rows, in turns."""
    ours, theirs = [], []
    for place, member in enumerate(members):
        person, actor = member.id, gate.the_person(member.id)
        if place % 2:
            ours.append(once(lambda person=person, actor=actor: gate.erase(person, actor=actor)))
        else:
            theirs.append(once(lambda person=person, actor=actor: writing.erase(person, actor=actor)))
    mine, plain = statistics.median(wall for wall, _ in ours), statistics.median(wall for wall, _ in theirs)
    return {
        "people": size,
        "erased": len(ours),
        "ms": round(mine * 1000, 2),
        "plain delete ms": round(plain * 1000, 2),
        "CPU ms": round(statistics.median(cpu for _, cpu in ours) * 1000, 2),
        "CPU ms, least": round(min(cpu for _, cpu in ours) * 1000, 2),
    }


def _audience(size: int) -> Row:
    """Special offers go to whoever bought lately in some places, and to nobody unasked in others: all rules at once."""
    began = time.perf_counter()
    reached = gate.audience("special_offers", "email").count()
    counted = time.perf_counter() - began
    began = time.perf_counter()
    streamed = sum(len(batch) for batch in gate.audience("special_offers", "email").batches(1000))
    return {
        "people": size,
        "reached": reached,
        "count ms": round(counted * 1000, 1),
        "streamed": streamed,
        "streaming ms": round((time.perf_counter() - began) * 1000, 1),
    }
