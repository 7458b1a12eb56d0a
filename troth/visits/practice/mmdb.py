"""Writes small MaxMind DB files, by the published format (maxmind.github.io/MaxMind-DB, version 2.0)."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Network, ip_network
from pathlib import Path
from typing import Any

MARKER = b"\xab\xcd\xefMaxMind.com"
TEXT, UINT16, UINT32, MAP, UINT64, ARRAY, BOOLEAN = 2, 5, 6, 7, 9, 11, 14
GAP = 16  # bytes between tree and data

type Node = list["Node | int | None"]


def write(path: Path, told: Mapping[str, Mapping[str, Any]], kind: str = "Made-up-City") -> Path:
    """`told`: what is said of each network ("192.0.2.0/24")."""
    data, places, root = b"", {}, [None, None]
    for network, said in told.items():
        places[network] = len(data)
        data += _encoded(said)
        _plant(root, network, places[network])
    nodes = _numbered(root)
    tree = b"".join(_record(side, nodes) for node in nodes.values() for side in node[1])
    about = {
        "binary_format_major_version": (UINT16, 2),
        "binary_format_minor_version": (UINT16, 0),
        "build_epoch": (UINT64, 1_790_000_000),
        "database_type": kind,
        "description": {"en": "made up"},
        "ip_version": (UINT16, 6),
        "languages": ["en"],
        "node_count": (UINT32, len(nodes)),
        "record_size": (UINT16, 24),
    }
    path.write_bytes(tree + bytes(GAP) + data + MARKER + _encoded(about))
    return path


def _plant(root: list[Any], network: str, place: int) -> None:
    """IPv4 lies under ::/96, as the format has it."""
    whole = ip_network(network)
    length = whole.prefixlen + (96 if isinstance(whole, IPv4Network) else 0)
    bits = [int(whole.network_address) >> (127 - n) & 1 for n in range(length)]
    here = root
    for bit in bits[:-1]:
        here[bit] = here[bit] if isinstance(here[bit], list) else [None, None]
        here = here[bit]
    here[bits[-1]] = place


def _numbered(root: list[Any]) -> dict[int, tuple[int, list[Any]]]:
    nodes: dict[int, tuple[int, list[Any]]] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop(0)
        nodes[id(node)] = (len(nodes), node)
        waiting += [side for side in node if isinstance(side, list)]
    return nodes


def _record(side: Any, nodes: dict[int, tuple[int, list[Any]]]) -> bytes:
    match side:
        case None:
            value = len(nodes)
        case list():
            value = nodes[id(side)][0]
        case _:
            value = len(nodes) + GAP + side
    return value.to_bytes(3, "big")


def _encoded(value: Any) -> bytes:
    match value:
        case bool():
            return _head(BOOLEAN, int(value))
        case str():
            return _head(TEXT, len(value.encode())) + value.encode()
        case (int(kind), int(number)):
            written = number.to_bytes((number.bit_length() + 7) // 8, "big")
            return _head(kind, len(written)) + written
        case list():
            return _head(ARRAY, len(value)) + b"".join(map(_encoded, value))
        case _:
            return _head(MAP, len(value)) + b"".join(_encoded(key) + _encoded(each) for key, each in value.items())


def _head(kind: int, size: int) -> bytes:
    few = min(size, 29)
    first = bytes([kind << 5 | few]) if kind <= MAP else bytes([few, kind - 7])
    return first + (bytes([size - 29]) if few == 29 else b"")
