"""Tasks for the tests, importable by the worker as it imports any other."""

from troth.tasks import LONG, task

seen: list[object] = []


@task(tries=3, lease=60)
def note(number: int) -> None:
    seen.append(number)


@task(tries=3, lease=60)
def stumble(number: int) -> None:
    seen.append(number)
    raise ValueError("ada.marlowe@example.com")


@task(tries=2, lease=60)
def hang(number: int) -> None:
    raise AssertionError("only ever claimed, never run")


@task(queue=LONG)
def bring_in(number: int) -> None:
    seen.append(-number)
