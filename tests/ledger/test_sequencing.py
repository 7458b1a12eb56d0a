"""The sequencer puts every committed entry into the tree once, and signs no second history."""

import pytest

from troth import ledger
from troth.ledger import store, tiles, tree
from troth.ledger.errors import Damaged
from troth.ledger.leaf import entry_hashes
from troth.ledger.note import unverified

from . import outsider
from .conftest import fill, sql

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def leaf_hashes() -> list[bytes]:
    return entry_hashes(store.entries(0, 1 << 40))


def root_of_rows() -> bytes:
    grown = tree.Growing()
    for leaf in leaf_hashes():
        grown.push(leaf)
    return grown.root()


def test_before_the_first_entry_there_is_a_checkpoint_of_the_empty_tree() -> None:
    assert outsider.read_note(ledger.checkpoint(), ledger.verifier_key())[1:] == (0, tree.EMPTY_ROOT)  # type: ignore[index]
    assert ledger.sequence() == 0
    assert sql("SELECT count(*) FROM ledger_checkpoint") == [(0,)]


def test_entries_get_consecutive_indexes_in_the_order_they_came() -> None:
    tokens = fill(5)
    assert ledger.sequence() == 5
    assert [ledger.entry(token).index for token in tokens] == [0, 1, 2, 3, 4]
    assert ledger.sequence() == 0


@pytest.mark.parametrize("steps", [[1], [255, 1], [256], [257, 300], [1, 1, 1], [700, 1, 600]])
def test_the_signed_root_is_that_of_the_entries(steps: list[int]) -> None:
    for step in steps:
        fill(step)
        ledger.sequence()
        signed = outsider.read_note(ledger.checkpoint(), ledger.verifier_key())
        assert signed is not None
        assert signed[1:] == (len(leaf_hashes()), root_of_rows())
    assert sql("SELECT count(*) FROM ledger_checkpoint") == [(len(steps),)]


def test_it_works_in_portions() -> None:
    fill(25)
    assert [ledger.sequence(10), ledger.sequence(10), ledger.sequence(10)] == [10, 10, 5]
    assert [row.size for row in store.checkpoints((-1, 0), 1 << 40, 10)] == [10, 20, 25]


def test_a_lower_id_that_was_committed_later_gets_its_index_too() -> None:
    fill(3)
    sql("UPDATE ledger_entry SET id = id + 1000")  # others took the ids below and have not committed yet
    ledger.sequence()
    late = fill(1)[0]
    sql("UPDATE ledger_entry SET id = 1 WHERE token = %s", late)
    assert ledger.sequence() == 1
    assert ledger.entry(late).index == 3
    assert ledger.verify().sound


def test_any_earlier_partial_tile_is_still_there() -> None:
    for _ in range(3):
        fill(100)
        ledger.sequence()
    leaves = b"".join(leaf_hashes())
    for width in (1, 100, 200, 255):
        assert ledger.tile(f"0/000.p/{width}") == leaves[: width * 32]
    assert ledger.tile("0/000") == leaves[: 256 * 32]
    assert ledger.tile("0/001.p/44") == leaves[256 * 32 :]
    assert ledger.tile("0/001.p/45") is None
    assert ledger.tile("0/001") is None
    assert ledger.tile("1/000.p/1") == tree.perfect_root(leaves[: 256 * 32])
    assert ledger.tile("1/000.p/2") is None
    assert ledger.tile("2/000.p/1") is None


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE ledger_tile SET hashes = %s WHERE level = 0",
        "DELETE FROM ledger_tile WHERE level = 0",
        "UPDATE ledger_checkpoint SET note = 'nonsense'",
    ],
)
def test_nothing_is_signed_on_top_of_a_damaged_tree(damage: str) -> None:
    fill(5)
    ledger.sequence()
    sql(damage, *([bytes(160)] if "%s" in damage else []))
    fill(1)
    with pytest.raises((Damaged, ledger.LedgerError)):
        ledger.sequence()
    assert sql("SELECT count(*) FROM ledger_checkpoint") == [(1,)]
    assert ledger.state().pending == 1


def test_consistency_proofs_convince_an_outsider() -> None:
    roots = {}
    for step in (1, 255, 1, 300, 143):
        fill(step)
        ledger.sequence()
        signed = unverified(ledger.checkpoint())
        roots[signed.size] = signed.root
    newest = max(roots)
    for old, root in roots.items():
        path = list(ledger.consistency_proof(old))
        assert outsider.consistency_holds(old, newest, root, roots[newest], path)
    assert outsider.consistency_holds(256, 257, roots[256], roots[257], list(ledger.consistency_proof(256, 257)))
    assert ledger.consistency_proof(0) == ()
    with pytest.raises(ValueError, match="has 700 leaves"):
        ledger.consistency_proof(3, 701)


def test_the_tree_keeps_few_tiles() -> None:
    fill(700)
    ledger.sequence()
    assert sql("SELECT level, number, length(hashes) FROM ledger_tile ORDER BY level, number") == [
        (0, 0, tiles.FULL),
        (0, 1, tiles.FULL),
        (0, 2, 188 * 32),
        (1, 0, 64),
    ]
