"""Accounts: sign-up, sign-in, addresses of the address book, employees. Sealed addresses begin and end here.

What the faces call (imported at first use, because models cannot be imported while Django is loading apps):

    people.person_of(user)              PersonId behind an account, or None
    people.register(Registration)       make a person and an account; `Taken` when the address has one
    people.reasons(kind) / reason(kind, field)   why a field is asked, from the policy
    people.declares(kind, field)                 whether the policy knows it at all
    people.sign_in_state(user)          password, passkeys, second factor: what there is
    people.details / address_book / addresses / signed_in / staff / practice      modules, one verb a function
    people.postal, people.postal_form   addresses that fit their country
"""

from importlib import import_module
from typing import Any

_WHERE = {
    "person_of": "persons",
    "register": "registering",
    "Registration": "registering",
    "Taken": "registering",
    "reasons": "reasons",
    "reason": "reasons",
    "declares": "reasons",
    "sign_in_state": "second_factor",
}
_MODULES = frozenset(
    {"address_book", "addresses", "details", "door", "postal", "postal_form", "practice", "signed_in", "staff"}
)

__all__ = ["Registration", "Taken", "declares", "person_of", "reason", "reasons", "register", "sign_in_state"]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    if name in _WHERE:
        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
