"""Does the document hang together? Shapes and names have been read by now; here one rule is held against another.

clauses     every rule is spoken for by a clause, every clause that promises something has a rule
data        kinds, retention, sources
grants      purposes, roles, recipients, cookies; and that selling data stays unsayable
services    what pages may load from outside parties
places      jurisdictions, consent, unknown countries
words       the prose lists data, recipients and cookies only through placeholders
"""

from collections.abc import Callable, Mapping
from typing import Any

from ..prose import Prose
from ..shape import Reading
from . import clauses, data, grants, places, services, words

Check = Callable[[Mapping[str, Any], Prose, Reading], None]

CHECKS: tuple[Check, ...] = (
    clauses.told_once,
    clauses.kept,
    clauses.every_refusal_answers,
    clauses.dated,
    data.kinds_hold,
    data.retention_ends,
    data.everything_is_for_something,
    data.numbers_are_nobodys,
    data.doors_are_used,
    grants.purposes_hold,
    grants.nothing_is_sold,
    grants.roles_are_clear,
    grants.recipients_get_what_purposes_use,
    grants.cookies_have_a_reason,
    services.services_hold,
    services.services_are_whole,
    places.everybody_lives_somewhere,
    places.every_choice_is_settled,
    places.deadlines_are_set,
    words.only_placeholders_list,
)


def check(document: Mapping[str, Any], prose: Prose, reading: Reading) -> None:
    """Notes every problem in `reading`."""
    for each in CHECKS:
        each(document, prose, reading)
