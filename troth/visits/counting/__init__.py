"""Anonymous counting: how many, never who. Nothing here knows a cookie, an account or a digest of anything.

    note(seen)        what was asked for, put aside in the process: an append, and nothing else
    flush()           classified, summed and added to the counts of the day, in one statement
    begin()           flushes about once a second from now on, and when the process stops

A *visit* is a page asked for from elsewhere (`seen.is_arrival`); it is told by the request alone, so somebody who comes
twice is two visits. What is counted is in `tally`, what may be shown of it in `reading`. docs/adr/0013 has the reasons.
"""

from .buffer import begin, flush, note
from .seen import Seen, Step

__all__ = ["Seen", "Step", "begin", "flush", "note"]
