"""News for whoever gives an address: nothing counts before its owner has pressed the button, and it ends when they end it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.cast import ADA, BEN, CHIARA
from tests.catalog import goods
from tests.catalog.letters import newest, subjects
from tests.channels.carriers import Keeping
from tests.leads.met import SHOW, at
from tests.leads.signing_up import DORA, asked, pressed, reached, said, say, silent, token_in
from tests.orders.buying import works_at_the_desk
from tests.people.conftest import everything_stored
from tests.rights.conftest import _cheap_hashes as _cheap_hashes
from tests.rights.conftest import account, guest, reading
from tests.rights.conftest import post as post
from troth import gate
from troth.catalog.notices import ask as notices
from troth.catalog.notices import tell
from troth.channels import links, queue
from troth.intake import forgetting
from troth.intake.models import Taken, What
from troth.leads.models import Met, SignUp
from troth.leads.shows import noting, undo
from troth.leads.shows.person import Person
from troth.leads.sign_ups import ask, confirm, ended
from troth.orders import sweep
from troth.people.persons import person_behind
from troth.rights import choices, erase, export, mine, retention, stop
from troth.rights.reader import Reader
from troth.tasks import worker

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
WEEK = timedelta(days=8)


def test_nothing_counts_before_the_button_was_pressed(post: Keeping) -> None:
    found = asked(DORA, post, "newsletter", "special_offers")
    (dora,) = gate.guests_at(DORA)
    assert subjects(post) == ["News from Cellorama: was it you who signed up?"]
    assert "- Special offers" in newest(post)
    assert (said(dora), gate.holds(dora, "subscription")) == ({}, False)

    assert confirm.confirm(found)
    assert said(dora) == {"newsletter": "granted", "special_offers": "granted"}, "those, and no other"
    assert gate.holds(dora, "subscription")
    assert not SignUp.objects.exists()


def test_my_privacy_shows_it_with_its_door_and_day(post: Keeping) -> None:
    dora = pressed(DORA, post)
    held = {each.record.kind: each for each in mine.mine(Reader((dora,))).own}
    subscription = held["subscription"]
    assert (subscription.label, subscription.source) == ("A subscription", "a sign-up field")
    assert subscription.record.policy_version == gate.policy().version
    assert subscription.kept == "Kept until you end the subscription."
    shown = {(each.purpose, each.channel): each for each in choices.shown(Reader((dora,)))}
    assert "a sign-up field" in shown["newsletter", "email"].because


def test_the_copy_one_takes_along_has_it(post: Keeping) -> None:
    dora = pressed(DORA, post)
    with zipfile.ZipFile(io.BytesIO(export.export(Reader((dora,))))) as archive:
        (person,) = json.loads(archive.read("data.json"))["people"]
    found = [each for each in person["records"] if each["kind"] == "subscription"]
    assert [(each["source"], each["fields"]) for each in found] == [("newsletter_form", {"email": DORA})]
    assert [each["source"] for each in person["choices"]] == ["newsletter_form"]


def test_a_sign_up_that_nobody_confirms_goes_with_its_address(post: Keeping) -> None:
    asked(DORA, post)
    (dora,) = gate.guests_at(DORA)
    assert ended.sweep(timezone.now() + timedelta(days=6)) == 0
    assert gate.standing(dora) is not None, "the control"
    assert ended.sweep(timezone.now() + WEEK) == 1
    assert (gate.standing(dora), gate.guests_at(DORA)) == (None, [])
    assert not SignUp.objects.exists()


def test_a_customer_whose_address_somebody_typed_stays_as_they_were(post: Keeping) -> None:
    ben = person_behind(account(BEN))
    chiara = guest(CHIARA)[0].first
    for email in (BEN.email, CHIARA.email):
        asked(email, post)
    assert (said(ben), said(chiara)) == ({}, {})
    assert ended.sweep(timezone.now() + WEEK) == 2
    assert None not in (gate.standing(ben), gate.standing(chiara))


def test_an_accounts_yes_is_the_accounts(post: Keeping) -> None:
    ben = person_behind(account(BEN))
    assert pressed(BEN.email, post, "accessories") == ben
    assert said(ben) == {"accessories": "granted"}
    assert gate.guests_at(BEN.email) == []
    assert not gate.holds(ben, "subscription"), "an account is kept as an account, and says its choices"


def test_an_account_that_nobody_confirmed_takes_nobodys_subscription_with_it(post: Keeping) -> None:
    eves = person_behind(account(BEN, proven=False))
    ben = pressed(BEN.email, post)
    assert ben != eves
    assert (said(eves), said(ben)) == ({}, {"newsletter": "granted"})


def test_a_guests_yes_is_the_guests_and_outlives_the_order(post: Keeping) -> None:
    reader, party = guest(CHIARA)
    assert pressed(CHIARA.email, post) == reader.first
    sweep.forget(party)
    retention.carry_out()
    assert reached(reader.first) >= {"newsletter"}


def test_whoever_was_met_at_a_show_stays_for_their_subscription(post: Keeping) -> None:
    noting.note(SHOW, [Person(DORA, "Dora Nagy", "US", "Institut Muster")], works_at_the_desk(702, "marketing"))
    assert pressed(DORA, post) == at(DORA)
    Met.objects.update(until=timezone.now())
    assert undo.sweep() == 0
    assert gate.holds(at(DORA), "subscription")
    say(at(DORA), gate.State.WITHDRAWN)
    assert ended.sweep() == 1
    assert gate.persons_at(DORA) == [], "the note of the show had ended"


def test_whom_an_earlier_shop_knew_stays_for_their_subscription(post: Keeping) -> None:
    dora = pressed(DORA, post)
    alias, *_others = gate.aliases_of(dora)
    Taken.objects.create(run=uuid4(), what=What.CONTACT, party=uuid4(), alias=alias, until=timezone.now())
    assert forgetting.sweep() == 0
    assert gate.holds(dora, "subscription")


@pytest.mark.parametrize("state", [gate.State.OBJECTED, gate.State.DECLINED, gate.State.WITHDRAWN])
def test_the_press_ends_a_no_said_before_and_says_so_first(post: Keeping, state: gate.State) -> None:
    """Unlike a box somebody else may have ticked: here the owner of the mailbox asks for it now."""
    ada = person_behind(account(ADA))
    say(ada, state, ("newsletter", "accessories"))
    found = asked(ADA.email, post, "newsletter", "special_offers")
    assert [(each.purpose, each.no_since is not None) for each in found.kinds] == [
        ("newsletter", True),
        ("special_offers", False),
    ]
    assert said(ada)["newsletter"] == str(state), "not before the press"
    confirm.confirm(found)
    assert said(ada) == {"newsletter": "granted", "special_offers": "granted", "accessories": str(state)}


def test_pressed_again_after_a_no_it_does_nothing(post: Keeping) -> None:
    found = asked(DORA, post)
    token = token_in(post)
    (dora,) = gate.guests_at(DORA)
    confirm.confirm(found)
    say(dora, gate.State.WITHDRAWN)
    assert confirm.behind(token) is None
    assert confirm.confirm(found) is False, "a page that had been open before"
    assert said(dora) == {"newsletter": "withdrawn"}


def test_a_link_that_was_asked_for_twice_works_once_each(post: Keeping) -> None:
    first, second = asked(DORA, post, "newsletter"), asked(DORA, post, "accessories")
    assert len(gate.guests_at(DORA)) == 1, "one address, one person"
    assert confirm.confirm(first)
    assert confirm.confirm(second)
    (dora,) = gate.guests_at(DORA)
    assert said(dora) == {"newsletter": "granted", "accessories": "granted"}
    held = [each for each in mine.mine(Reader((dora,))).own if each.record.kind == "subscription"]
    assert len(held) == 1


def test_a_link_leads_nowhere_after_its_hours(post: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(DORA, post)
    token = token_in(post)
    later = timezone.now() + timedelta(hours=ask.LINK_HOURS, minutes=1)
    with monkeypatch.context() as then:
        then.setattr(links.timezone, "now", lambda: later)
        assert confirm.behind(token) is None
    assert confirm.behind(token) is not None, "the control"


def test_a_link_leads_nowhere_after_an_erasure(post: Keeping) -> None:
    ada = account(ADA)
    found = asked(ADA.email, post)
    token = token_in(post)
    erase.erase(reading(ada))
    assert not SignUp.objects.exists()
    assert confirm.behind(token) is None
    assert confirm.confirm(found) is False
    assert gate.persons_at(ADA.email) == []


def test_erasure_ends_it_whatever_else_there_was(post: Keeping) -> None:
    dora = pressed(DORA, post)
    erase.erase(Reader((dora,)))
    assert (gate.standing(dora), gate.persons_at(DORA)) == (None, [])
    assert gate.without_a_yes("subscription", ["newsletter"], "email") == []


def test_whoever_stopped_processing_is_told_what_stands_in_the_way(post: Keeping) -> None:
    ada = person_behind(account(ADA))
    gate.restrict(ada, actor=gate.the_person(ada))
    found = asked(ADA.email, post)
    assert found.stopped_since is not None
    with pytest.raises(gate.Refused):
        confirm.confirm(found)
    assert said(ada) == {}
    gate.unrestrict(ada, actor=gate.the_person(ada))
    again = confirm.behind(token_in(post))
    assert again is not None
    assert again.stopped_since is None
    assert confirm.confirm(again), "the link was not used up"
    assert said(ada) == {"newsletter": "granted"}


def test_a_closed_account_stands_in_no_mails_way(post: Keeping) -> None:
    ada = person_behind(account(ADA))
    gate.close(ada, actor=gate.the_person(ada))
    found = asked(ADA.email, post)
    assert found.closed_since is not None
    assert confirm.confirm(found)
    assert "newsletter" in reached(ada)


def test_the_last_no_ends_it_and_all_we_know_of_them_goes(post: Keeping) -> None:
    dora = pressed(DORA, post, "newsletter", "special_offers")
    reader = Reader((dora,))
    choices.choose(reader, "newsletter", "email", False)
    assert ended.sweep() == 0
    assert gate.standing(dora) is not None, "another kind still comes"
    choices.choose(reader, "special_offers", "email", False)
    assert not reached(dora), "at once"
    retention.carry_out()
    assert (gate.standing(dora), gate.persons_at(DORA)) == (None, [])


def test_the_way_out_in_a_mail_ends_it(post: Keeping) -> None:
    dora = pressed(DORA, post)
    found = stop.behind("newsletter", links.mint("stop:newsletter", dora, hours=1))
    assert found is not None
    stop.stop(found)
    assert ended.sweep() == 1
    assert gate.standing(dora) is None


def test_stopping_all_mails_ends_it_and_leaves_what_is_kept_for_something_else(post: Keeping) -> None:
    reader, _party = guest(CHIARA)
    pressed(CHIARA.email, post)
    choices.stop_mails(reader)
    assert ended.sweep() == 1
    assert gate.standing(reader.first) is not None, "there is an order"
    assert not gate.holds(reader.first, "subscription")
    assert ended.sweep() == 0


def test_whoever_waits_for_something_too_is_not_forgotten_with_the_subscription(post: Keeping) -> None:
    flask = goods.only_variant(goods.product("Flask", goods.variant(stock=0)))
    dora = pressed(DORA, post)
    notices.ask(flask.ref, dora, proven=True)
    say(dora, gate.State.WITHDRAWN)
    ended.sweep()
    assert gate.standing(dora) is not None
    assert not gate.holds(dora, "subscription")

    again = pressed(DORA, post)
    tell.sweep(timezone.now() + timedelta(days=400))
    assert gate.holds(again, "subscription"), "and the other way round"


def test_whoever_was_met_at_a_show_is_not_forgotten_with_the_subscription(post: Keeping) -> None:
    noting.note(SHOW, [Person(DORA, "Dora Nagy", "US", "Institut Muster")], works_at_the_desk(702, "marketing"))
    dora = pressed(DORA, post)
    say(dora, gate.State.WITHDRAWN)
    assert ended.sweep() == 1
    assert (gate.standing(dora) is not None, gate.holds(dora, "subscription")) == (True, False)


def test_a_question_that_can_still_be_answered_keeps_its_address(post: Keeping) -> None:
    first, second = asked(DORA, post, "newsletter"), asked(DORA, post, "accessories")
    SignUp.objects.filter(pk=first.row.pk).update(asked_at=timezone.now() - WEEK)
    assert ended.sweep() == 1
    assert confirm.confirm(second)
    assert len(gate.guests_at(DORA)) == 1


def test_a_no_to_every_channel_ends_it_too(post: Keeping) -> None:
    dora = pressed(DORA, post)
    gate.choose(dora, "newsletter", "", gate.State.OBJECTED, actor=gate.the_person(dora), source="preferences")
    assert ended.sweep() == 1
    assert gate.standing(dora) is None


def test_whoever_opened_an_account_between_question_and_press_is_known_once(post: Keeping) -> None:
    found = asked(BEN.email, post)
    (guest_made,) = gate.guests_at(BEN.email)
    ben = person_behind(account(BEN))
    assert confirm.confirm(found)
    assert said(ben) == {"newsletter": "granted"}
    assert gate.standing(guest_made) is None


def test_a_process_that_died_after_the_press_is_made_good(post: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    found = asked(DORA, post)
    (dora,) = gate.guests_at(DORA)

    def dies(_row: int) -> None:
        raise SystemExit

    with monkeypatch.context() as here:
        here.setattr(confirm, "_record", dies)
        with pytest.raises(SystemExit):
            confirm.confirm(found)
    assert said(dora) == {}
    later = timezone.now() + confirm.GO_ON_AFTER * 2
    monkeypatch.setattr(worker.timezone, "now", lambda: later)
    worker.run_due()
    assert said(dora) == {"newsletter": "granted"}


def test_a_no_said_after_the_press_stands_whenever_the_press_is_recorded(post: Keeping) -> None:
    found = asked(DORA, post)
    (dora,) = gate.guests_at(DORA)
    SignUp.objects.filter(pk=found.row.pk).update(pressed_at=timezone.now())
    say(dora, gate.State.OBJECTED)
    confirm.go_on.func(found.row.pk)
    assert said(dora) == {"newsletter": "objected"}
    assert not gate.holds(dora, "subscription")


def test_the_shop_store_does_not_say_who_signed_up(post: Keeping) -> None:
    asked(DORA, post, "special_offers")
    pressed(ADA.email, post)
    stored = everything_stored()
    assert "dora@" not in stored
    assert "special_offers" in stored, "the control: what is in plain can be found"


@pytest.mark.parametrize("left_out", ["clause", "source", "kind"])
def test_a_policy_that_is_silent_takes_nobody_in(post: Keeping, left_out: str) -> None:
    found = asked(DORA, post)
    token = token_in(post)
    with silent(left_out):
        with pytest.raises(gate.Refused):
            ask.ask_at("evi@example.com", ["newsletter"])
        assert confirm.behind(token) is None
        assert gate.persons_at("evi@example.com") == []
    assert confirm.confirm(found), "the control"


def test_a_mail_that_waits_does_not_leave_once_the_policy_is_silent(post: Keeping) -> None:
    ask.ask_at(DORA, ["newsletter"])
    with silent("source"):
        queue.send_due()
    assert (subjects(post), queue.counts()["refused"]) == ([], 1)


@pytest.mark.parametrize("kinds", [[], ["surveys"], ["newsletter", "everything"]])
def test_only_what_is_offered_can_be_asked_for(kinds: list[str]) -> None:
    with pytest.raises(ValueError, match="no such news"):
        ask.ask_at(DORA, kinds)
    assert (gate.persons_at(DORA), SignUp.objects.count()) == ([], 0)
