"""What asks everybody again: edits of a real copy of the policy, the way an operator makes them, and the digest before and after."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from troth.policy import Policy, load
from troth.visits.consent import asked

REFERENCE = Path(__file__).parents[3] / "policies" / "celloramatech"
Edited = Callable[..., str]

# What the shop writes is essential so far; with these, something of each sort waits for an answer.
TRAIL = """cookies:
  trail:
    label: Trail
    why: Remembers wich shelves were looked at.
    clause: 2c
    purpose: measure_usage
    category: measurement
    life: One houre
    max_age: 3600
    host_prefix: true
"""
PROMPT = """  product_prompt:
    label: Product prompt
    why: Tells whether anybody stayed.
    clause: 3c.vi
    purpose: measurement_by_others
    category: measurement
    kind: analytics
    recipient: tally_house
    address: practice/tally_house/stayed.gif
    hosts: {img-src: [practice]}
    measures: [page]
    cookies: {}
"""
FRIENDS = """  friends_show:
    label: What friends see
    says: to show friends what you look at
    clause: 1.3.personal
    basis: consent
    use: personalize.content
    dpv: dpv:Personalisation
    choice: personalization
    uses:
      viewed: [product]

"""
TOLD = """    told:
      personalize: {viewed: [product]}
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference policy with one cookie that waits for a choice."""
    place = tmp_path_factory.mktemp("policy") / "copy"
    shutil.copytree(REFERENCE, place)
    _edit(place / "policy.yaml", "cookies:\n  basket:", TRAIL + "  basket:")
    return place


@pytest.fixture(scope="module")
def before(copy: Path) -> str:
    return _digest(load(copy))


@pytest.fixture
def edited(copy: Path, tmp_path: Path) -> Edited:
    """The digest after an edit: of `old`, which stands there once, into `new`."""

    def edit(old: str, new: str, file: str = "policy.yaml") -> str:
        place = tmp_path / "edited"
        shutil.copytree(copy, place)
        _edit(place / file, old, new)
        return _digest(load(place))

    return edit


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new))


def _digest(policy: Policy) -> str:
    return asked(policy, practice=True).digest


NOBODY_IS_ASKED = {
    "a role": (
        "purposes: [billing, tax_exemption, collect_debt]\n  site_keeper:",
        "purposes: [billing, tax_exemption]\n  site_keeper:",
    ),
    "a retention": ("everywhere: {years: 3, because:", "everywhere: {years: 2, because:"),
    "a typo in another clause": ("We use data to run the shop you are using.", "We use data to run this shop."),
    "a word about another purpose": ("to prepare the order you want", "to get ready the order you want"),
    "how an essential cookie is explained": ("Remembers what you put into the basket. It", "Keeps your basket. It"),
    "how long an essential cookie lasts": (
        "life: Thirty days\n    max_age: 2592000\n    host",
        "life: A day\n    max_age: 86400\n    host",
    ),
    "the day it was changed": ('changed: "', 'changed: "2026-11-22" # was "'),
    "a typo in a cookie's why": ("Remembers wich shelves", "Remembers which shelves"),
    "a typo in a cookie's life": ("One houre", "One hour"),
    "a typo in a service's why": ("Shows us which products are looked at.", "Shows us which products people look at."),
    "a typo in the why of a service's cookie": ("that this browser was counted today.", "that it was counted today."),
    "a typo in a recipient's why": ("Counts which products are looked at, where", "Counts what is looked at, where"),
    "a service's label": ("label: Product tally", "label: The product tally"),
    "a purpose's label": ("label: Measuring what is read", "label: Measuring reading"),
}
EVERYBODY_IS_ASKED = {
    "a new cookie": ("  basket:\n    label: Basket", TRAIL.removeprefix("cookies:\n").replace("trail:", "track:") + "  basket:\n    label: Basket"),
    "a new service": ("  shelf_advert:\n", PROMPT + "  shelf_advert:\n"),
    "a cookie more from a service": ("tally_day: {why", "tally_week: {why: Remembers the week, life: A week, max_age: 604800, at: service}\n      tally_day: {why"),
    "a cookie that goes": (TRAIL.removeprefix("cookies:\n"), ""),
    "a cookie that lasts longer": ("max_age: 3600\n", "max_age: 7200\n"),
    "a service's cookie that lasts longer": ("life: One day, max_age: 86400, at: service", "life: One day, max_age: 172800, at: service"),
    "a cookie for another purpose": (
        "purpose: measure_usage\n    category: measurement\n    life: One houre",
        "purpose: measurement_by_others\n    category: measurement\n    life: One houre",
    ),
    "another recipient behind a service": ("recipient: tally_house", "recipient: northlight"),
    "a recipient by another name": ("label: Tally House", "label: Everybody Counts Ltd"),
    "a recipient in another country": (
        "country: US\n    policy_url: https://practice.cellorama.example.com/tally_house/",
        "country: IN\n    policy_url: https://practice.cellorama.example.com/tally_house/",
    ),
    "a service that is told something else": ("measures: [page, product, amount]", "measures: [page, product]"),
    "a new purpose": ("  internal_marketing:\n    label:", FRIENDS + "  internal_marketing:\n    label:"),
    "a recipient more for a purpose": ("  hosting:\n", "  hosting:\n" + TOLD),
    "a service from another place": ("address: practice/northlight/advert/", "address: practice/northlight/banner/"),
    "a purpose that uses more": ("    uses:\n      viewed: [product]\n", "    uses:\n      viewed: [product, time]\n"),
    "the sentence of a purpose": ("to see what is read in the shop", "to see who reads what in the shop"),
    "the sentence of the question": ("Linking visits to a customer, and having", "Having"),
    "the question's name": ("measurement: {label: Measurement", "measurement: {label: Counting"),
}  # fmt: skip


def test_the_copy_holds_together_and_asks_about_its_cookie(copy: Path, before: str) -> None:
    assert before != _digest(load(REFERENCE))
    assert before == _digest(load(copy))


@pytest.mark.parametrize("what", NOBODY_IS_ASKED)
def test_what_no_answer_is_about_asks_nobody(what: str, edited: Edited, before: str) -> None:
    assert edited(*NOBODY_IS_ASKED[what]) == before


@pytest.mark.parametrize("what", EVERYBODY_IS_ASKED)
def test_what_an_answer_is_about_asks_everybody(what: str, edited: Edited, before: str) -> None:
    assert edited(*EVERYBODY_IS_ASKED[what]) != before
