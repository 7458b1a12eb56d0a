"""What partners get: numbers with noise, paid for, written down, and nothing else."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.catalog.goods import product, variant
from tests.office.conftest import hired
from tests.orders.buying import tube
from tests.orders.sold import sold
from troth import gate, ledger
from troth.ledger.models import Entry
from troth.publishing import partners
from troth.publishing.partners import files, note
from troth.visits import once
from troth.visits.models import Allowance, Cell, Count, Handout, Series
from troth.visits.models.counting import What
from troth.visits.partners import A_MONTH, EACH, AllowanceSpent, NoNoise, NotOver, noise

pytestmark = pytest.mark.django_db
PARTNER = "lab_compass"
YESTERDAY = timezone.localdate() - timedelta(days=1)
FIRST = (YESTERDAY.replace(day=1) - timedelta(days=1)).replace(day=1)  # of the month before
SYSTEM = "partner_figures"


def came(page: str, many: int, day: date = FIRST) -> None:
    Count.objects.create(day=day, what=What.VISITOR, name=page, many=many)


def asked(
    subject: str = "/", figure: str = "page_visitors", first: date = FIRST, last: date = FIRST, partner: str = PARTNER
) -> partners.Given:
    return partners.give(partner, figure, subject, first, last, actor=gate.system(SYSTEM))


def louder(monkeypatch: Any, by: int) -> None:
    """Noise of a known size, so that it can be seen whether it is there."""
    monkeypatch.setattr(noise, "drawn", lambda true, loss: [each + by for each in true])


def entries() -> list[ledger.EntryBody]:
    bodies = [ledger.entry(str(token)).body for token in Entry.objects.order_by("pk").values_list("token", flat=True)]
    return [body for body in bodies if body.purpose == SYSTEM]


def test_visitors_of_a_page_come_with_noise(monkeypatch: Any) -> None:
    louder(monkeypatch, 1000)
    came("/", 41)
    came("/products/", 7)
    given = asked(last=FIRST + timedelta(days=1))
    assert given.rows == {FIRST: [1041], FIRST + timedelta(days=1): [1000]}


def test_sizes_of_orders_come_in_bands_of_one_currency_with_noise(monkeypatch: Any) -> None:
    louder(monkeypatch, 1000)
    goods = tube()
    sold(FIRST, (goods, 2))
    sold(FIRST, (goods, 2))
    rows = [*csv.DictReader(io.StringIO(files.as_csv(asked("USD", "order_sizes")).decode()))]
    assert [row["orders"] for row in rows] == ["1000", "1002", "1000", "1000", "1000", "1000", "1000"]
    assert rows[0] | rows[1] == {
        "day": FIRST.isoformat(),
        "currency": "USD",
        "from": "25.00",
        "below": "50.00",
        "orders": "1002",
    }


def test_no_true_number_is_kept_beside_the_counts_or_stands_in_a_file(monkeypatch: Any) -> None:
    """The control: noise of no size at all, and the true number is there to be found."""
    came("/", 48_151)
    louder(monkeypatch, 0)
    assert "48151" in files.as_json(asked()).decode()
    Cell.objects.all().delete()
    louder(monkeypatch, 777)
    given = asked()
    told = files.as_json(given).decode() + files.as_csv(given).decode() + repr(given)
    kept = "".join(str([*model.objects.values()]) for model in (Cell, Handout, Series, Allowance))
    assert "48151" not in told + kept
    assert "48928" in told


def test_the_noise_is_really_drawn() -> None:
    came("/", 100)
    drawn = asked(last=FIRST + timedelta(days=20))
    assert len({values[0] for values in drawn.rows.values()}) > 5


def test_the_same_question_has_the_same_answer_and_costs_once() -> None:
    came("/", 100)
    first, again = asked(last=FIRST + timedelta(days=9)), asked(last=FIRST + timedelta(days=9))
    assert first.rows == again.rows
    assert (first.spent, again.spent) == (EACH, 0)


def test_other_days_around_it_are_no_second_draw() -> None:
    longer, day = asked(last=FIRST + timedelta(days=9)), FIRST + timedelta(days=4)
    assert asked(first=day, last=day + timedelta(days=8)).rows[day] == longer.rows[day]


def test_two_partners_side_by_side_see_the_same_number(monkeypatch: Any) -> None:
    told = gate.policy()
    second = dataclasses.replace(told.recipients[PARTNER], name="second")
    both = dataclasses.replace(told, recipients={**told.recipients, "second": second})
    ours = asked(last=FIRST + timedelta(days=9))
    for module in ("troth.gate.give_figures", "troth.gate.entries", "troth.gate"):
        monkeypatch.setattr(sys.modules[module], "policy", lambda: both)
    theirs = asked(last=FIRST + timedelta(days=9), partner="second")
    assert (theirs.rows, theirs.spent) == (ours.rows, EACH)


def test_what_becomes_true_later_changes_no_number_that_was_given() -> None:
    given = asked()
    came("/", 1_000_000)
    assert asked().rows == given.rows


# -- the allowance


def pages(many: int) -> list[str]:
    return [f"/products/{product(f'Tube {each}', variant(1000)).slug}/" for each in range(many)]


def test_the_allowance_of_a_month_runs_out_and_says_so() -> None:
    wanted = pages(A_MONTH // EACH + 1)
    for page in wanted[:-1]:
        asked(page)
    with pytest.raises(AllowanceSpent) as refused:
        asked(wanted[-1])
    assert "has been told all" in str(refused.value)
    assert not Cell.objects.filter(subject=wanted[-1]).exists()
    assert Allowance.objects.get().spent == A_MONTH
    assert asked(wanted[0]).spent == 0, "what was given may be had again"


def test_another_month_has_an_allowance_of_its_own_and_a_question_over_two_pays_both() -> None:
    second = (FIRST + timedelta(days=31)).replace(day=1)
    if second > YESTERDAY:
        second = (FIRST - timedelta(days=1)).replace(day=1)
    first, last = sorted((FIRST, second))
    assert asked(first=first, last=last).spent == 2 * EACH
    assert Allowance.objects.count() == 2


def test_waiting_gives_no_new_allowance(monkeypatch: Any) -> None:
    """It belongs to the days the figures are about, not to the day somebody asks."""
    for page in pages(A_MONTH // EACH):
        asked(page)
    later = timezone.now() + timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with pytest.raises(AllowanceSpent):
        asked("/")


def test_a_question_that_is_refused_spends_nothing_and_the_ledger_says_it_failed() -> None:
    for page in pages(A_MONTH // EACH):
        asked(page)
    with pytest.raises(AllowanceSpent):
        asked("/")
    assert Handout.objects.count() == A_MONTH // EACH
    assert [(body.verb, body.decision) for body in entries()][-2:] == [("disclose", "allowed"), ("outcome", "failed")]


def test_the_store_itself_keeps_the_allowance() -> None:
    asked()
    with pytest.raises(IntegrityError), transaction.atomic():
        Allowance.objects.update(spent=A_MONTH + 1)


# -- who decides, and what is written down


def test_each_is_an_entry_with_the_figure_the_partner_and_what_became_of_it() -> None:
    given = asked()
    told, became = entries()
    assert (told.verb, told.decision, told.fields, told.recipient) == (
        "disclose",
        "allowed",
        ("figures.page_visitors",),
        PARTNER,
    )
    assert (became.verb, became.decision, became.refers) == ("outcome", "delivered", str(given.entry))
    assert "/" not in str(told)


def test_with_the_gate_refusing_nothing_leaves_and_nothing_is_spent(monkeypatch: Any) -> None:
    came("/", 100)

    def refuses(*_told: Any, **_more: Any) -> None:
        raise gate.Refused.by(gate.policy().refusals["actor_without_purpose"])

    monkeypatch.setattr(gate, "give_figures", refuses)
    with pytest.raises(gate.Refused):
        asked()
    assert not Cell.objects.exists()
    assert not Handout.objects.exists()
    assert not Allowance.objects.exists()


@pytest.mark.parametrize("role", ["order_desk", "customer_service", "bookkeeping", "privacy_officer"])
def test_it_is_no_job_of(role: str) -> None:
    actor = gate.employee(hired(role).pk)
    with pytest.raises(gate.Refused):
        partners.give(PARTNER, "page_visitors", "/", FIRST, FIRST, actor=actor)
    assert not Cell.objects.exists()


@pytest.mark.parametrize(
    ("partner", "figure", "subject"),
    [
        ("nobody", "page_visitors", "/"),
        (PARTNER, "customers", "/"),
        (PARTNER, "page_visitors", "/my/privacy/"),
        (PARTNER, "order_sizes", "/"),
        (PARTNER, "order_sizes", "XXX"),
    ],
)
def test_there_is_no_other_figure_page_or_partner(partner: str, figure: str, subject: str) -> None:
    with pytest.raises(partners.PartnerTrouble):
        asked(subject, figure, partner=partner)
    assert not entries()


def test_visits_that_are_not_visitors_are_in_no_figure(monkeypatch: Any) -> None:
    louder(monkeypatch, 0)
    Count.objects.create(day=FIRST, what=What.VISIT, name="/", many=500)
    came("/", 3)
    assert asked().rows == {FIRST: [3]}


def test_a_policy_without_the_cookie_offers_no_visitors(monkeypatch: Any) -> None:
    told = gate.policy()
    poorer = dataclasses.replace(told, cookies={name: each for name, each in told.cookies.items() if name != once.NAME})
    monkeypatch.setattr(gate, "policy", lambda: poorer)
    assert partners.subjects("page_visitors") == []
    with pytest.raises(partners.PartnerTrouble):
        asked()


def test_a_recipient_of_something_else_gets_no_figures() -> None:
    with pytest.raises(gate.Refused):
        asked(partner="usps")
    assert not Cell.objects.exists()


@pytest.mark.parametrize(("first", "last"), [(0, 0), (-1, 0), (-1, -2), (-200, -1), (-900, -890)])
def test_only_days_that_are_over(first: int, last: int) -> None:
    today = timezone.localdate()
    with pytest.raises(NotOver):
        asked(first=today + timedelta(days=first), last=today + timedelta(days=last))


def test_without_the_library_nothing_is_given_and_a_sentence_says_why(monkeypatch: Any) -> None:
    noise.mechanism.cache_clear()
    monkeypatch.setitem(sys.modules, "opendp.prelude", None)
    with pytest.raises(NoNoise) as refused:
        asked()
    assert "requirements/partners.txt" in str(refused.value)
    assert not entries()
    noise.mechanism.cache_clear()


# -- files and the note


def test_the_file_says_what_its_noise_is(monkeypatch: Any) -> None:
    louder(monkeypatch, 5)
    told = json.loads(files.as_json(asked()))
    assert told["noise"]["epsilon"] == EACH / 1000
    assert told["noise"]["hides"] == "one visitor on one day"
    assert told["noise"]["epsilon_of_a_day"] == once.MOST * EACH / 1000
    assert "allow measurement" in told["counted"]
    assert told["rows"] == [{"day": FIRST.isoformat(), "page": "/", "visitors": 5}]


def test_the_note_has_every_file_that_was_made_and_no_number_of_it(monkeypatch: Any) -> None:
    louder(monkeypatch, 48_000)
    asked()
    asked()
    told = note.note()
    assert [(line.partner, line.subject, line.spent) for line in told.lines] == [
        ("Lab Compass", "/", 0.0),
        ("Lab Compass", "/", EACH / 1000),
    ]
    assert "48" not in str([line.spent for line in told.lines])
