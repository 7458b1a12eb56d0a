"""One thing `troth doctor` has to say."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    state: str  # "fit", "unfit" or "note"
    says: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)
