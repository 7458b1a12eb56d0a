"""What the exports have in common: one purpose in force, with the data it touches and who else is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..contents import Policy
from ..values import Field, Grants, Kind, Purpose, Recipient


@dataclass(frozen=True, slots=True)
class Touched:
    """A field as a purpose uses it."""

    kind: Kind
    field: Field

    @property
    def key(self) -> str:
        return f"{self.kind.name}.{self.field.name}"


@dataclass(frozen=True, slots=True)
class Processing:
    purpose: Purpose
    data: tuple[Touched, ...]
    told: tuple[tuple[Recipient, tuple[Touched, ...]], ...]

    @property
    def categories(self) -> list[str]:
        return sorted({each.field.category for each in self.data})

    @property
    def retention(self) -> list[str]:
        return sorted({each.kind.retention for each in self.data})

    @property
    def subjects(self) -> list[str]:
        """Whose data: keys of the Privacy Taxonomy, our own included."""
        kinds = {each.kind.name for each in self.data}
        found = ["customer"] if kinds != {"staff"} and self.purpose.use != "employment" else []
        found += ["employee"] if "staff" in kinds or self.purpose.use == "employment" else []
        found += ["gift_recipient"] if any(each.field.category.endswith(".recipient") for each in self.data) else []
        return found


def processing(policy: Policy) -> Iterator[Processing]:
    """Every purpose in force, in the file's order."""
    for purpose in policy.purposes.values():
        if purpose.in_force:
            told = (
                (recipient, tuple(touched(policy, policy.recipient_fields(purpose.name, recipient.name))))
                for recipient in policy.recipients.values()
            )
            data = tuple(touched(policy, purpose.uses))
            yield Processing(purpose, data, tuple((who, what) for who, what in told if what))


def touched(policy: Policy, grants: Grants) -> Iterator[Touched]:
    """The granted fields of kinds in force, in the file's order."""
    for name, kind in policy.kinds.items():
        for field in kind.fields.values():
            if kind.in_force and field.name in grants.get(name, ()):
                yield Touched(kind, field)
