"""How reasons are written down: one for each field of a model."""

from typing import Final

RANDOM: Final = "random"
ROW: Final = "number of a row"


def of(model: str, **reasons: str) -> dict[str, str]:
    return {f"orders.{model}.{field}": why for field, why in {"id": ROW, **reasons}.items()}
