"""Tasks for the tests, importable by the worker as it imports any other."""

from datetime import datetime, timedelta

from django.utils import timezone

from troth.tasks import LONG, task, worker

seen: list[object] = []


class Clock:
    """What the worker takes for the time, where a test sets it."""

    def __init__(self) -> None:
        self.now, self.says_so = timezone.now(), True

    def __call__(self) -> datetime:
        return self.now


clock = Clock()


@task(tries=3, lease=60)
def note(number: int) -> None:
    seen.append(number)


@task(tries=3, lease=60)
def stumble(number: int) -> None:
    seen.append(number)
    raise ValueError("ada.marlowe@example.com")


@task(tries=3, lease=60)
def take_long(number: int) -> None:
    """Forty seconds, a sign of life, forty more, and then somebody looks whether its worker is dead."""
    for _ in range(2):
        clock.now += timedelta(seconds=40)
        if clock.says_so:
            worker.still_here()
    seen.append(worker.recover())


@task(tries=2, lease=60)
def hang(number: int) -> None:
    raise AssertionError("only ever claimed, never run")


@task(queue=LONG)
def bring_in(number: int) -> None:
    seen.append(-number)
