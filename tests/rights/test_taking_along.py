"""The ZIP one takes along: complete, documented, readable, with proofs that hold for somebody outside."""

import io
import json
import re
import zipfile

import pytest

from tests.cast import ADA, BEN
from tests.ledger import outsider
from tests.rights.conftest import account, joins, orders, reading, sequenced
from troth import gate
from troth.publishing import tiles
from troth.rights import choices, export

pytestmark = pytest.mark.django_db


@pytest.fixture
def packed():
    joins(BEN)
    user = account(ADA)
    orders(ADA)
    reader = reading(user)
    orders(ADA, reader.first)
    choices.choose(reader, "surveys", "email", False)
    sequenced()
    return zipfile.ZipFile(io.BytesIO(export.export(reader)))


def read(packed, name):
    return json.loads(packed.read(name))


def test_it_holds_everything_and_nobody_elses(packed):
    text = packed.read("data.json").decode()
    assert all(json.dumps(mark, ensure_ascii=False)[1:-1] in text for mark in ADA.marks)
    assert not any(mark in text for mark in BEN.marks)
    kinds = {record["kind"] for person in read(packed, "data.json")["people"] for record in person["records"]}
    assert {"name", "email", "telephone", "address", "order_contact", "order_delivery", "order_billing"} <= kinds


def test_every_name_in_the_json_is_explained(packed):
    about = packed.read("about.txt").decode()
    assert export.FORMAT in about

    def names(value):
        if isinstance(value, dict):
            for name, inner in value.items():
                yield name
                yield from names(inner) if name != "fields" else ()
        elif isinstance(value, list):
            for inner in value:
                yield from names(inner)

    used = {*names(read(packed, "data.json")), *names(read(packed, "uses.json"))} - {"label", "proof"}
    missing = {name for name in used if not re.search(rf"\b{name}\b", about)}
    assert missing == set()


def test_every_line_has_a_proof_that_holds_outside(packed):
    uses = read(packed, "uses.json")
    proven = [line for line in uses if line["proof"] != "pending"]
    assert proven
    assert len(uses) - len(proven) == 2  # taking the copy itself, once for each person
    for line in proven:
        proof = read(packed, line["proof"])
        assert proof["entry"]["token"] == line["entry"]
        assert outsider.proof_holds(proof, tiles.verifier_key())
    proof["path"] = proof["path"][1:]
    assert not outsider.proof_holds(proof, tiles.verifier_key())


def test_the_readable_page_stands_alone_and_is_quiet(packed):
    page = packed.read("index.html").decode()
    assert ADA.name in page
    assert "United States of America" in page
    assert "Surveys" in page
    assert not re.search(r"<script|\sstyle=|\son\w+=|https?://", page)
    for path in re.findall(r'href="([^"]+)"', page):
        assert path in packed.namelist()


def test_what_is_withheld_is_named_and_not_left_out():
    record = gate.OpenedRecord(
        gate.RecordId(int=1),
        "name",
        "office",
        __import__("datetime").datetime(2026, 1, 1),
        "v",
        {"name": gate.Withheld("S.need_to_know", "No.")},
    )
    told = export._record(record)
    assert told["withheld"] == ["name"]
    assert told["fields"] == {}


def test_a_refused_export_hands_out_nothing(monkeypatch):
    reader = reading(account(ADA))

    def refuse(*_, **__):
        raise gate.Refused("O.a", "restricted", "No.")

    monkeypatch.setattr(gate, "export", refuse)
    with pytest.raises(gate.Refused):
        export.export(reader)
