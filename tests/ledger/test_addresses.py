"""The log is served as C2SP tlog-tiles says, to anybody, from a shop's usual addresses."""

import pytest
from django.test import Client

from troth import ledger
from troth.ledger import store, tree
from troth.ledger.leaf import entry_hashes

from . import outsider
from .conftest import fill

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_the_checkpoint_is_a_signed_note(client: Client) -> None:
    fill(3)
    ledger.sequence()
    response = client.get("/ledger/checkpoint")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=1"
    assert outsider.read_note(response.text, client.get("/ledger/key").text) is not None
    assert response.text == ledger.checkpoint()


def test_before_the_first_entry_it_speaks_of_the_empty_tree(client: Client) -> None:
    checkpoint = outsider.read_note(client.get("/ledger/checkpoint").text, client.get("/ledger/key").text)
    assert checkpoint is not None
    assert checkpoint[1:] == (0, tree.EMPTY_ROOT)


def test_the_origin_is_the_address_below_which_it_lies(client: Client) -> None:
    assert client.get("/ledger/checkpoint").text.startswith("localhost:8000/ledger\n")


def test_an_outsider_rebuilds_the_signed_root_from_the_tiles(client: Client) -> None:
    fill(700)
    ledger.sequence()
    signed = outsider.read_note(client.get("/ledger/checkpoint").text, client.get("/ledger/key").text)
    assert signed is not None
    size, grown = signed[1], tree.Growing()
    for path in ("0/000", "0/001", f"0/002.p/{size % 256}"):
        hashes = client.get(f"/ledger/tile/{path}").content
        for at in range(0, len(hashes), 32):
            grown.push(hashes[at : at + 32])
    assert (grown.size, grown.root()) == (size, signed[2])


def test_tiles_are_those_of_the_tree_and_kept_for_ever(client: Client) -> None:
    fill(300)
    ledger.sequence()
    leaves = b"".join(entry_hashes(store.entries(0, 300)))
    response = client.get("/ledger/tile/0/000")
    assert response.content == leaves[: 256 * 32]
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/ledger/tile/0/000.p/7").content == leaves[: 7 * 32]
    assert client.get("/ledger/tile/0/001.p/44").content == leaves[256 * 32 :]
    assert client.get("/ledger/tile/1/000.p/1").content == tree.perfect_root(leaves[: 256 * 32])


@pytest.mark.parametrize(
    "path",
    ["0/001", "0/001.p/45", "0/002.p/1", "1/000", "1/000.p/2", "2/000.p/1", "63/000", "64/000", "0/0", "0/000.p/0",
     "entries/000", "0/000/", "0/x000/000", "x", "", "0/..%2f..", "0/000%00", "0/x999/x999/x999/x999/x999/999"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    fill(300)
    ledger.sequence()
    assert client.get(f"/ledger/tile/{path}").status_code == 404


@pytest.mark.parametrize("path", ["checkpoint", "key", "tile/0/000.p/1"])
def test_there_is_nothing_to_send_and_nothing_personal_to_get(client: Client, path: str) -> None:
    fill(1)
    ledger.sequence()
    assert client.post(f"/ledger/{path}").status_code == 405
    assert client.head(f"/ledger/{path}").status_code == 200
    response = client.get(f"/ledger/{path}")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_entries_are_not_public(client: Client) -> None:
    token = fill(1)[0]
    ledger.sequence()
    for path in ("checkpoint", "key", "tile/0/000.p/1"):
        assert token.encode() not in client.get(f"/ledger/{path}").content
