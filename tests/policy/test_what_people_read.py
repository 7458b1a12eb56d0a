"""The published words: made from the rules, and promising only what is built."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.policy.conftest import Change
from troth.policy import Policy, fill, published

PROMISES = """0 1.1 1.2 1.3 1.4 1.5 2a.form 2a.use 2a.history 2a.moments 2a.technical 2a.hosting 2a.payment 2a.third 2b 2c
2c.purposes 2c.record 2c.list 2d 2e 2f 2g 3a 3b.mails 3b.rare 3b.optout 3c 3c.i 3c.ii 3c.iii 3c.iv 3c.v 3c.vi
S.encryption S.need_to_know S.secure_place S.password O.a O.b O.c O.d O.how O.cards F N U C"""
SPLIT = {  # rows of the reference policy that several clauses tell
    "2a.use": {"2a.fulfil", "2a.billing", "2a.communication", "2a.marketing", "2a.problem"},
    "2a.third": {"2a.fraud", "2a.partners", "2a.moments.sign_in"},
    "2c.purposes": {"2c.without", "2c.device", "2c.consent"},
}


def _text(policy: Policy) -> str:
    return "\n".join(
        part
        for section in published(policy)
        for part in (section.markdown, *(each.markdown for each in section.clauses))
    )


def test_every_row_of_the_reference_policy_has_its_clauses(reference: Policy) -> None:
    for row in PROMISES.split():
        assert SPLIT.get(row, {row}) <= reference.clauses.keys(), row


def test_only_clauses_that_are_built_are_promised(reference: Policy) -> None:
    told = {clause.id for section in published(reference) for clause in section.clauses}
    assert told == {clause.id for clause in reference.clauses.values() if clause.built}
    assert "3c.iii" not in told
    assert {"O.a", "O.b", "O.c", "O.d", "S.record"} <= told


def test_no_section_is_empty_and_no_placeholder_is_left(reference: Policy, all_built: Policy) -> None:
    for policy in (reference, all_built):
        assert all(section.clauses for section in published(policy))
        assert "{{" not in _text(policy)
        assert not re.search(r" ,|\band\.|:\s*\.| {2,}\S", _text(policy)), "a list came out empty"


def test_what_is_not_built_is_not_listed(reference: Policy) -> None:
    text = _text(reference)
    for label in ("comment or testimonial", "answer to a survey"):
        assert label not in text


def test_the_list_of_recipients_is_what_the_rules_grant(reference: Policy, changed: Callable[[Change], Policy]) -> None:
    def tell_stripe_less(rules: dict[str, Any]) -> None:
        rules["recipients"]["stripe"]["told"] = {}

    assert "**Stripe**: e-mail address. " in fill(reference, "{{ recipients }}")
    assert "**Stripe**: nothing. " in fill(changed(tell_stripe_less), "{{ recipients }}")
    assert fill(reference, "{{ recipients:fulfil_order }}") == "USPS, UPS and FedEx"


def test_fields_cookies_and_times_come_from_the_rules(reference: Policy) -> None:
    assert fill(reference, "{{ data:order_contact }}") == "name, e-mail address and telephone number"
    assert fill(reference, "{{data:name}}") == "name"
    assert "`__Host-basket` (Basket)" in fill(reference, "{{ cookies }}")
    assert "Switzerland: 10 years." in fill(reference, "{{ retention:statutory }}")
    assert "Cuba" in fill(reference, "{{ embargoes }}")
    assert "European Union and EEA**: 30 days" in fill(reference, "{{ deadlines }}")
    assert "With a stated reason: to pack and send what you ordered and to find faults." in fill(
        reference, "{{ roles }}"
    )


def test_every_field_says_why_it_is_asked(reference: Policy) -> None:
    for kind in reference.kinds.values():
        for field in kind.fields.values():
            assert field.why.endswith("."), f"{kind.name}.{field.name}"
            assert len(field.why) > 10


def test_the_version_follows_rules_and_words_but_not_layout(
    reference: Policy, changed: Callable[[Change], Policy]
) -> None:
    def nothing(rules: dict[str, Any]) -> None:
        rules["purposes"] = dict(reversed(rules["purposes"].items()))

    def a_word(rules: dict[str, Any]) -> None:
        rules["clauses"]["O.c"]["says"] += " "

    assert re.fullmatch(r"[0-9a-f]{64}", reference.version)
    assert changed(nothing).version == reference.version
    assert changed(a_word).version != reference.version


def test_the_contact_details_are_samples(reference: Policy) -> None:
    whose = reference.controller
    assert (whose.name, whose.locality, whose.region) == ("Cellorama LLC", "Milton", "MA")
    assert whose.email.endswith(".example.com")
    assert "555 01" in whose.telephone
