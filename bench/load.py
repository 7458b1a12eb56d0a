"""Shoppers against a running server, each a process of its own; what it cost the server and how long they waited."""

from __future__ import annotations

import multiprocessing
import os
import statistics
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import meter
from .place import Failed
from .server import Server

_fork = multiprocessing.get_context("fork")

Work = Callable[[int, int], list[float]]  # (which shopper, how many times) → seconds each time took


@dataclass(frozen=True, slots=True)
class Run:
    """One round. `store`: CPU of the database's own processes. `foreign` is how many cores the rest of the machine used meanwhile: above 0.3 the rate means little."""

    times: list[float]
    wall: float
    cpu: float
    store: float
    foreign: float

    @property
    def cpu_ms(self) -> float:
        return self.cpu / len(self.times) * 1000

    @property
    def store_ms(self) -> float:
        return self.store / len(self.times) * 1000

    @property
    def rate(self) -> float:
        return len(self.times) / self.wall


def run(server: Server, work: Work, shoppers: int, times: int) -> Run:
    """`times` in all, shared among the shoppers."""
    each = max(1, times // shoppers)
    before, stored, own = server.cpu(), server.store_cpu(), _own()
    began = meter.moment()
    told = [_busy(work, 0, each)] if shoppers == 1 else _together(work, shoppers, each)
    used, store = server.cpu() - before, server.store_cpu() - stored
    foreign = meter.foreign_cores(began, used + store + _own() - own)
    wall = max(part.ended for part in told) - min(part.began for part in told)
    return Run([took for part in told for took in part.times], wall, used, store, foreign)


@dataclass(frozen=True, slots=True)
class _Busy:
    began: float
    ended: float
    times: list[float]


def _busy(work: Work, number: int, each: int) -> _Busy:
    began = time.perf_counter()
    times = work(number, each)
    return _Busy(began, time.perf_counter(), times)


def _together(work: Work, shoppers: int, each: int) -> list[_Busy]:
    answers: Any = _fork.Queue()
    go = _fork.Barrier(shoppers)
    processes = [_fork.Process(target=_shopper, args=(work, number, each, go, answers)) for number in range(shoppers)]
    for process in processes:
        process.start()
    told = [answers.get() for _ in processes]
    for process in processes:
        process.join()
    if wrong := [each for each in told if isinstance(each, str)]:
        raise Failed(wrong[0])
    return told


def _shopper(work: Work, number: int, each: int, go: Any, answers: Any) -> None:
    try:
        go.wait(60)
        answers.put(_busy(work, number, each))
    except Exception:  # whatever it is, the bench has to hear of it
        answers.put(traceback.format_exc())


def _own() -> float:
    told = os.times()
    return float(told.user + told.system + told.children_user + told.children_system)


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def percentile(times: list[float], share: float) -> float:
    """In milliseconds."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def median(values: list[float]) -> float:
    return statistics.median(values)
