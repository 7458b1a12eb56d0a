"""The ledger: an append-only transparency log. Entries hold opaque ids and names, never a value.

Appending is a plain insert; `sequence` puts committed entries into a Merkle tree and signs it. Only the gate
appends; what is published (checkpoints, tiles of hashes, proofs) goes out through `publishing`.
"""

from . import errors as errors
from . import keys as keys
from .appending import append as append
from .appending import append_many as append_many
from .entry import Entry as Entry
from .entry import EntryBody as EntryBody
from .entry import Recorded as Recorded
from .errors import LedgerError as LedgerError
from .errors import NotYetProtected as NotYetProtected
from .errors import UnknownEntry as UnknownEntry
from .proving import Proof as Proof
from .proving import consistency_proof as consistency_proof
from .proving import proof as proof
from .reading import State as State
from .reading import entries_for as entries_for
from .reading import entry as entry
from .reading import last_at as last_at
from .reading import size as size
from .reading import state as state
from .reading import tells_of as tells_of
from .reading import tile as tile
from .reading import verifier_key as verifier_key
from .report import Finding as Finding
from .report import Report as Report
from .sequencing import checkpoint as checkpoint
from .sequencing import rotate_key as rotate_key
from .sequencing import sequence as sequence
from .sequencing import sequence_all as sequence_all
from .verifying import verify as verify
