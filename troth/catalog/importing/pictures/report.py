"""What became of every picture of an errand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The word of `recipients.former_shop`, `catalog.redrawn`, `archive` and `names`, for people.
WHY: Final[dict[str, str | Promise]] = {
    "malformed": _("The address is malformed."),
    "not-https": _("The address does not begin with https."),
    "unknown-host": _("There is no machine of this name."),
    "inside": _("The name leads into a private network, where nothing is fetched."),
    "host": _("It points to a host that was not confirmed."),
    "slow": _("It took too long."),
    "tls": _("Its certificate is not valid for this name."),
    "no-answer": _("Nobody answered."),
    "given-up": _("Nobody answered there several times in a row, so it was not asked again."),
    "redirects": _("It points on and on."),
    "answer": _("The answer was an error."),
    "gone": _("It is not there any more, or not for everybody."),
    "busy": _("The host was too busy."),
    "empty": _("There is nothing in it."),
    "packed": _("It came packed, although unpacked was asked for."),
    "large": _("It is larger than 20 MB."),
    "all": _("Together they are more than one errand may bring. Start another one."),
    "kind": _("It is no picture that can be shown: JPEG, PNG, WebP, AVIF or GIF."),
    "pixels": _("It has more than 50 million pixels."),
    "torn": _("It is damaged or ends too soon."),
    "name": _("No product has a picture, an article number or a key of this name."),
    "several": _("Several products have this name."),
    "path": _("Its name leads out of the archive."),
    "archive": _("It is an archive inside the archive."),
    "locked": _("It is locked with a password."),
    "link": _("It is a link, not a file."),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """`what`: an address, or a name in an archive. `host`: of the address that was at fault, "" for none."""

    what: str
    why: str
    host: str = ""
    products: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return str(WHY.get(self.why, self.why))


@dataclass(slots=True)
class PictureReport:
    """Each picture of the errand is in exactly one of these. `known`: had been brought before. `bytes`: all that came."""

    brought: int = 0
    known: int = 0
    bytes: int = 0
    failed: list[Failure] = field(default_factory=list)
    done: set[str] = field(
        default_factory=set
    )  # names in an archive that were looked at: a try that goes on leaves them
    refused: str = ""  # the archive as a whole

    @property
    def counts(self) -> dict[str, int]:
        return {"brought": self.brought, "known": self.known, "failed": len(self.failed)}

    @property
    def of_all(self) -> int:
        return self.brought + self.known + len(self.failed)

    @property
    def reasons(self) -> dict[str, int]:
        """How many failed why, the commonest first."""
        return dict(Counter(each.words for each in self.failed).most_common())

    @property
    def unconfirmed(self) -> dict[str, int]:
        """Hosts that addresses were pointed on to, which nobody has confirmed."""
        return dict(Counter(each.host for each in self.failed if each.why == "host" and each.host).most_common())

    def as_json(self) -> dict[str, Any]:
        failed = [asdict(each) | {"products": list(each.products), "words": each.words} for each in self.failed]
        return {"pictures": self.counts, "bytes": self.bytes, "failed": failed, "refused": self.refused} | {
            "done": sorted(self.done)
        }

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> PictureReport:
        """What `as_json` wrote; an empty one for {}."""
        counts = told.get("pictures") or {}
        failed = [
            Failure(each["what"], each["why"], each.get("host", ""), tuple(each.get("products", ())))
            for each in told.get("failed", ())
        ]
        return cls(
            brought=int(counts.get("brought", 0)),
            known=int(counts.get("known", 0)),
            bytes=int(told.get("bytes", 0)),
            failed=failed,
            done=set(told.get("done", ())),
            refused=str(told.get("refused", "")),
        )
