"""The tree is that of RFC 6962."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.ledger import tree

from . import naive, outsider

# Test data of Certificate Transparency (google/certificate-transparency, transparency-dev/merkle).
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def in_memory(leaves: list[bytes]) -> tree.Node:
    """Nodes above a list of leaf inputs."""
    return lambda height, place: naive.mth(leaves[place << height : (place + 1) << height])


def numbered(count: int) -> list[bytes]:
    return [b"%d" % number for number in range(count)]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_published_vectors(size: int) -> None:
    grown = tree.Growing()
    for leaf in LEAVES[:size]:
        grown.push(tree.leaf_hash(leaf))
    assert grown.root().hex() == ROOTS[size] == tree.root(in_memory(LEAVES), size).hex()


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_paths_are_those_of_the_published_vectors(index: int, size: int) -> None:
    path = tree.inclusion_path(in_memory(LEAVES), index, size)
    assert [part.hex() for part in path] == INCLUSION[index, size]


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_paths_are_those_of_the_published_vectors(old: int, new: int) -> None:
    path = tree.consistency_path(in_memory(LEAVES), old, new)
    assert [part.hex() for part in path] == CONSISTENCY[old, new]


@given(st.data())
def test_every_inclusion_path_is_that_of_the_definition_and_convinces_an_outsider(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 200))
    index = data.draw(st.integers(0, size - 1))
    leaves = numbered(size)
    path = tree.inclusion_path(in_memory(leaves), index, size)
    assert list(path) == naive.path(index, leaves)
    leaf, root = sha256(b"\x00" + leaves[index]).digest(), naive.mth(leaves)
    assert outsider.inclusion_holds(leaf, index, size, list(path), root)
    assert tree.root_from_path(leaf, index, size, path) == root


@given(st.data())
def test_no_inclusion_path_convinces_of_anything_else(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 100))
    index, other = data.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    leaves = numbered(size)
    leaf, root = sha256(b"\x00" + leaves[index]).digest(), naive.mth(leaves)
    path = tree.inclusion_path(in_memory(leaves), index, size)
    assert tree.root_from_path(leaf, other, size, path) != root
    assert tree.root_from_path(sha256(b"\x00" + leaves[other]).digest(), index, size, path) != root
    assert tree.root_from_path(leaf, index, size, path[:-1]) != root
    assert tree.root_from_path(leaf, index, size, (*path, root)) != root


@given(st.data())
def test_every_consistency_path_is_that_of_the_definition_and_convinces_an_outsider(data: st.DataObject) -> None:
    new = data.draw(st.integers(1, 200))
    old = data.draw(st.integers(1, new))
    leaves = numbered(new)
    path = list(tree.consistency_path(in_memory(leaves), old, new))
    assert path == naive.proof(old, leaves)
    assert outsider.consistency_holds(old, new, naive.mth(leaves[:old]), naive.mth(leaves), path)
    if old < new:
        assert not outsider.consistency_holds(old, new, naive.mth(leaves[1 : old + 1]), naive.mth(leaves), path)


def test_there_is_no_path_outside_the_tree() -> None:
    with pytest.raises(ValueError, match="no leaf 3 in a tree of 3"):
        tree.inclusion_path(in_memory(LEAVES), 3, 3)
    with pytest.raises(ValueError, match="cannot contain"):
        tree.consistency_path(in_memory(LEAVES), 4, 3)
    assert tree.consistency_path(in_memory(LEAVES), 0, 3) == ()


@settings(max_examples=30)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_whole_subtrees_may_be_appended_at_once(heights: list[int]) -> None:
    by_subtrees, by_leaves = tree.Growing(), tree.Growing()
    for height in heights:
        if by_subtrees.size % (1 << height):
            continue
        leaves = [tree.leaf_hash(b"%d" % number) for number in range(1 << height)]
        by_subtrees.push(tree.perfect_root(b"".join(leaves)), height)
        for leaf in leaves:
            by_leaves.push(leaf)
    assert (by_subtrees.size, by_subtrees.root()) == (by_leaves.size, by_leaves.root())
