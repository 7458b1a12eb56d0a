"""What somebody says about a file: which field a column holds that we do not know, and how its dates begin.

Offered is what the policy lets in by `import`, field by field, and nothing else. Kept with the run as
{"3": "telephone.telephone", "dates": "day", "shop": "Glass Berlin"}: place of a column, from 0, and field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from troth import gate
from troth.catalog.importing import NotImportable

from . import former_shop, sensitive
from .dates import First
from .door import PURPOSE, SOURCE

DATES: Final = "dates"
SHOP: Final = "shop"
CUSTOMERS, PAST_ORDERS = "customers", "past-orders"
# What of the policy's records each kind of file can speak of.
_ABOUT: Final = {
    CUSTOMERS: ("name", "email", "telephone", "address", "residence", "provenance"),
    PAST_ORDERS: ("order_contact", "order_delivery", "order_billing"),
}
_BY_US: Final = frozenset({"provenance.system"})  # which shop it was says the layout


class NotSuch(NotImportable):
    """What was said about the columns does not fit the file or the policy. The message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Said:
    """`fields`: column → field. `first`: how dates with strokes begin, None where the file is to tell. `shop`: the name of the
    former shop, "" for the only one of its system."""

    fields: Mapping[str, str] = field(default_factory=dict)
    first: First | None = None
    shop: str = ""

    @property
    def by_field(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for column, about in self.fields.items():
            found.setdefault(about, []).append(column)
        return found

    def columns(self, *about: str) -> list[str]:
        """The columns of these fields, in small spelling."""
        return [column.casefold() for column, each in self.fields.items() if each in about]


def offered(kind: str) -> list[tuple[str, str]]:
    """(field, its words) that columns of such a file may be taken as, in the policy's order and language."""
    policy = gate.policy()
    purpose = policy.purposes[PURPOSE]
    return [
        (
            f"{name}.{each}",
            _("%(record)s: %(field)s") % {"record": record.for_staff, "field": record.fields[each].label},
        )
        for name in _ABOUT.get(kind, ())
        if (record := policy.kinds[name]) and SOURCE in purpose.collects.get(name, ())
        for each in record.fields
        if each in purpose.uses.get(name, ()) and f"{name}.{each}" not in _BY_US
    ]


def grouped(kind: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same for a list to choose from: (the record's words, its fields)."""
    kinds = gate.policy().kinds
    found: dict[str, list[tuple[str, str]]] = {}
    for name, _words in offered(kind):
        record, field_name = name.split(".")
        found.setdefault(record, []).append((name, kinds[record].fields[field_name].label))
    return [(kinds[record].for_staff, fields) for record, fields in found.items()]


def of_run(kind: str, taken_as: Mapping[str, str], columns: Sequence[str]) -> Said:
    """What was kept with a run, as far as the file has the column and the policy the field."""
    known = {name for name, _words in offered(kind)}
    fields = {
        columns[int(place)]: about
        for place, about in taken_as.items()
        if place.isdecimal() and int(place) < len(columns) and about in known
    }
    first = taken_as.get(DATES, "")
    return Said(fields, First(first) if first in First else None, taken_as.get(SHOP, ""))


def kept(kind: str, fields: Mapping[str, str], dates: str, columns: Sequence[str], shop: str = "") -> dict[str, str]:
    """What the command line says, to be kept with a run. Raises NotSuch."""
    places = {column.casefold(): place for place, column in enumerate(columns)}
    told = {name: word for name, word in ((DATES, dates), (SHOP, " ".join(shop.split()))) if word}
    try:
        former_shop.check(told.get(SHOP, ""))
    except ValidationError as reason:
        raise NotSuch(" ".join(reason.messages)) from None
    for column, about in fields.items():
        place = places.get(" ".join(column.split()).casefold())
        if place is None:
            raise NotSuch(_("The file has no column “%(column)s”.") % {"column": column})
        told[str(place)] = _field(kind, about)
    return told


def refuse(said: Said, read: Iterable[str]) -> None:
    """Raises NotSuch for a column that is understood already, or that nobody may take in."""
    understood = set(read)
    for column in said.fields:
        if column in understood:
            words = _("“%(column)s” is understood as it is; it can't be taken as something else.")
            raise NotSuch(words % {"column": column})
        if what := sensitive.in_name(column):
            words = _("“%(column)s” looks like %(what)s. The shop has no use for that, so it can't be brought in.")
            raise NotSuch(words % {"column": column, "what": what})


def _field(kind: str, about: str) -> str:
    """The whole name of a field: "telephone" is telephone.telephone, "locality" the only one of that name."""
    known = [name for name, _words in offered(kind)]
    wanted = about.strip().casefold()
    whole = wanted if "." in wanted else f"{wanted}.{wanted}"
    if whole in known:
        return whole
    ends = [name for name in known if name.endswith(f".{wanted}")]
    if len(ends) == 1:
        return ends[0]
    words = _("There is no one field “%(field)s” that such a file may bring in. There are: %(known)s.")
    raise NotSuch(words % {"field": about, "known": ", ".join(ends or known)})
