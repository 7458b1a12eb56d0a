"""Timing two ways to do one thing, in turns, so that a noisy neighbour disturbs both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any

Act = Callable[[], object]


def each_us(act: Act, *, loops: int, rounds: int = 5) -> float:
    """Microseconds of CPU a call, for what is too short to time alone; the least of some rounds."""
    return min(_spent(act, loops) for _ in range(rounds)) / loops * 1e6


def in_turns(ours: Act, theirs: Act, repeats: int) -> dict[str, Any]:
    """Milliseconds a call: CPU of this process, and wall time with the waiting for the disk. Medians, and least ones."""
    mine: list[tuple[float, float]] = []
    other: list[tuple[float, float]] = []
    for _ in range(3):
        ours(), theirs()
    for turn in range(repeats):
        pairs = [(ours, mine), (theirs, other)]
        for act, times in pairs if turn % 2 else reversed(pairs):
            times.append(once(act))
    return {
        "ms": _median(mine, 0),
        "plain ms": _median(other, 0),
        "more ms": round(_median(mine, 0) - _median(other, 0), 3),
        "times plain": round(_median(mine, 0) / _median(other, 0), 2),
        "CPU ms": _median(mine, 1),
        "plain CPU ms": _median(other, 1),
        "CPU ms, least": round(min(cpu for _, cpu in mine) * 1000, 3),
    }


def once(act: Act) -> tuple[float, float]:
    """Wall and CPU seconds."""
    gc.disable()
    try:
        cpu, wall = time.process_time(), time.perf_counter()
        act()
        return time.perf_counter() - wall, time.process_time() - cpu
    finally:
        gc.enable()


def _median(times: list[tuple[float, float]], which: int) -> float:
    return round(statistics.median(pair[which] for pair in times) * 1000, 3)


def _spent(act: Act, loops: int) -> float:
    began = time.process_time()
    for _ in range(loops):
        act()
    return time.process_time() - began
