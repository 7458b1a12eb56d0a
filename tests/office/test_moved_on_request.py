"""Staff correct a country on request: the same is asked, refused and shown as when people correct it themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.cast import ADA
from tests.office.conftest import Comes, member
from tests.office.test_for_people import ada, found, told
from tests.orders.buying import basket_with, order_by, tube
from troth import gate
from troth.channels.models import Message
from troth.orders.models import Order
from troth.orders.place import place
from troth.people import details
from troth.visits import consent

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def residence(paul: Client, page: str) -> str:
    """The address of the form that corrects it."""
    links = {part for part in paul.get(page).content.decode().split('"') if "/correct/" in part}
    return next(link for link in links if "organization_country" in paul.get(link).content.decode())


def corrected(comes: Comes, country: str, organization_country: str = "") -> str:
    """The page after the privacy officer did it."""
    paul = comes("privacy_officer")
    form = residence(paul, found(paul))
    answer = paul.post(form, {"country": country, "organization_country": organization_country}, follow=True)
    return answer.content.decode()


def letters() -> list[str]:
    return list(Message.objects.filter(template="rules_changed").values_list("template", flat=True))


def asked_again() -> bool:
    """Whether pages ask her anew what her browser may do."""
    standing = gate.standing(ada())
    assert standing is not None
    return consent.of_person(standing, "", signal=False, today=datetime.now(UTC).date()).asks_first


@pytest.mark.parametrize("told_us", [("DE", ""), ("US", "DE")])
def test_whoever_comes_under_rules_that_ask_first_is_asked(comes: Comes, told_us: tuple[str, str]) -> None:
    member()
    assert gate.may_reach(ada(), "newsletter", "email").allowed
    assert not asked_again()
    page = corrected(comes, *told_us)
    assert "They were asked by mail" in page
    assert "off until they say yes" in page
    assert letters() == ["rules_changed"]
    assert not gate.may_reach(ada(), "newsletter", "email").allowed, "nothing is answered in advance"
    assert asked_again()


@pytest.mark.parametrize("before", [("DE", ""), ("US", "DE")])
def test_and_who_comes_under_rules_that_do_not_is_told(comes: Comes, before: tuple[str, str]) -> None:
    user = member()
    details.correct(user, {"name": ADA.name, "country": before[0], "organization_country": before[1]})
    corrected(comes, "US")
    assert letters() == ["rules_changed"]
    assert gate.may_reach(ada(), "newsletter", "email").allowed


def test_a_word_given_before_goes_along(comes: Comes) -> None:
    member()
    gate.choose(ada(), "newsletter", "email", gate.State.GRANTED, actor=gate.the_person(ada()), source="preferences")
    corrected(comes, "DE")
    assert gate.may_reach(ada(), "newsletter", "email").allowed


def test_under_the_same_rules_nobody_is_asked_anything(comes: Comes) -> None:
    user = member()
    details.correct(user, {"name": ADA.name, "country": "DE"})
    assert "by mail" not in corrected(comes, "FR")
    assert letters() == []


@pytest.mark.parametrize("told_us", [("KP", ""), ("US", "KP")])
def test_an_embargo_holds_for_a_basket_that_was_full_already(comes: Comes, told_us: tuple[str, str]) -> None:
    member()
    asked = order_by(ADA, basket_with((tube(), 1)), person=ada(), residence="", organization_country="")
    corrected(comes, *told_us)
    with pytest.raises(gate.Refused, match="embargo"):
        place(asked)
    assert not Order.objects.exists()


def test_what_stands_already_is_not_written_again(comes: Comes) -> None:
    member()
    sam, paul = comes("customer_service"), comes("privacy_officer")
    helped, page = found(sam), found(paul)
    for browser, act in ((sam, helped + "no-more-mails/"), (paul, page + "processing/"), (paul, page + "purchases/")):
        answer = browser.post(act, {"stop": ""}, follow=True).content.decode()
        assert "nothing was written again" not in answer
        before = [line.entry for line in told() if line.verb in ("choose", "restrict", "close")]
        assert before
        answer = browser.post(act, {"stop": ""}, follow=True).content.decode()
        assert "nothing was written again" in answer
        assert [line.entry for line in told() if line.verb in ("choose", "restrict", "close")] == before


def test_a_second_press_is_still_not_for_everybody(comes: Comes) -> None:
    member()
    paul, sam = comes("privacy_officer"), comes("customer_service")
    paul.post(found(paul) + "processing/", {"stop": ""})
    assert sam.post(found(sam) + "processing/", {"stop": ""}).status_code == 403


def test_a_no_of_their_own_stays_theirs(comes: Comes) -> None:
    member()
    gate.choose(ada(), "newsletter", "email", gate.State.DECLINED, actor=gate.the_person(ada()), source="preferences")
    sam = comes("customer_service")
    sam.post(found(sam) + "no-more-mails/")
    standing = gate.standing(ada())
    assert standing is not None
    assert standing.choices["newsletter", "email"].state is gate.State.DECLINED
