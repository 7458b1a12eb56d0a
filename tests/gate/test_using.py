"""Using personal data: decided, recorded, and only then opened, and only what the purpose grants."""

import copy
import json
import logging
import pickle

import pytest
from django.template import Context, Template

from tests.cast import ADA, BEN
from tests.gate.conftest import joins, orders, works_here
from troth import gate, ledger

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def entries_about(person: gate.PersonId) -> list[gate.Line]:
    return gate.timeline(person, actor=gate.the_person(person))


def test_the_order_desk_sees_whom_to_send_to_and_not_whom_to_bill():
    _, party = orders(ADA)
    desk = works_here(1, "order_desk")

    opened = gate.use(party, ["order_contact", "order_delivery", "order_billing"], purpose="fulfil_order", actor=desk)

    assert opened.first("order_delivery")["street_address"].reveal() == ADA.street_address
    assert isinstance(opened.first("order_billing")["street_address"], gate.Withheld)


def test_an_employee_without_the_purpose_sees_nothing_and_that_is_recorded():
    person, party = orders(ADA)
    marketing = works_here(1, "marketing")
    before = len(entries_about(person))

    with pytest.raises(gate.Refused) as refused:
        gate.use(party, ["order_delivery"], purpose="fulfil_order", actor=marketing)

    assert refused.value.clause == "S.need_to_know"
    newest = entries_about(person)[0]
    assert (newest.decision, newest.verb) == ("refused", "use")
    assert len(entries_about(person)) == before + 1


def test_somebody_without_any_job_sees_nothing_either():
    _, party = orders(ADA)
    with pytest.raises(gate.Refused):
        gate.use(party, ["order_contact"], purpose="fulfil_order", actor=gate.employee(999))


def test_customer_service_may_look_at_an_address_with_a_reason_only():
    _, party = orders(ADA)
    sam = works_here(2, "customer_service")
    with pytest.raises(gate.Refused) as refused:
        gate.use(party, ["order_delivery"], purpose="fulfil_order", actor=sam)
    assert refused.value.code == "reason_needed"

    opened = gate.use(party, ["order_delivery"], purpose="fulfil_order", actor=sam, reason="she rang about the parcel")
    assert opened.first("order_delivery")["locality"].reveal() == ADA.locality


def test_an_opened_value_turns_into_text_only_when_revealed():
    ada = joins(ADA)
    name = gate.use(ada, ["name"], purpose="account", actor=gate.the_person(ada)).first("name")["name"]

    for speak in (str, json.dumps, pickle.dumps, copy.deepcopy, "{}".format, "%s".__mod__, list):
        with pytest.raises(TypeError):
            speak(name)
    assert ADA.name not in repr(name)
    assert ADA.name not in repr({"context": [name]})
    with pytest.raises(TypeError):
        Template("{{ name }}").render(Context({"name": name}))
    revealed = Template("{% load personal %}{{ name|reveal }}").render(Context({"name": name}))
    assert revealed == ADA.name


def test_an_opened_value_cannot_be_cached_or_logged(caplog: pytest.LogCaptureFixture):
    from django.core.cache import cache

    ada = joins(ADA)
    name = gate.use(ada, ["name"], purpose="account", actor=gate.the_person(ada)).first("name")["name"]
    with pytest.raises(TypeError):
        cache.set("name", name)
    with caplog.at_level(logging.INFO):
        logging.getLogger("shop").info("looked at %r", name)
    assert ADA.name not in caplog.text


def test_a_withheld_value_shows_as_sealed_with_its_clause():
    _, party = orders(ADA)
    opened = gate.use(
        party, ["order_contact", "order_billing"], purpose="fulfil_order", actor=works_here(1, "order_desk")
    )
    shown = Template("{% load personal %}{{ name|reveal }}").render(
        Context({"name": opened.first("order_billing")["name"]})
    )
    assert "S.need_to_know" in shown
    assert ADA.name not in shown


def test_fifty_people_cost_as_many_queries_as_one(django_assert_max_num_queries):
    parties = [orders(ADA)[1] for _ in range(12)]
    desk = works_here(1, "order_desk")
    with django_assert_max_num_queries(9, using="vault"):
        answers = gate.use_each(parties, ["order_contact"], purpose="fulfil_order", actor=desk)
    assert all(answer.first("order_contact")["name"].reveal() == ADA.name for answer in answers.values())


def test_a_record_moved_to_somebody_else_does_not_open():
    from troth.vault.errors import NotWhatWasSealed
    from troth.vault.models import Key, Record

    ada, ben = joins(ADA), joins(BEN)
    Record.objects.filter(key__person=ada, kind="telephone").update(key=Key.objects.get(person=ben))
    with pytest.raises(NotWhatWasSealed):
        gate.use(ben, ["telephone"], purpose="account", actor=gate.the_person(ben))


def test_vault_work_inside_a_shop_transaction_is_not_begun(settings):
    from django.db import transaction

    ada = joins(ADA)
    with transaction.atomic(), pytest.raises(gate.InsideShopWork):
        gate.use(ada, ["name"], purpose="account", actor=gate.the_person(ada))


def test_the_ledger_names_fields_and_never_holds_a_value():
    person, _ = orders(ADA)
    ledger.sequence_all()
    from troth.ledger.models import Entry

    everything = " ".join(Entry.objects.values_list("body", flat=True))
    assert "order_delivery.street_address" in " ".join(f for line in entries_about(person) for f in line.fields) or (
        "street_address" in everything
    )
    for mark in ADA.marks:
        assert mark not in everything
    assert str(person) not in everything


def test_what_is_kept_plain_has_an_id_that_is_not_the_persons():
    """The id of a record may stand in an address; a person's own may not."""
    ada = joins(ADA)
    opened = gate.use(ada, ["residence"], purpose="rights_request", actor=gate.the_person(ada))
    again = gate.use(ada, ["residence"], purpose="rights_request", actor=gate.the_person(ada))
    assert opened.first("residence").id != ada
    assert opened.first("residence").id == again.first("residence").id
