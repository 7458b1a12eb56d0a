"""The decorator: a `django.tasks` task that takes ids only and knows its tries and its lease."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.tasks.base import Task, TaskResult

from .ids import only_ids

SOON: Final = "default"  # Django's name for the queue nobody names
LONG: Final = "long"  # minutes of work: a thread of its own, so that nothing short waits behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedTask(Task):
    """`tries`: how often it is run at most. `lease`: seconds after which a silent worker counts as dead."""

    tries: int = 5
    lease: int = 120

    def enqueue(self, *args: object, **kwargs: object) -> TaskResult:
        """Queue a run in the caller's shop transaction; raises NotAnId for anything that is not an id."""
        named = only_ids(kwargs)
        placed = list(only_ids({f"argument {n + 1}": value for n, value in enumerate(args)}).values())
        return Task.enqueue(self, *placed, **named)

    async def aenqueue(self, *args: object, **kwargs: object) -> TaskResult:
        """As `enqueue`."""
        named = only_ids(kwargs)
        placed = list(only_ids({f"argument {n + 1}": value for n, value in enumerate(args)}).values())
        return await Task.aenqueue(self, *placed, **named)


def task(
    *, tries: int = 5, lease: int = 120, priority: int = 0, queue: str = SOON
) -> Callable[[Callable[..., Any]], LeasedTask]:
    """Make a function a task: `@task(tries=3, lease=600)`. UUID arguments arrive as text. `queue`: SOON or LONG."""

    def made(function: Callable[..., Any]) -> LeasedTask:
        return LeasedTask(func=function, tries=tries, lease=lease, priority=priority, queue_name=queue)

    return made
