"""python -m bench.engine uses|growing … : the figures of one part, as JSON on the last line."""

from __future__ import annotations

import argparse
import json

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["uses", "growing"])
    parser.add_argument("--repeats", type=int, default=50)
    parser.add_argument("--people", type=int, nargs="*", default=[1_000, 10_000])
    told = parser.parse_args()
    django.setup()
    from troth.gate import keyring
    from troth.ledger import keys

    keyring.ensure()
    keys.ensure()
    if told.part == "uses":
        print(json.dumps(_uses(told.repeats)))
    else:
        from . import growing

        erased, audiences = growing.erasing(tuple(told.people), told.repeats)
        print(json.dumps({"erasing": erased, "audience": audiences}))


def _uses(repeats: int) -> dict[str, object]:
    from bench.fill import people, words
    from troth.people import practice

    from . import uses

    practice.gather()
    members = list(people.make(words.someone(1_000_000 + number) for number in range(60)))
    return {"small": uses.small(members), "whole": uses.whole(members, repeats)}


if __name__ == "__main__":
    main()
