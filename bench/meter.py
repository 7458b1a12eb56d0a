"""CPU time and memory of a server, from outside. Linux only."""

from __future__ import annotations

import os
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    found, waiting = [], [pid]
    while waiting:
        each = waiting.pop()
        try:
            tasks = list(Path(f"/proc/{each}/task").iterdir())
            for task in tasks:
                waiting += [int(child) for child in (task / "children").read_text().split()]
            found.append(each)
        except OSError:
            continue
    return found


def cpu(pid: int) -> float:
    """Seconds of CPU, user and system, that a living tree of processes has used; to the nanosecond."""
    return sum(_clock(each) for each in tree(pid))


def _clock(pid: int) -> float:
    try:
        # The clock id of another process, as clock_getcpuclockid(3) makes it; /proc/PID/stat counts in steps of 10 ms.
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        try:
            told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(told[11]) + int(told[12])) / _TICKS


def pss(pid: int) -> float:
    """Proportional set size of a tree of processes, MiB: shared pages are counted once."""
    kib = 0
    for each in tree(pid):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kib += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kib / 1024


def foreign_cores(before: tuple[float, float], own: float) -> float:
    """How many cores others used since `before` (a `moment()`), beside `own` seconds of ours."""
    now = moment()
    wall = now[0] - before[0]
    return max(0.0, (now[1] - before[1] - own) / wall) if wall else 0.0


def moment() -> tuple[float, float]:
    """Wall clock, and busy seconds of the whole machine (stolen time left out)."""
    told = [int(part) for part in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return time.perf_counter(), (sum(told[:8]) - told[3] - told[4] - told[7]) / _TICKS
