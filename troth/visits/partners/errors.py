"""Why a partner gets no figures. `str()` of each is a sentence for people; beside it stands `gate.Refused`."""

from __future__ import annotations

from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _


class PartnerTrouble(Exception):
    """Nothing was given."""


class NoNoise(PartnerTrouble):
    """The library that draws the noise is not installed; without noise no figure leaves."""

    def __str__(self) -> str:
        return _(
            "Figures leave the shop only with noise, and the library that draws it, OpenDP, is not installed. "
            "Install requirements/partners.txt."
        )


class NotOver(PartnerTrouble):
    """Days that are not over, too long ago, too many, or in the wrong order."""

    def __str__(self) -> str:
        return _("Choose days that are over, of the last two years, in their order, and no more than 92 of them.")


class AllowanceSpent(PartnerTrouble):
    """What the partner may learn about that month is spent."""

    def __init__(self, month: date) -> None:
        super().__init__(month)
        self.month = month

    def __str__(self) -> str:
        month = formats.date_format(self.month, "F Y")
        return _(
            "This partner has been told all that it may learn about %(month)s. What it was given may be had again; "
            "anything further about that month may not."
        ) % {"month": month}
