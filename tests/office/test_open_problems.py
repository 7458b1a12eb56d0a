"""Open problems on the first page and on their own: by kind, how many, since when, and who should have heard of us."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from tests.cast import ADA
from tests.office.conftest import Comes, order_of
from tests.orders.buying import works_at_the_desk
from troth.orders.problems import Problem
from troth.support import cases, contact, shelf
from troth.support.models import Case, Outcome

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def opened(problem: Problem, days: int = 0) -> Case:
    actor = works_at_the_desk(9_000_600 + Case.objects.count())
    ref = cases.open(order_of().number, problem, actor)
    at = timezone.now() - timedelta(days=days)
    Case.objects.filter(ref=ref).update(opened_at=at, due_at=at + timedelta(days=2))
    return Case.objects.get(ref=ref)


def test_open_cases_are_counted_by_kind_the_oldest_first() -> None:
    opened(Problem.STUCK)
    old = opened(Problem.STUCK, days=5)
    opened(Problem.UNDELIVERABLE, days=1)
    done = opened(Problem.PAID_TWICE)
    cases.close(done.ref, Outcome.NO_PROBLEM, works_at_the_desk(9_000_700))
    told = [(kind.problem, kind.many, kind.overdue) for kind in shelf.by_kind()]
    assert told == [(Problem.STUCK, 2, 1), (Problem.UNDELIVERABLE, 1, 0)]
    assert shelf.by_kind()[0].oldest == old.opened_at


def test_whom_we_wrote_to_has_heard_of_us() -> None:
    late = opened(Problem.STUCK, days=5)
    assert shelf.by_kind()[0].overdue == 1
    contact.write(late.ref, works_at_the_desk(9_000_700))
    assert shelf.by_kind()[0].overdue == 0


def test_the_first_page_leads_to_each_kind(comes: Comes) -> None:
    stuck, other = opened(Problem.STUCK, days=5), opened(Problem.UNDELIVERABLE)
    olga = comes("order_desk")
    page = BeautifulSoup(olga.get("/office/").content, "html.parser")
    links = {link.get_text(strip=True): str(link["href"]) for link in page.select(".office-kinds a")}
    assert [*links] == [Problem.STUCK.label, Problem.UNDELIVERABLE.label]
    there = olga.get(links[str(Problem.STUCK.label)]).content.decode()
    assert stuck.order.number in there
    assert other.order.number not in there
    assert not any(mark in page.get_text() for mark in ADA.marks)


@pytest.mark.parametrize("kind", ["", "gone", "%00", "payment_failed"])
def test_a_kind_that_nobody_has_shows_all(comes: Comes, kind: str) -> None:
    case = opened(Problem.STUCK)
    assert case.order.number in comes("order_desk").get(f"/office/orders/problems/?kind={kind}").content.decode()


def test_other_jobs_read_nothing_of_it_on_their_first_page(comes: Comes) -> None:
    opened(Problem.STUCK)
    assert b"office-kinds" not in comes("marketing").get("/office/").content


def test_the_first_page_draws_how_old_they_are_and_says_it_in_words(comes: Comes) -> None:
    for days in (0, 2, 2, 5, 30):
        opened(Problem.STUCK, days=days)
    opened(Problem.LOST)
    assert {kind.problem: kind.ages for kind in shelf.by_kind()} == {
        Problem.STUCK: (1, 2, 1, 1),
        Problem.LOST: (1, 0, 0, 0),
    }
    page = BeautifulSoup(comes("order_desk").get("/office/").content, "html.parser")
    stuck, lost = page.select(".office-ages")
    assert [(str(each["x"]), str(each["width"])) for each in stuck.select("rect")] == [
        ("0", "32"),
        ("32", "64"),
        ("96", "32"),
        ("128", "32"),
    ]
    assert [str(each["width"]) for each in lost.select("rect")] == ["32"]
    assert "2 up to three days old, 1 up to a week old" in stuck.get_text()
