"""Names for things and people that do not exist."""

from __future__ import annotations

import random
from typing import NamedTuple

ADJECTIVES = [
    "Amber",
    "Bright",
    "Calm",
    "Dusky",
    "Early",
    "Fresh",
    "Grand",
    "Honest",
    "Ivory",
    "Jolly",
    "Keen",
    "Lunar",
    "Mellow",
    "Noble",
    "Olive",
    "Plain",
    "Quiet",
    "Rustic",
    "Silver",
    "Tidy",
]
NOUNS = [
    "Beaker",
    "Burette",
    "Centrifuge",
    "Cuvette",
    "Desiccator",
    "Flask",
    "Funnel",
    "Heater",
    "Incubator",
    "Mortar",
    "Pipette",
    "Rack",
    "Shaker",
    "Spatula",
    "Stirrer",
    "Stopper",
    "Syringe",
    "Tube",
    "Vial",
    "Wiper",
]
WORDS = [
    "made",
    "in",
    "small",
    "batches",
    "from",
    "durable",
    "glass",
    "with",
    "a",
    "clean",
    "finish",
    "that",
    "lasts",
    "for",
    "years",
    "and",
    "ships",
    "within",
    "two",
    "days",
    "from",
    "our",
    "own",
    "warehouse",
    "with",
    "a",
    "certificate",
    "for",
    "every",
    "lot",
]
FIRST = [
    "Ada",
    "Ben",
    "Chiara",
    "Dana",
    "Emil",
    "Farah",
    "Goran",
    "Hana",
    "Ivo",
    "Jana",
    "Karim",
    "Lena",
    "Milan",
    "Nora",
    "Omar",
    "Petra",
    "Quinn",
    "Rosa",
    "Sven",
    "Tara",
]


class Someone(NamedTuple):
    name: str
    email: str
    telephone: str
    address: dict[str, str]

    @property
    def country(self) -> str:
        return self.address["country"]


def someone(number: int) -> Someone:
    name = f"{FIRST[number % len(FIRST)]} Sample{number}"
    in_us = number % 3 != 0
    place = (
        {"locality": "Boston", "region": "MA", "postcode": "02118", "country": "US"}
        if in_us
        else {"locality": "Berlin", "postcode": "10115", "country": "DE"}
    )
    street = {"name": name, "street_address": f"{number} Sample Street", **place}
    telephone = "+16175550143" if in_us else "+4930901820"
    return Someone(name, f"someone{number}@example.org", telephone, street)


def sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."
