"""The JSON Schema that editors use says what the parser says."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.policy.conftest import REFERENCE
from troth import policy
from troth.policy.layout import json_schema

SCHEMA = Path(policy.__file__).with_name("schema.json")


@pytest.fixture(scope="module")
def validator() -> Any:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    return jsonschema.Draft202012Validator(json_schema())


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    return dict(yaml.safe_load((REFERENCE / "policy.yaml").read_text()))


def test_the_published_file_is_the_one_the_parser_stands_for() -> None:
    assert json.loads(SCHEMA.read_text()) == json_schema(), "run `troth policy schema >troth/policy/schema.json`"


def test_the_reference_policy_points_to_it_and_passes(validator: Any, written: dict[str, Any]) -> None:
    head = (REFERENCE / "policy.yaml").read_text().splitlines()[0]
    told = head.partition("$schema=")[2]
    assert (REFERENCE / told).resolve() == SCHEMA.resolve()
    # JSON has no keys but strings, and editors read `0:` and `1.1:` as such.
    assert not list(validator.iter_errors(json.loads(json.dumps(written))))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("purposes", "billing", "use"), "third_party_sharing"),
        (("purposes", "billing", "dpv"), "dpv:SellDataToThirdParties"),
        (("purposes", "billing", "pays"), 100),
        (("recipients", "ups", "sells"), True),
        (("kinds", "name", "of"), "somebody"),
        (("cookies", "basket", "max_age"), -1),
        (("roles", "order_desk", "purposes"), []),
        (("jurisdictions", "canada", "countries"), ["Canada"]),
        (("clauses", "O.c", "built"), "perhaps"),
        (("format",), "2"),
    ],
)
def test_it_refuses_what_the_parser_refuses(
    validator: Any, written: dict[str, Any], path: tuple[str, ...], value: object
) -> None:
    broken = json.loads(json.dumps(deepcopy(written)))
    place = broken
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    assert list(validator.iter_errors(broken))
