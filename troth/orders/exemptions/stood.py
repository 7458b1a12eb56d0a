"""How what somebody filed stands, and why, in words: beside the sealed certificate wherever they read their data. Opens nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from troth import gate

from ..models.exemption import Exemption, Ground, Standing, WhyNot
from .holding import Holding
from .mine import by_words


@dataclass(frozen=True, slots=True)
class Stood:
    """`what`: kind, place and last day. `code`: of its state. `why` and `by`: "" where there is nothing to say."""

    party: gate.PartyId
    what: str
    code: str
    state: str
    why: str
    by: str

    @property
    def lines(self) -> tuple[tuple[str, str, str], ...]:
        """(name, label, text) of what there is to say."""
        told = (
            ("state", _("how it stands"), self.state),
            ("why", _("our reason"), self.why),
            ("filed_by", _("who filed it"), self.by),
        )
        return tuple(each for each in told if each[2])


def of(parties: Iterable[gate.PartyId]) -> dict[gate.PartyId, Stood]:
    """Oldest first; one query."""
    rows = Exemption.objects.filter(party__in=list(parties)).exclude(state=Standing.FILING).order_by("begun_at", "pk")
    return {row.whose: _stood(row) for row in rows}


def _stood(row: Exemption) -> Stood:
    told = Holding(Ground(row.ground), row.country, row.region, row.valid_until)
    over = row.state == Standing.HOLDS and row.valid_until < timezone.localdate()
    return Stood(
        row.whose,
        told.words,
        "expired" if over else row.state,
        _("expired") if over else str(Standing(row.state).label),
        str(WhyNot(row.why).label) if row.why else "",
        by_words(row),
    )
