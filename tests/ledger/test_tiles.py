"""Tiles lie where C2SP tlog-tiles says, and hold what the tree holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.ledger import tiles, tree
from troth.ledger.tiles import Tile

from . import naive


class Store:
    """Tiles in memory, grown as the sequencer grows them."""

    def __init__(self) -> None:
        self.size = 0
        self.root = tree.EMPTY_ROOT
        self.tiles: dict[tuple[int, int], bytes] = {}

    def append(self, leaves: list[bytes]) -> None:
        held = {tile.level: self.tiles[tile.level, tile.number] for tile in tiles.edge(self.size)}
        grown = tiles.grow(self.size, held, [tree.leaf_hash(leaf) for leaf in leaves])
        self.size, self.root = grown.size, grown.root
        for place, content in grown.changed.items():
            assert content.startswith(self.tiles.get(place, b"")), "a tile changed instead of growing"
        self.tiles |= grown.changed

    def node(self, height: int, place: int) -> bytes:
        return tiles.TiledTree(lambda level, number: self.tiles[level, number]).node(height, place)


@pytest.mark.parametrize(
    ("path", "tile"),
    [
        ("0/000", Tile(0, 0)),
        ("0/x001/x234/067", Tile(0, 1234067)),  # the specification's own example
        ("1/x001/000", Tile(1, 1000)),
        ("0/000.p/1", Tile(0, 0, 1)),
        ("2/x001/234.p/255", Tile(2, 1234, 255)),
        ("63/999", Tile(63, 999)),
    ],
)
def test_paths_are_written_as_the_specification_says(path: str, tile: Tile) -> None:
    assert tile.path == path
    assert tiles.parse(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "", "0", "0/", "0/0", "0/00", "0/0000", "00/000", "64/000", "-1/000", "0/-01", "0/x000/001", "0/001/002",
        "0/x001", "0/x001/", "0/000.p/0", "0/000.p/01", "0/000.p/256", "0/000.p/", "0/000.p", "0/000/", " 0/000",
        "0/000 ", "0/000\n", "0/\N{ARABIC-INDIC DIGIT ZERO}00", "a/000", "entries/000", "data/000", "0/000.P/1", "0/X001/000", "0/../000",
        "0/" + "x001/" * 40 + "000",
    ],
)  # fmt: skip
def test_nothing_else_is_a_path(path: str) -> None:
    with pytest.raises(ValueError, match="not the path of a tile"):
        tiles.parse(path)


def test_a_tree_of_70000_has_the_tiles_the_specification_counts() -> None:
    assert tiles.edge(70_000) == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert tiles.edge(256) == [Tile(1, 0, 1)]
    assert tiles.edge(0) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 700), min_size=1, max_size=6))
def test_growing_in_any_steps_gives_the_tree_of_the_definition(steps: list[int]) -> None:
    store, leaves = Store(), [b"%d" % number for number in range(sum(steps))]
    for step in steps:
        store.append(leaves[store.size : store.size + step])
        assert store.root == naive.mth(leaves[: store.size])
    partial = {tile.level: store.tiles[tile.level, tile.number] for tile in tiles.edge(store.size)}
    assert tiles.edge_root(partial) == store.root
    for (level, number), content in store.tiles.items():
        for at in range(0, len(content), 32):
            first = (number * 256 + at // 32) << 8 * level
            assert content[at : at + 32] == naive.mth(leaves[first : first + (1 << 8 * level)])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_paths_out_of_tiles_are_those_of_the_definition(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 1500))
    store, leaves = Store(), [b"%d" % number for number in range(size)]
    store.append(leaves)
    smaller = data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, smaller - 1))
    assert list(tree.inclusion_path(store.node, index, smaller)) == naive.path(index, leaves[:smaller])
    assert list(tree.consistency_path(store.node, smaller, size)) == naive.proof(smaller, leaves)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_tiles_around_a_leaf_are_all_its_path_needs(data: st.DataObject) -> None:
    size = data.draw(st.one_of(st.integers(1, 1500), st.integers(1, 1 << 40)))
    index = data.draw(st.integers(0, size - 1))
    wanted = tiles.around(index, size)
    asked: set[tuple[int, int]] = set()

    def node(height: int, place: int) -> bytes:
        level, within = divmod(height, 8)
        asked.add((level, place // (256 >> within)))
        return bytes(32)

    tree.inclusion_path(node, index, size)
    tree.consistency_path(node, index + 1, size)
    assert asked <= wanted
    assert len(wanted) <= 2 * tiles.depth(size)


def test_a_tile_that_is_too_short_is_noticed() -> None:
    with pytest.raises(LookupError, match="0/0 is too short"):
        tiles.TiledTree(lambda level, number: bytes(32)).node(0, 1)
