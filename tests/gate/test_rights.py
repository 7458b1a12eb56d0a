"""Choosing, stopping, closing, erasing, taking along: a person's word binds from the commit on."""

from dataclasses import replace

import pytest

from tests.cast import ADA, BEN, CHIARA
from tests.gate.conftest import joins, orders, works_here
from troth import gate, ledger
from troth.vault.models import Key, Link, Person, Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_news_reaches_an_american_until_she_says_no():
    ada = joins(ADA)
    assert gate.may_reach(ada, "new_products", "email").allowed
    gate.choose(ada, "new_products", "email", gate.State.OBJECTED, actor=gate.the_person(ada), source="preferences")
    assert not gate.may_reach(ada, "new_products", "email").allowed


def test_news_reaches_a_german_only_after_he_says_yes():
    ben = joins(BEN)
    assert not gate.may_reach(ben, "new_products", "email").allowed
    gate.choose(ben, "new_products", "email", gate.State.GRANTED, actor=gate.the_person(ben), source="preferences")
    assert gate.may_reach(ben, "new_products", "email").allowed


def test_mails_about_an_order_cannot_be_declined_and_still_come():
    ada = joins(ADA)
    with pytest.raises(gate.Refused) as refused:
        gate.choose(
            ada, "order_communication", "email", gate.State.DECLINED, actor=gate.the_person(ada), source="preferences"
        )
    assert refused.value.code == "no_choice"
    assert gate.may_reach(ada, "order_communication", "email").allowed


def test_a_no_said_at_an_address_holds_for_whoever_comes_back_with_it():
    ada = joins(ADA)
    gate.choose(ada, "new_products", "email", gate.State.OBJECTED, actor=gate.the_person(ada), source="preferences")
    guest, _ = orders(ADA)
    assert not gate.may_reach(guest, "new_products", "email").allowed


def test_stopping_processing_refuses_marketing_and_lets_the_order_go_on():
    person, party = orders(ADA)
    gate.restrict(person, actor=gate.the_person(person))

    assert not gate.may_reach(person, "new_products", "email").allowed
    payload = gate.disclose(party, purpose="fulfil_order", recipient="ups", actor=gate.system("fulfil_order"))
    assert payload.fields["order_delivery"]["street_address"].reveal() == ADA.street_address
    gate.unrestrict(person, actor=gate.the_person(person))
    assert gate.may_reach(person, "new_products", "email").allowed


def test_a_closed_account_buys_nothing_until_it_is_opened_again():
    ada = joins(ADA)
    gate.close(ada, actor=gate.the_person(ada))
    with pytest.raises(gate.Refused) as refused:
        orders(ADA, ada)
    assert refused.value.clause == "O.d"
    gate.reopen(ada, actor=gate.the_person(ada))
    assert orders(ADA, ada)


def test_a_carrier_is_told_exactly_what_the_policy_grants():
    _, party = orders(ADA)
    payload = gate.disclose(party, purpose="fulfil_order", recipient="ups", actor=gate.system("fulfil_order"))
    granted = gate.policy().recipient_fields("fulfil_order", "ups")
    told = {kind: set(fields) for kind, fields in payload.fields.items()}
    assert set(told) <= set(granted)
    assert all(fields <= granted[kind] for kind, fields in told.items())
    assert "order_billing" not in told


def test_an_outcome_is_the_same_whether_the_payload_or_its_entry_is_named():
    _, party = orders(ADA)
    said = []
    for named in (lambda payload: payload, lambda payload: payload.disclosure):
        payload = gate.disclose(party, purpose="fulfil_order", recipient="ups", actor=gate.system("fulfil_order"))
        gate.outcome(named(payload), "delivered")
        outcome, disclosed = ledger.entries_for([ledger.entry(str(payload.disclosure)).subject])[:2]
        assert outcome.body.refers == disclosed.token == str(payload.disclosure)
        said.append((outcome.subject, replace(outcome.body, refers="", at=None)))
    assert said[0] == said[1]
    assert payload.written is not None
    assert payload.written[0] not in repr(payload)


def test_a_recipient_without_a_grant_is_told_nothing():
    person, party = orders(ADA)
    with pytest.raises(gate.Refused):
        gate.disclose(party, purpose="special_offers", recipient="ups", actor=gate.system("special_offers"))
    assert gate.timeline(person, actor=gate.the_person(person))[0].decision == "refused"


def test_an_embargoed_destination_is_refused_and_nothing_is_stored():
    before = Record.objects.count(), Person.objects.count()
    embargoed = next(iter(gate.policy().embargoes))
    with pytest.raises(gate.Refused) as refused:
        gate.collect(
            None,
            {"order_delivery": {**ADA.address, "country": embargoed[:2], "region": embargoed[3:]}},
            purpose="fulfil_order",
            source="guest_checkout",
            party=gate.PartyId.random(),
        )
    assert refused.value.code == "embargoed"
    assert (Record.objects.count(), Person.objects.count()) == before


@pytest.mark.parametrize("field", ["country", "organization_country"])
def test_an_embargoed_home_or_organization_is_refused_wherever_the_goods_would_go(field: str):
    before = Record.objects.count(), Person.objects.count()
    with pytest.raises(gate.Refused) as refused:
        gate.collect(
            None,
            {"order_delivery": ADA.address, "residence": {"country": "US", field: "KP"}},
            purpose="fulfil_order",
            source="guest_checkout",
            party=gate.PartyId.random(),
        )
    assert refused.value.code == "embargoed"
    assert (Record.objects.count(), Person.objects.count()) == before


def test_somebody_who_moved_there_buys_nothing_and_their_parcel_stays_here():
    ada = joins(ADA)
    _, party = orders(ADA, ada)
    gate.collect(ada, {"residence": {"country": "KP"}}, purpose="account", source="account_form")
    with pytest.raises(gate.Refused) as refused:
        orders(ADA, ada)
    assert refused.value.code == "embargoed"
    with pytest.raises(gate.Refused):
        gate.disclose(party, purpose="fulfil_order", recipient="ups", actor=gate.system("fulfil_order"))


def test_an_undeclared_field_is_refused_and_nothing_is_stored():
    with pytest.raises(gate.Refused):
        gate.collect(None, {"name": {"name": "Ada", "shoe_size": "38"}}, purpose="account", source="sign_up")
    assert not Record.objects.exists()


def test_erasure_shows_its_plan_and_keeps_only_what_the_law_makes_us_keep():
    ada = joins(ADA)
    _, party = orders(ADA, ada)

    plan = gate.erasure_plan(ada)
    assert {line.retention for line in plan.now} == {"account", "order"}
    (kept,) = plan.later
    assert kept.kinds == ("order_billing",)
    assert kept.until is not None
    assert kept.clause == "R.statutory"

    assert gate.erase(ada, actor=gate.the_person(ada)) == plan
    assert gate.standing(ada) is None
    assert gate.persons_at(ADA.email) == []
    assert not Link.objects.exists()
    assert set(Record.objects.values_list("kind", flat=True)) == {"order_billing"}
    with pytest.raises(gate.Refused):
        gate.use(ada, ["name"], purpose="account", actor=gate.the_person(ada))

    officer = works_here(3, "privacy_officer")
    invoice = gate.use(party, ["order_billing"], purpose="comply_with_law", actor=officer).first("order_billing")
    assert invoice["name"].reveal() == ADA.name
    assert Key.objects.get(retention="statutory").person_id is None


def test_an_order_still_under_way_keeps_its_address_until_it_is_done():
    person, party = orders(ADA)
    gate.erase(person, actor=gate.the_person(person), unfinished=[party])
    payload = gate.disclose(party, purpose="fulfil_order", recipient="ups", actor=gate.system("fulfil_order"))
    assert payload.fields["order_delivery"]["name"].reveal() == ADA.name


def test_an_export_holds_everything_and_nobody_elses():
    ada, _ben = joins(ADA), joins(BEN)
    orders(ADA, ada)
    handed = gate.export(ada, actor=gate.the_person(ada))
    values = {
        value.reveal()
        for record in handed.records
        for value in record.fields.values()
        if isinstance(value, gate.Personal)
    }
    assert set(ADA.marks) <= values
    assert not values & set(BEN.marks)
    assert handed.entries


def test_only_ones_own_entries_can_be_proven():
    ada, ben = joins(ADA), joins(BEN)
    (line, *_) = gate.timeline(ada, actor=gate.the_person(ada))
    from troth import ledger

    ledger.sequence_all()
    assert gate.proof(ada, line.entry)
    assert gate.proof(ben, line.entry) is None


def test_guests_at_one_address_are_found_together_and_account_holders_are_not_among_them():
    ada = joins(ADA)
    gate.bind_account(ada, 1)
    first, _ = orders(ADA)
    second, _ = orders(ADA)
    orders(CHIARA)
    assert set(gate.guests_at(ADA.email)) == {first, second}
    assert set(gate.guests_at(ADA.email.upper())) == {first, second}
