"""The bytes of an entry that its leaf hash covers: every column of its row but the index, the leaf's place.

    "troth ledger entry 1\\n"
    id                                as 8 bytes
    lengths of token, subject, body   as 4 bytes each
    length of salt                    as 4 bytes
    token, subject, body              as UTF-8
    salt

All numbers are unsigned, most significant byte first, so that the parts can be told apart in one way only.
The salt keeps someone who sees only the published hashes from guessing what an entry says.
"""

import struct
from collections.abc import Iterable
from hashlib import sha256

from .store import Row
from .tree import leaf_hash

TAG = b"troth ledger entry 1\n"

_numbers = struct.Struct(">QIIII").pack


def leaf_bytes(id: int, token: str, subject: str, body: str, salt: bytes) -> bytes:
    name, whose, what = token.encode(), subject.encode(), body.encode()
    return b"".join((TAG, _numbers(id, len(name), len(whose), len(what), len(salt)), name, whose, what, salt))


def entry_hash(id: int, token: str, subject: str, body: str, salt: bytes) -> bytes:
    return leaf_hash(leaf_bytes(id, token, subject, body, salt))


def entry_hashes(rows: Iterable[Row]) -> list[bytes]:
    """The leaf hashes of stored entries. Written out, because a verification spends its time here.

    Raises whatever the parts of a row that is not of the right types happen to raise.
    """
    start = b"\x00" + TAG
    hashes = []
    for id_, _index, token, subject, body, salt in rows:
        name, whose, what = token.encode(), subject.encode(), body.encode()
        numbers = _numbers(id_, len(name), len(whose), len(what), len(salt))
        hashes.append(sha256(b"".join((start, numbers, name, whose, what, salt))).digest())
    return hashes
