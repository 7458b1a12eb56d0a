"""Merkle trees of RFC 6962, section 2.1 (unchanged in RFC 9162, section 2.1), with SHA-256. Values only.

Hashes are 32 bytes. A node is named by its height and its place among the nodes of that height, counted from
the left; height 0 are the leaf hashes. Only nodes above a whole power of two of leaves are ever asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

HASH = 32
EMPTY_ROOT = sha256().digest()

Node = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def parents(joined: bytes) -> bytes:
    """The hashes one height up, of an even number of hashes written one after another."""
    return b"".join([sha256(b"\x01" + joined[at : at + 64]).digest() for at in range(0, len(joined), 64)])


def perfect_root(joined: bytes) -> bytes:
    """Root above a power of two of hashes written one after another."""
    while len(joined) > HASH:
        joined = parents(joined)
    return joined


def fold(parts: Sequence[bytes]) -> bytes:
    """Root over the roots of perfect subtrees, each smaller than the one to its left."""
    if not parts:
        return EMPTY_ROOT
    root = parts[-1]
    for left in reversed(parts[:-1]):
        root = node_hash(left, root)
    return root


class Growing:
    """A tree that is only appended to, held as the roots of its perfect subtrees (at most one a height)."""

    __slots__ = ("parts", "size")

    def __init__(self) -> None:
        self.size = 0
        self.parts: list[bytes] = []

    def push(self, root: bytes, height: int = 0) -> None:
        """Append a perfect subtree; `size` must be a multiple of its 2**height leaves."""
        parts, count = self.parts, self.size >> height
        while count & 1:
            root = sha256(b"\x01" + parts.pop() + root).digest()
            count >>= 1
        parts.append(root)
        self.size += 1 << height

    def root(self) -> bytes:
        return fold(self.parts)

    def copy(self) -> Growing:
        twin = Growing()
        twin.size, twin.parts = self.size, self.parts.copy()
        return twin


def split(size: int) -> int:
    """The largest power of two smaller than `size` (which is 2 or more)."""
    return 1 << ((size - 1).bit_length() - 1)


def subtree(node: Node, start: int, end: int) -> bytes:
    """MTH(D[start:end]) where `start` is a multiple of the power of two at or above `end - start`."""
    size = end - start
    if size & (size - 1) == 0:
        height = size.bit_length() - 1
        return node(height, start >> height)
    middle = start + split(size)
    return node_hash(subtree(node, start, middle), subtree(node, middle, end))


def root(node: Node, size: int) -> bytes:
    return subtree(node, 0, size) if size else EMPTY_ROOT


def inclusion_path(node: Node, index: int, size: int) -> tuple[bytes, ...]:
    """PATH(index, D[size]) of section 2.1.1: the siblings from the leaf up. ValueError outside the tree."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(subtree(node, middle, end))
            end = middle
        else:
            path.append(subtree(node, start, middle))
            start = middle
    return tuple(reversed(path))


def consistency_path(node: Node, old: int, new: int) -> tuple[bytes, ...]:
    """PROOF(old, D[new]) of section 2.1.2; empty for an empty or equal tree. ValueError if `old` > `new`."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} cannot contain one of {old}")
    path: list[bytes] = []
    start, end = 0, new
    while old and old != end:
        middle = start + split(end - start)
        if old <= middle:
            path.append(subtree(node, middle, end))
            end = middle
        else:
            path.append(subtree(node, start, middle))
            start = middle
    if start:  # the verifier does not hold the old root as a node of the new tree
        path.append(subtree(node, start, end))
    return tuple(reversed(path))


def root_from_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root an inclusion path leads to (RFC 9162, section 2.1.3.2); None if its length is wrong."""
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return found if last == 0 else None
