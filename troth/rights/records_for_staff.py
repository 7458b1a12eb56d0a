"""Records as staff read them: field by field, an address as it stands on a parcel, a country by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from troth import gate
from troth.people import postal

from . import pictures
from .codes import readable, said_beside

Value = gate.Personal | gate.Withheld
CORRECTABLE = frozenset({"name", "telephone", "address", "residence"})
LABELS = {
    "name": _("Name"),
    "email": _("E-mail address"),
    "telephone": _("Telephone number"),
    "address": _("Address"),
    "residence": _("Residence"),
    "on_account": _("May buy on account"),
    "order_contact": _("Contact"),
    "order_delivery": _("Delivery address"),
    "order_billing": _("Invoice address"),
    "order_note": _("Note"),
    "delivery_proof": _("Proof of delivery"),
    "order_complaint": _("What they said is wrong"),
    "order_check": _("What made us look twice"),
    "order_visit": _("Where it was placed from"),
    "warning": _("A security partner's warning"),
}


@dataclass(frozen=True, slots=True)
class FieldShown:
    name: str
    label: str
    value: Value


@dataclass(frozen=True, slots=True)
class RecordShown:
    """One record. A single field without a name is the seal of a record that is sealed whole.

    `lines` is what people read: an address as it stands on a parcel, a country by its name.
    """

    id: UUID
    kind: str
    fields: tuple[FieldShown, ...]
    lines: tuple[Value, ...]
    seen: tuple[pictures.Shown, ...] = ()

    @property
    def label(self) -> str:
        return str(LABELS.get(self.kind) or gate.policy().kinds[self.kind].for_staff)

    @property
    def correctable(self) -> bool:
        return self.kind in CORRECTABLE and not any(isinstance(each.value, gate.Withheld) for each in self.fields)

    def named(self, name: str) -> Value | None:
        return next((each.value for each in self.fields if each.name == name), None)

    def typed(self) -> dict[str, str]:
        """Plain text for the inputs of the form that corrects it, and nothing else."""
        return {each.name: each.value.reveal() for each in self.fields if isinstance(each.value, gate.Personal)}


def records_of(opened: Iterable[gate.OpenedRecord]) -> tuple[RecordShown, ...]:
    return tuple(_record(each) for each in opened if each.fields)


def sealed(named: UUID, kind: str, seal: gate.Withheld) -> RecordShown:
    """One that was refused whole."""
    return RecordShown(named, kind, (FieldShown("", "", seal),), (seal,))


def with_lines(shown: RecordShown, told: Sequence[tuple[str, str, str]]) -> RecordShown:
    """With (name, label, text) of what is known about it beside what it holds."""
    value = next((each.value for each in shown.fields if isinstance(each.value, gate.Personal)), None)
    if value is None:
        return shown
    beside = [FieldShown(name, label, gate.Personal(text, value.grant)) for name, label, text in told]
    said = [gate.Personal(f"{capfirst(label)}: {text}", value.grant) for _name, label, text in told]
    return replace(shown, fields=(*shown.fields, *beside), lines=(*shown.lines, *said))


def _record(opened: gate.OpenedRecord) -> RecordShown:
    declared = gate.policy().kinds[opened.kind].fields.items()
    fields = tuple(
        FieldShown(name, field.label, value)
        for name, field in declared
        if (value := opened[name]) is not None and not (field.picture and value)
    )
    if fields and all(isinstance(each.value, gate.Withheld) for each in fields):
        fields = (FieldShown("", "", fields[0].value),)
    return RecordShown(opened.id, opened.kind, fields, tuple(_lines(fields)), pictures.of(opened))


def _lines(fields: tuple[FieldShown, ...]) -> Iterable[Value]:
    sealed = [each.value for each in fields if isinstance(each.value, gate.Withheld)]
    told = {each.name: each.value for each in fields if isinstance(each.value, gate.Personal)}
    if sealed or not told:
        return [*told.values(), *sealed]
    grant = next(iter(told.values())).grant
    plain = {name: value.reveal() for name, value in told.items()}
    if "street_address" in plain:
        words = [*postal.lines_of(plain), *said_beside(plain)]
    else:
        words = [readable(name, text) for name, text in plain.items()]
    return [gate.Personal(text, grant) for text in words]
