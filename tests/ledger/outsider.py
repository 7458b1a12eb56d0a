"""A verifier that shares no code with the program: what somebody outside would write from the specifications.

Inclusion: RFC 9162, section 2.1.3.2. Consistency: section 2.1.4.2. Notes: c2sp.org/signed-note.
"""

import base64
import struct
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def inclusion_holds(leaf_hash: bytes, leaf_index: int, tree_size: int, path: list[bytes], root: bytes) -> bool:
    if leaf_index >= tree_size:
        return False
    fn, sn, r = leaf_index, tree_size - 1, leaf_hash
    for p in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = sha256(b"\x01" + p + r).digest()
            if not fn & 1:
                while True:
                    fn, sn = fn >> 1, sn >> 1
                    if fn & 1 or fn == 0:
                        break
        else:
            r = sha256(b"\x01" + r + p).digest()
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def consistency_holds(first: int, second: int, first_root: bytes, second_root: bytes, path: list[bytes]) -> bool:
    if first == second:
        return not path and first_root == second_root
    if not 0 < first < second or not path:
        return False
    nodes = [first_root, *path] if first & (first - 1) == 0 else list(path)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = nodes[0]
    for c in nodes[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = sha256(b"\x01" + c + fr).digest(), sha256(b"\x01" + c + sr).digest()
            if not fn & 1:
                while True:
                    fn, sn = fn >> 1, sn >> 1
                    if fn & 1 or fn == 0:
                        break
        else:
            sr = sha256(b"\x01" + sr + c).digest()
        fn, sn = fn >> 1, sn >> 1
    return fr == first_root and sr == second_root and sn == 0


def read_note(note: str, vkey: str) -> tuple[str, int, bytes] | None:
    """Origin, size and root of a checkpoint, if the key signed it."""
    name, key_id, key = vkey.strip().split("+", 2)
    public = base64.b64decode(key)
    if public[0] != 1 or sha256(name.encode() + b"\n" + public).digest()[:4].hex() != key_id:
        return None
    text, _blank, lines = note.rpartition("\n\n")
    for line in lines.splitlines():
        _dash, signer, signature = line.split(" ")
        blob = base64.b64decode(signature)
        if signer != name or blob[:4].hex() != key_id:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(public[1:]).verify(blob[4:], text.encode() + b"\n")
        except InvalidSignature:
            return None
        origin, size, root = text.split("\n")[:3]
        return origin, int(size), base64.b64decode(root)
    return None


def leaf_of(entry: dict[str, Any]) -> bytes:
    """The leaf of a proof's entry, put together as the documentation of the format says."""
    parts = [entry[part].encode() for part in ("token", "subject", "body")] + [bytes.fromhex(entry["salt"])]
    lengths = b"".join(struct.pack(">I", len(part)) for part in parts)
    return b"troth ledger entry 1\n" + struct.pack(">Q", entry["id"]) + lengths + b"".join(parts)


def proof_holds(proof: dict[str, Any], vkey: str) -> bool:
    """Whether a proof as the shop hands it out shows that its entry is in the signed tree."""
    checkpoint = read_note(proof["checkpoint"], vkey)
    if checkpoint is None:
        return False
    leaf = sha256(b"\x00" + leaf_of(proof["entry"])).digest()
    path = [base64.b64decode(part) for part in proof["path"]]
    return inclusion_holds(leaf, proof["index"], checkpoint[1], path, checkpoint[2])
