"""What signed-in people look at: noted against them where the rules and their own word allow it, and theirs to delete.

    note(account, product)     one look, if it may be kept at this moment; nothing waits in memory
    lines(person)              what is noted, for the person alone
    anything(person)           whether anything is; opens nothing
    remove, remove_all         a line, or all of it with its keys
    state, say                 whether it is kept, why, and the person's word on it

A look is written at once and not in batches: a withdrawal or a deletion must not be overtaken by what another process
still holds. It is asked for by a product page's beacon, so that no page waits for it.
"""

from .lines import Line, anything, lines, remove, remove_all
from .note import note
from .word import PERSONAL, RECORD, Because, State, say, state

__all__ = [
    "PERSONAL",
    "RECORD",
    "Because",
    "Line",
    "State",
    "anything",
    "lines",
    "note",
    "remove",
    "remove_all",
    "say",
    "state",
]
