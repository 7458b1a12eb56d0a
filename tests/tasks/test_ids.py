"""What may wait in a queue."""

import uuid

import pytest

from tests.cast import CAST
from troth.tasks import NotAnId, only_ids


def test_ids_pass_and_become_what_json_can_hold():
    key = uuid.uuid4()
    assert only_ids({"order": 7, "parcel": key, "language": "de"}) == {"order": 7, "parcel": str(key), "language": "de"}


@pytest.mark.parametrize("customer", CAST, ids=lambda customer: customer.name)
def test_nothing_about_the_cast_passes(customer):
    for mark in customer.marks:
        with pytest.raises(NotAnId):
            only_ids({"value": mark})


@pytest.mark.parametrize("value", [None, True, 1.5, b"x", {"a": 1}, ["a"], "", "6175550143", "a" * 41, object()])
def test_other_things_do_not_pass(value):
    with pytest.raises(NotAnId):
        only_ids({"value": value})


def test_the_error_names_the_argument_and_keeps_the_value_to_itself():
    with pytest.raises(NotAnId) as refused:
        only_ids({"whom": "ada.marlowe@example.com"})
    assert "whom" in str(refused.value)
    assert "ada" not in str(refused.value)
