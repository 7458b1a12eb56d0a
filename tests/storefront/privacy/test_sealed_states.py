"""Where something is withheld or refused, the page says which clause, and shows no value."""

import dataclasses

import pytest

from tests.cast import ADA
from tests.rights.conftest import orders
from tests.storefront.privacy.conftest import let_in
from troth import gate

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return orders(ADA)[0]


def sealed(record, fields):
    shut = gate.Withheld("S.need_to_know", "This purpose does not need this data.")
    return dataclasses.replace(record, fields={**record.fields, **dict.fromkeys(fields or record.fields, shut)})


@pytest.mark.parametrize("fields", [(), ("street_address",)], ids=["whole records", "one field"])
def test_what_is_withheld_renders_as_sealed_and_cannot_be_corrected(monkeypatch, ada, fields):
    real, client = gate.use_each, let_in(ada)

    def less(whose, kinds, **told):
        return {
            each: dataclasses.replace(answer, records=tuple(sealed(record, fields) for record in answer.records))
            for each, answer in real(whose, kinds, **told).items()
        }

    monkeypatch.setattr(gate, "use_each", less)
    page = client.get("/my/privacy/data/").content.decode()
    assert ADA.street_address not in page
    assert "S.need_to_know" in page
    assert "sealed" in page


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("use", "data/"),
        ("use_each", "data/"),
        ("timeline", "uses/"),
        ("timeline", ""),
        ("export", "copy/"),
        ("choose", "choices/"),
        ("restrict", "processing/"),
        ("erase", "erase/"),
    ],
)
def test_a_refused_verb_is_a_refusal_page_without_values(monkeypatch, ada, verb, path, post):
    client = let_in(ada)

    def refuse(*_, **__):
        raise gate.Refused("O.a", "restricted", "This is not to be done now.")

    monkeypatch.setattr(gate, verb, refuse)
    told = {
        "copy/": {},
        "choices/": {"purpose": "surveys", "channel": "email", "answer": "no"},
        "processing/": {"answer": "stop"},
        "erase/": {"sure": "on"},
    }
    url = f"/my/privacy/{path}"
    answer = client.post(url, told[path]) if path in told else client.get(url)
    assert answer.status_code == 403
    assert "This is not to be done now." in answer.content.decode()
    assert not any(mark in answer.content.decode() for mark in ADA.marks)
