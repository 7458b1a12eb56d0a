"""What somebody may choose when they send something back. There is no field for words."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict

from troth.orders.models.returning import CHOSEN, BackFor, Wish
from troth.orders.returns.ask import Asked, Back

FIELD = "back-"
TO_CHOOSE: Mapping[str, object] = {"reasons_back": CHOSEN, "wishes": Wish.choices}


def read(posted: QueryDict) -> Asked:
    """Nonsense counts for nothing; the verb says so if nothing is left."""
    lines = {
        int(line): Back(int(many), BackFor(why))
        for line in (name.removeprefix(FIELD) for name in posted if name.startswith(FIELD))
        if _whole(line)
        and _whole(many := str(posted.get(f"{FIELD}{line}", "")))
        and (why := str(posted.get(f"why-{line}", ""))) in BackFor.values
    }
    wish = str(posted.get("wish", ""))
    return Asked(lines, Wish(wish) if wish in Wish.values else Wish.MONEY)


def _whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
