"""What a visitor lets the shop do: their own words, the browser's signal, and the rules of their country.

Pure values and one rule; the faces say what the browser sent. Nothing of it says who somebody is.
"""

from .asked import Asked, asked
from .rule import judge
from .values import CATEGORIES, ESSENTIAL, Consent, Word
from .visitor import Persons, Spoken, also, choose, join, join_guest, of_person, of_visitor, one, spoken, version

__all__ = [
    "CATEGORIES",
    "ESSENTIAL",
    "Asked",
    "Consent",
    "Persons",
    "Spoken",
    "Word",
    "also",
    "asked",
    "choose",
    "join",
    "join_guest",
    "judge",
    "of_person",
    "of_visitor",
    "one",
    "spoken",
    "version",
]
