"""Statements that every page and every order asks, put together once a process and sent with other values each time.

Putting a statement together costs Django several times what the database takes to answer it (measured by `bench`). What is
kept is Django's own statement, with the places of the values. Only for statements whose form never changes.

    Rows      what a query of `values_list` finds
    Objects   what a query of whole objects finds, and what it reads along (`select_related`)
    Changes   an UPDATE
    Changed   an UPDATE, and the row as it stands after it
    Deletes   a DELETE
    Inserts   a new object
    Children  the rows that belong to one object, read along with it
"""

from .changed import Changed as Changed
from .changes import Changes as Changes
from .children import Children as Children
from .deletes import Deletes as Deletes
from .inserts import Inserts as Inserts
from .objects import Objects as Objects
from .rows import Rows as Rows
