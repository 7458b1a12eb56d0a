"""Putting the plain verbs in the place of the gate's. A verb that has no plain form fails, so that nothing is mixed."""

from __future__ import annotations

import inspect
from types import ModuleType
from typing import Any, NoReturn

from troth import gate

from . import reading, who, writing

# What touches no table, and is the same in both builds.
KEPT = frozenset({"policy", "the_person", "system", "new_alias", "is_alias"})


def replace() -> None:
    plain = {**_verbs(reading), **_verbs(writing), **_verbs(who)}
    for name in gate.__all__:
        verb = getattr(gate, name)
        if inspect.isfunction(verb) and name not in KEPT:
            setattr(gate, name, plain.get(name) or _missing(name))


def _verbs(module: ModuleType) -> dict[str, Any]:
    return {
        name: verb
        for name, verb in vars(module).items()
        if inspect.isfunction(verb) and verb.__module__ == module.__name__ and not name.startswith("_")
    }


def _missing(name: str) -> Any:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise NotImplementedError(f"the build without enforcement has no {name}")

    return refuse
