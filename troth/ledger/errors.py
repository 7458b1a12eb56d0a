"""What can go wrong with the ledger.

LedgerError
├── UnknownEntry       no entry has that token
├── NotYetProtected    the entry is there, but no checkpoint covers it yet
├── KeyMissing         there is no signing key where one is needed
├── Damaged            tree, tiles and checkpoint do not fit together; nothing is signed on top
├── NotACode           what is neither a code nor an opaque id was about to get into an entry
└── NoteError
    ├── MalformedNote  not a signed note or not a checkpoint
    ├── UnknownSigner  signed by no key that is known here
    └── BadSignature   signed in the name of a known key, wrongly
"""


class LedgerError(Exception):
    pass


class UnknownEntry(LedgerError):
    pass


class NotYetProtected(LedgerError):
    pass


class KeyMissing(LedgerError):
    pass


class Damaged(LedgerError):
    pass


class NotACode(LedgerError, ValueError):
    pass


class NoteError(LedgerError, ValueError):
    pass


class MalformedNote(NoteError):
    pass


class UnknownSigner(NoteError):
    pass


class BadSignature(NoteError):
    pass
