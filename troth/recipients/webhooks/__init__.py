"""Words to programs of the shopkeeper's: what happened, by its number, and never about whom.

    tell(Event.ORDER_PAID, order="T-7K4Q93")      in the transaction in which it happened; costs a query where nobody listens

A word is a row for each address that wants it (`telling`), sent by a task (`sending`) over a line that goes only where it
was checked to go (`line`), and signed as Standard Webhooks has it (`signing`). What becomes of it is in `log`; what the
office sets is in `setting`.
"""

from .events import Event
from .telling import standing, tell

__all__ = ["Event", "standing", "tell"]
