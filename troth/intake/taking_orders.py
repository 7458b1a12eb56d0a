"""Past orders: the vault first, person by person; then the books, a hundred orders in one transaction.

Nobody is written to, no stock moves, no payment is asked. What has outlived the orders' retention keeps only what the
books must show; what has outlived the books stays outside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import batched
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from troth import gate
from troth.catalog.importing.report import Weight
from troth.orders import sweep
from troth.orders.models import Order, Placing

from . import books, words_on_news
from .contact import Word
from .door import PURPOSE, SOURCE
from .marks import mark
from .models import Taken, What
from .past_order import PastOrder
from .report import Became, IntakeReport

AT_ONCE: Final = 100
TOGETHER: Final = 20  # orders a vault transaction; shoppers who write meanwhile wait for it
FULL, BOOKS = "order_delivery", "order_billing"  # a kind of each retention class
_SAME_DAY: Final = timedelta(
    days=2
)  # an order keeps its date; time zones and files without a time tell it apart by less
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Plan:
    """`books_only`: the orders' retention is over. `order`: the one taken in before."""

    past: PastOrder
    became: Became
    mark: str
    row: Taken
    books_only: bool = False
    order: Order | None = None


@dataclass(slots=True)
class TakingOrders:
    run: UUID
    actor: gate.Actor
    report: IntakeReport
    progress: Progress | None = None
    shop: str = ""  # the former shop's name
    now: datetime = field(default_factory=timezone.now)

    def take(self, found: Sequence[PastOrder]) -> None:
        done = 0
        for some in batched(found, AT_ONCE, strict=False):
            plans = self._plans(some)
            if not self.report.dry_run:
                self._carry_out(plans)
            for plan in plans:
                self._count(plan)
            done += len(some)
            if self.progress is not None:
                self.progress(done, len(found))

    # -- what is to be done

    def _plans(self, some: Sequence[PastOrder]) -> list[Plan]:
        mine = Taken.objects.filter(what=What.ORDER, shop=self.shop, former__in=[each.key for each in some])
        rows = {row.former: row for row in mine}
        orders = {order.party: order for order in Order.objects.filter(party__in=[row.party for row in rows.values()])}
        return [self._plan(past, rows.get(past.key), orders) for past in some]

    def _plan(self, past: PastOrder, row: Taken | None, orders: dict[UUID, Order]) -> Plan:
        said = _mark(past)
        jurisdiction = gate.policy().jurisdiction_of(past.country)
        over = self._over(FULL, past, jurisdiction)
        if row is not None and (row.mark == said or (row.itemised and not past.itemised)):
            return Plan(past, Became.UNCHANGED, said, row, over)
        order = orders.get(row.party) if row is not None else None
        if self._over(BOOKS, past, jurisdiction):
            return Plan(past, Became.EXPIRED, said, row or self._begun(past), over)
        if row is not None and order is not None:
            return Plan(past, self._may_change(past, row, order), said, row, over, order)
        return Plan(past, Became.NEW, said, row or self._begun(past), over)

    def _may_change(self, past: PastOrder, row: Taken, order: Order) -> Became:
        if abs(order.placed_at - past.placed_at) > _SAME_DAY:
            words = _(
                "An order of this number came with another date. If the file is from another former shop, say a name for that "
                "shop. If not, take the earlier import back first."
            )
            self.report.lost(words, past.rows)
            return Became.REFUSED
        if order.status == row.status:
            return Became.CHANGED
        words = _("The order was worked on here since; it stays as it is.")
        self.report.note(words, row=past.rows[0], weight=Weight.CHANGED)
        return Became.UNCHANGED

    def _over(self, kind: str, past: PastOrder, jurisdiction: str) -> bool:
        retention = gate.policy().kinds[kind].retention
        until = gate.policy().keep_until(retention, past.placed_at, jurisdiction)
        return until is not None and until <= self.now

    def _begun(self, past: PastOrder) -> Taken:
        row = Taken(run=self.run, what=What.ORDER, party=gate.PartyId.random(), shop=self.shop, former=past.key)
        row.itemised = past.itemised
        return row

    def _count(self, plan: Plan) -> None:
        self.report.add(plan.became, plan.past.rows)
        if plan.became in (Became.NEW, Became.CHANGED):
            self.report.partly += plan.books_only
        if plan.became in (Became.NEW, Became.CHANGED, Became.UNCHANGED):
            sums = plan.past.sums
            self.report.cost(
                plan.past.currency,
                goods=sums.goods,
                discount=sums.discount,
                shipping=sums.shipping,
                tax=sums.tax + sums.tax_included,
                tax_included=sums.tax_included,
                total=sums.total,
            )
        if self.report.dry_run and plan.became in (Became.NEW, Became.CHANGED):
            jurisdiction = gate.policy().jurisdiction_of(plan.past.country)
            said, people = {"email": plan.past.by_mail}, _who_said_no(plan.past)
            words_on_news.foreseen(said, people, jurisdiction, self.report, plan.past.rows)
        self.report.sample(plan.past.rows[0], {**asdict(plan.past), "rows": (), "sums": ()})

    # -- doing it

    def _carry_out(self, plans: Sequence[Plan]) -> None:
        """A `Placing` row for each new one: what a run that is killed leaves in the vault is swept up with it."""
        new = [plan for plan in plans if plan.became is Became.NEW]
        Placing.objects.bulk_create([Placing(party=plan.row.party) for plan in new])
        due = [plan for plan in plans if plan.became in (Became.NEW, Became.CHANGED)]
        for some in batched(due, TOGETHER, strict=False):
            people = {person for plan in some if (person := self._person(plan)) is not None}
            people |= {person for plan in some for person in _who_said_no(plan.past)}
            addresses = {plan.past.email for plan in some if plan.past.email}
            with gate.together(*people, addresses=addresses):
                for plan in some:
                    self._tell_the_vault(plan)
        for plan in plans:
            if plan.became in (Became.UNCHANGED, Became.EXPIRED) and plan.row and plan.row.mark != plan.mark:
                self._hear_the_no(plan)
        for plan in plans:
            if plan.became is Became.CHANGED and plan.order is not None:
                books.rewrite(plan.order, plan.past, plan.row, plan.mark)
        kept = [plan for plan in new if plan.became is Became.NEW]
        try:
            with transaction.atomic():
                books.write([(plan.past, plan.row, plan.mark) for plan in kept])
        except Exception:
            for plan in kept:
                sweep.clear(gate.PartyId(int=plan.row.party.int))
            raise

    def _hear_the_no(self, plan: Plan) -> None:
        """Of an order that is not taken in, or stays as it was worked on here: whoever is known at its address said it all the same."""
        people = _who_said_no(plan.past)
        if not people:
            return
        try:
            with gate.together(*people, addresses={plan.past.email}):
                said = {"email": plan.past.by_mail}
                words_on_news.carry_over(said, people, self.actor, self.report, plan.past.rows)
        except gate.Refused as refused:
            self.report.lost(str(refused.reason), plan.past.rows)

    def _tell_the_vault(self, plan: Plan) -> None:
        party = gate.PartyId(int=plan.row.party.int)
        try:
            person = self._person(plan)
            told = _told(plan.past, books_only=plan.books_only, newcomer=person is None)
            if told:
                gate.collect(
                    person,
                    told,
                    purpose=PURPOSE,
                    source=SOURCE,
                    actor=self.actor,
                    party=party,
                    since=plan.past.placed_at,
                )
            said = {"email": plan.past.by_mail}
            words_on_news.carry_over(said, _who_said_no(plan.past), self.actor, self.report, plan.past.rows)
        except gate.Refused as refused:
            plan.became = Became.EXPIRED if refused.code == "expired" else Became.REFUSED
            if plan.became is Became.REFUSED:
                self.report.lost(str(refused.reason), plan.past.rows)
            sweep.clear(party)

    def _person(self, plan: Plan) -> gate.PersonId | None:
        """Who the order was of before; else a guest at the address. Never somebody with an account: nobody has proven
        that the mailbox of back then is theirs."""
        if plan.order is not None:
            return gate.person_of_party(gate.PartyId(int=plan.row.party.int))
        guests = gate.guests_at(plan.past.email) if plan.past.email and not plan.books_only else []
        return next(iter(guests), None)


def _who_said_no(past: PastOrder) -> list[gate.PersonId]:
    """Everybody known at the address: a no binds whoever of them it was."""
    return gate.persons_at(past.email) if past.email and past.by_mail is not Word.NONE else []


def _mark(past: PastOrder) -> str:
    """What has no word on news is marked as before orders had any, or all of them would seem changed."""
    said = asdict(past)
    if past.by_mail is Word.NONE:
        del said["by_mail"]
    return mark(said)


def _told(past: PastOrder, *, books_only: bool, newcomer: bool) -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = {"order_billing": dict(past.billing)}
    if not books_only:
        contact = {"name": past.name, "email": past.email, "telephone": past.telephone}
        told["order_contact"] = {name: text for name, text in contact.items() if text}
        told["order_delivery"] = dict(past.delivery)
        if newcomer and past.email:
            told["email"] = {"email": past.email}
    return {kind: fields for kind, fields in told.items() if fields}
