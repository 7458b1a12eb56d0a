"""The log of visits: what the server learns of a request by itself, sealed under the day's key, belonging to nobody.

    request ─► note (memory, microseconds) ─► by 500 or each 30 s: gate.note ─► sealed with the day, one entry a batch
                                               office: latest(day, purpose) ─► gate.look, one entry a look

note, flush, begin       the way in (`buffer`); what is noted of a request is in `came`
latest, PURPOSES         the way out (`reading`)
networks                 which country and provider an address belongs to, from the operator's own files
"""

from .buffer import begin, flush, note
from .came import Came

__all__ = ["Came", "begin", "flush", "note"]
