"""Services in the policy: each waits for a choice, says whose it is, and runs nothing in a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from tests.policy.conftest import REFERENCE
from troth.policy import Policy, PolicyError, in_earnest, load
from troth.policy.layout import json_schema

COUNT = "    address: practice/tally_house/count.gif\n    hosts: {img-src: [practice]}\n"
REAL = "    address: https://count.example/dot.gif\n    hosts: {img-src: [https://count.example]}\n"


@pytest.fixture
def after(tmp_path: Path) -> Callable[[str, str], list[str]]:
    """What is wrong after a change to the file."""

    def changed(old: str, new: str) -> list[str]:
        place = copytree(REFERENCE, tmp_path / "policy", dirs_exist_ok=True)
        text = (place / "policy.yaml").read_text()
        assert old in text
        (place / "policy.yaml").write_text(text.replace(old, new, 1))
        try:
            load(place)
        except PolicyError as error:
            return [problem.says for problem in error.problems]
        return []

    return changed


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (COUNT, COUNT.replace("img-src", "script-src"), "is 'script-src', which is no directive"),
        (COUNT, COUNT.replace("img-src", "frame-src"), "loaded from a host that it does not declare"),
        (COUNT, REAL.replace("[https://count.example]", "[https://other.example]"), "a host that it does not declare"),
        (COUNT, REAL.replace("https:", "http:"), "address is 'http:"),
        (COUNT, REAL.replace("https://count.example]", "https://*.example]"), ""),
        (COUNT, COUNT.replace("[practice]", "[practice, https://count.example]"), "at the practice host and at others"),
        ("    measures: [page, product, amount]\n", "    measures: [page, email]\n", "is 'email', which is no measure"),
        (
            "    category: measurement\n    kind: analytics",
            "    category: advertising\n    kind: analytics",
            "otherwise",
        ),
        (
            "    category: measurement\n    kind: analytics",
            "    category: essential\n    kind: analytics",
            "no category",
        ),
        ("    recipient: tally_house", "    recipient: usps", "told what the shop knows of people"),
        ("    recipient: tally_house", "    recipient: nobody", "not among the recipients"),
        ("advert/\n", "advert/{what}\n", "which only an embed has"),
    ],
)
def test_what_a_service_cannot_be(after: Callable[[str, str], list[str]], old: str, new: str, says: str) -> None:
    found = after(old, new)
    assert any(says in each for each in found), found


def test_a_service_cannot_take_a_cookie_of_the_shops(after: Callable[[str, str], list[str]]) -> None:
    old = "      tally_day: {why"
    assert after(old, "      basket: {why") == []
    found = after("life: One day, max_age: 86400, at: service", "life: One day, max_age: 86400, at: shop")
    assert found == []


def test_a_cookie_of_the_shops_cannot_be_left_on_its_pages_by_another(tmp_path: Path) -> None:
    place = copytree(REFERENCE, tmp_path / "policy")
    text = (place / "policy.yaml").read_text()
    text = text.replace("      tally_day: {why", "      basket: {why", 1).replace(
        "86400, at: service", "86400, at: shop", 1
    )
    (place / "policy.yaml").write_text(text)
    with pytest.raises(PolicyError, match="which is the shop's own"):
        load(place)


def test_a_real_service_stays_in_a_live_shop_and_one_of_practice_goes(reference: Policy, tmp_path: Path) -> None:
    place = copytree(REFERENCE, tmp_path / "policy")
    text = (place / "policy.yaml").read_text()
    (place / "policy.yaml").write_text(text.replace(COUNT, REAL, 1))
    real = in_earnest(load(place))
    assert real.services.keys() == {"visit_tally"}
    assert "tally_house" in real.recipients
    assert not {"northlight", "lantern_films"} & real.recipients.keys()
    assert "lab_compass" in load(place).recipients
    assert "lab_compass" not in real.recipients
    assert in_earnest(reference).version == reference.version


def test_editors_are_not_offered_a_script_either() -> None:
    told = str(json_schema()["properties"]["services"])
    assert "frame-src" in told
    assert "script-src" not in told


def test_the_words_of_services_come_from_the_rules_only(after: Callable[[str, str], list[str]]) -> None:
    assert any("names the service" in each for each in after("label: Film screen", "label: cookies"))
