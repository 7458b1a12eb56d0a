"""What somebody has filed, for themselves; and ending it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from troth import gate

from ..models import Order, PriceBook
from ..models.exemption import Exemption, Ground, Standing, WhyNot
from ..models.order import TaxCase
from . import books
from .errors import NotThere
from .holding import place_named
from .purpose import FILED, KIND, PURPOSE, kinds

Value = gate.Personal | gate.Withheld | None


@dataclass(frozen=True, slots=True)
class Mine:
    """`why`: in a sentence, "" unless declined or withdrawn. `over`: its last day has passed. `by`: in a sentence, where one
    of us filed it. `alone`: and approved it, too.
    """

    ref: UUID
    ground: str
    place: str
    valid_until: date
    state: Standing
    why: str
    over: bool
    number: Value
    organization: Value
    by: str
    alone: bool

    @property
    def holds(self) -> bool:
        return self.state is Standing.HOLDS and not self.over

    @property
    def can_end(self) -> bool:
        return self.holds or self.state in (Standing.ASKED, Standing.DECLINED)


def rows(person: gate.PersonId) -> QuerySet[Exemption]:
    """All that stand; opens nothing."""
    return Exemption.objects.filter(party__in=gate.parties_of(person)).exclude(state=Standing.FILING)


def among(parties: Iterable[gate.PartyId]) -> frozenset[gate.PartyId]:
    """Those of a person's parties under which an exemption is filed; they are no orders'."""
    found = Exemption.objects.filter(party__in=list(parties)).values_list("party", flat=True)
    return frozenset(gate.PartyId(int=party.int) for party in found)


def of(person: gate.PersonId) -> tuple[Mine, ...]:
    """Newest first. Opens nothing, and enters nothing, where nothing was filed. Raises `gate.Refused`."""
    found = list(rows(person).order_by("-begun_at", "-pk"))
    if not found:
        return ()
    opened = gate.use_each([row.whose for row in found], kinds(), purpose=PURPOSE, actor=gate.the_person(person))
    return tuple(_mine(row, opened[row.whose]) for row in found)


def end(person: gate.PersonId, ref: UUID) -> None:
    """Taken back by whoever filed it. What never held is destroyed; what held stays with the books. Raises NotThere."""
    row = rows(person).filter(ref=ref).first()
    if row is None:
        raise NotThere
    held = Exemption.objects.filter(pk=row.pk, state=Standing.HOLDS)
    with transaction.atomic():
        if held.update(state=Standing.WITHDRAWN, why=WhyNot.ASKED_FOR):
            PriceBook.renew()
            return
    never = Exemption.objects.filter(pk=row.pk, state__in=(Standing.ASKED, Standing.DECLINED))
    if not never.update(state=Standing.FILING, begun_at=timezone.now()):
        raise NotThere
    gate.forget_unfinished(row.whose, purpose=PURPOSE, actor=gate.the_person(person))
    Exemption.objects.filter(pk=row.pk).delete()


def proving_nothing(person: gate.PersonId) -> frozenset[gate.PartyId]:
    """Parties of theirs whose certificate no sale ever rested on: it goes with them when they are erased."""
    parties = gate.parties_of(person)
    theirs = Exemption.objects.filter(party__in=parties)
    if Order.objects.filter(party__in=parties, tax_case=TaxCase.EXEMPT).exists():
        theirs = theirs.exclude(state__in=books.HELD)
    return frozenset(row.whose for row in theirs)


def forget(persons: Sequence[gate.PersonId]) -> int:
    """The rows of people who are about to be erased; how many. What proves a sale without tax stays in the vault."""
    parties = [party for person in persons for party in gate.parties_of(person)]
    nothing = {party for person in persons for party in proving_nothing(person)}
    for party in sorted(nothing):
        gate.forget_unfinished(party, purpose=PURPOSE)
    for row in books.unentered().filter(party__in=parties).exclude(party__in=nothing):
        books.enter_late(row)
    with transaction.atomic():
        gone, _each = Exemption.objects.filter(party__in=parties).delete()
        if gone:
            PriceBook.renew()
    return gone


def by_words(row: Exemption) -> str:
    """Who has looked at one that one of us filed, for its holder; "" for what they filed themselves."""
    if row.filed_by is None:
        return ""
    if row.alone:
        return gettext("One of us filed it for you and approved it, too: nobody else had that job then.")
    if row.state in books.HELD:
        return gettext("One of us filed it for you, and somebody else here approved it.")
    if row.state == Standing.ASKED:
        return gettext("One of us filed it for you. It waits to be looked at.")
    return gettext("One of us filed it for you.")


def _mine(row: Exemption, answer: gate.Opened | gate.Refused) -> Mine:
    number: Value = None
    organization: Value = None
    if isinstance(answer, gate.Refused):
        number = gate.Withheld(answer.clause, str(answer.reason))
    elif record := answer.first(FILED) or answer.first(KIND):
        number, organization = record["number"], record["organization"]
    return Mine(
        row.ref,
        str(Ground(row.ground).label),
        place_named(row.country, row.region),
        row.valid_until,
        Standing(row.state),
        str(WhyNot(row.why).label) if row.why else "",
        row.valid_until < timezone.localdate(),
        number,
        organization,
        by_words(row),
        row.alone,
    )
