"""Messages that did not go: each job sees its own, nothing about anybody, and decides."""

from __future__ import annotations

import uuid

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from tests.cast import ADA
from tests.office.conftest import Comes, looks, order_of
from troth import channels
from troth.channels.models import Message
from troth.channels.templates import TEMPLATES
from troth.orders.models import Order
from troth.rights.mail_faults import TITLES

pytestmark = pytest.mark.django_db
HERE = "/office/messages/"


def stuck(
    template: str = "order_shipped", order: Order | None = None, code: str = "smtp-550", **row: object
) -> Message:
    message = channels.send(template, order.whose, order=order.pk) if order else channels.send(template, ALIAS)
    Message.objects.filter(pk=message.pk).update(
        **{"state": "failed", "code": code, "attempts": 9, "ended_at": timezone.now(), **row}
    )
    return Message.objects.get(pk=message.pk)


ALIAS = f"{'ab' * 16}@sealed.invalid"
SEES = {
    "order_desk": {"Order on its way"},
    "customer_service": {"Order on its way", "Password link", "Letter about money owed"},
    "privacy_officer": {"Link to My privacy"},
    "marketing": {"Back in stock"},
    "bookkeeping": {"Letter about money owed"},
}


@pytest.mark.parametrize("who", SEES)
def test_each_job_sees_its_own_and_opens_nothing(comes: Comes, who: str) -> None:
    order = order_of()
    Message.objects.all().delete()
    stuck(order=order)
    stuck("password_reset")
    stuck("privacy_link")
    stuck("back_in_stock")
    stuck("money_owed", order=order)

    page = comes(who).get(HERE).content.decode()

    titles = {each.get_text() for each in BeautifulSoup(page, "html.parser").select("tbody th")}
    assert titles == SEES[who]
    assert not any(mark in page for mark in (*ADA.marks, ALIAS, str(order.party)))
    assert looks(order) == []


@pytest.mark.parametrize("who", ["site_keeper", "no job", "superuser"])
@pytest.mark.parametrize("act", ["", "again/", "give-up/"])
def test_other_jobs_are_refused_and_change_nothing(comes: Comes, who: str, act: str) -> None:
    message, browser = stuck("password_reset"), comes(who)
    sent = {"message": [str(message.pk)], "note": "told"}
    answer = browser.post(HERE + act, sent) if act else browser.get(HERE)
    assert answer.status_code == 403
    assert Message.objects.get(pk=message.pk).to == ALIAS
    assert Message.objects.get(pk=message.pk).state == "failed"


def test_a_row_names_the_order_and_why_in_words(comes: Comes) -> None:
    order = order_of()
    stuck(order=order, state="unknown", code="line-broke")
    page = comes("order_desk").get(HERE).content.decode()
    assert f'href="/office/orders/{order.number}/"' in page
    assert "It may have arrived." in page
    assert "The line broke" in page


def test_one_or_several_are_sent_again(comes: Comes) -> None:
    one, two, three = (stuck("password_reset") for _ in range(3))
    comes("customer_service").post(f"{HERE}again/", {"message": [str(one.pk), str(two.pk), "no id", str(uuid.uuid4())]})
    states = dict(Message.objects.values_list("pk", "state"))
    assert (states[one.pk], states[two.pk], states[three.pk]) == ("queued", "queued", "failed")


def test_all_at_once_are_those_of_the_own_job_only(comes: Comes) -> None:
    mine, others = stuck("password_reset"), stuck("privacy_link")
    comes("customer_service").post(f"{HERE}again/", {"everything": "1"})
    assert Message.objects.get(pk=mine.pk).state == "queued"
    assert Message.objects.get(pk=others.pk).state == "failed"


@pytest.mark.parametrize(("who", "template"), [("customer_service", "privacy_link"), ("marketing", "password_reset")])
def test_somebody_elses_message_cannot_be_ticked(comes: Comes, who: str, template: str) -> None:
    others = stuck(template)
    browser = comes(who)
    browser.post(f"{HERE}again/", {"message": [str(others.pk)]})
    browser.post(f"{HERE}give-up/", {"message": [str(others.pk)], "note": "told"})
    after = Message.objects.get(pk=others.pk)
    assert (after.state, after.to) == ("failed", ALIAS)


def test_giving_up_takes_a_note_and_forgets_whom_it_was_for(comes: Comes) -> None:
    message, sam = stuck("password_reset"), comes("customer_service")

    without = sam.post(f"{HERE}give-up/", {"message": [str(message.pk)]}, follow=True).content.decode()
    assert "Choose a note first" in without
    assert Message.objects.get(pk=message.pk).to == ALIAS

    sam.post(f"{HERE}give-up/", {"message": [str(message.pk)], "note": "told"})
    after = Message.objects.get(pk=message.pk)
    assert (after.to, after.code, after.state) == ("", "smtp-550/told", "failed")
    assert "Every message went." in sam.get(HERE).content.decode()
    done = sam.get(f"{HERE}?show=decided").content.decode()
    assert "They were told in another way" in done
    sam.post(f"{HERE}again/", {"message": [str(message.pk)]})
    assert Message.objects.get(pk=message.pk).state == "failed"


def test_a_note_is_one_of_a_few_and_never_free_words(comes: Comes) -> None:
    message = stuck("password_reset")
    comes("customer_service").post(f"{HERE}give-up/", {"message": [str(message.pk)], "note": ADA.name})
    assert Message.objects.get(pk=message.pk).to == ALIAS


def test_what_the_policy_refused_says_so_and_is_not_sent_again(comes: Comes) -> None:
    message = stuck("password_reset", state="refused", code="restricted", clause="O.c", to="")
    sam = comes("customer_service")
    page = sam.get(f"{HERE}?show=decided").content.decode()
    assert "asked us to stop processing" in page
    assert "O.c" in page
    sam.post(f"{HERE}again/", {"message": [str(message.pk)], "everything": "1"})
    assert Message.objects.get(pk=message.pk).state == "refused"


def test_every_mail_has_a_name_in_the_office() -> None:
    assert set(TEMPLATES) - set(TITLES) == set(), "name it in troth/rights/mail_faults.py"


def test_the_first_page_counts_what_waits(comes: Comes) -> None:
    stuck("password_reset")
    card = BeautifulSoup(comes("customer_service").get("/office/").content, "html.parser").select_one(
        ".office-card a[href='/office/messages/'] .office-card__count"
    )
    assert card is not None
    assert card.get_text() == "1"
