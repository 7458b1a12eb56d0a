"""What an earlier try left of the same notes: it wrote a row, then told the vault, then noted the record down in the row.

Cut off in between, the row is there without a record, and nobody, or somebody, or a record of that show behind it.
"""

from __future__ import annotations

from troth import gate

from ..models import Met, ShowNotes
from ..purpose import KIND, PURPOSE
from .asking import SOURCE
from .person import Show
from .report import Became


def clear(notes: ShowNotes) -> None:
    """Rows whose person never came into being: they come anew."""
    lost = [row.pk for row in notes.met.filter(made=True, record=None) if gate.person_behind(row.alias) is None]
    Met.objects.filter(pk__in=lost).delete()


def of(notes: ShowNotes | None, known: gate.PersonId | None) -> Met | None:
    """Their row in these notes."""
    if notes is None or known is None:
        return None
    return notes.met.filter(alias__in=gate.aliases_of(known)).first()


def became(row: Met) -> Became:
    """What the earlier try made of them. Whom it only asked about news has no record."""
    if row.made:
        return Became.NEW
    return Became.UNCHANGED if row.record is None and hasattr(row, "asked") else Became.ADDED


def is_whole(row: Met, known: gate.PersonId | None, show: Show) -> bool:
    """Whether the vault has it; the row then learns which record. Raises nothing: what the gate refuses is not there."""
    if row.record is None and known is not None:
        row.record = _record(known, show)
    return row.record is not None or hasattr(row, "asked")


def _record(known: gate.PersonId, show: Show) -> gate.RecordId | None:
    """What was noted of them at this show on this day."""
    try:
        opened = gate.use(known, [f"{KIND}.origin", f"{KIND}.met_on"], purpose=PURPOSE, actor=gate.system(PURPOSE))
    except gate.Refused:
        return None
    same = (show.words, show.day.isoformat())
    for record in opened.all(KIND):
        told = tuple(
            each.reveal() if isinstance(each := record[name], gate.Personal) else "" for name in ("origin", "met_on")
        )
        if record.source == SOURCE and told == same:
            return record.id
    return None
