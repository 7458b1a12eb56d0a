"""The two kinds of file with people in them. Only those may send one whose job is to move an earlier shop's records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.catalog.models import ImportRun
from troth.intake import door, kinds

Progress = Callable[[int, int], None]


class PeopleFile:
    """What both have in common."""

    asks_shop = True
    sent_at: tuple[str, str | Promise] = ("office:imports", _("Bring in"))
    shown_at = "office:import"
    undone_at = "office:import_undo"
    back_says: Sequence[str | Promise] = (
        _("People and orders that only this file brought are erased."),
        _("Who has an order or an account by now stays, and orders that were worked on since; they are counted."),
        _("A no that came with it stays said."),
    )

    def __init__(
        self, kind: kinds.Intake, label: str | Promise, says: str | Promise, *, asks_currency: bool = False
    ) -> None:
        self.kind, self.name, self.label, self.says = kind, kind.name, label, says
        self.asks_currency = asks_currency

    @property
    def words(self) -> Sequence[tuple[str, Any]]:
        """The fields that the policy lets in by such a file, and nothing else; in groups."""
        return kinds.grouped(self.name)

    def may(self, request: HttpRequest) -> bool:
        return request.user.pk is not None and door.may(request.user.pk)

    def recognises(self, columns: Sequence[str]) -> bool:
        return self.kind.recognises(columns)

    def look(self, path: Path, run: ImportRun, progress: Progress) -> Mapping[str, Any]:
        return kinds.look(path, run, progress)

    def bring(self, path: Path, run: ImportRun, progress: Progress) -> Mapping[str, Any]:
        return kinds.bring(path, run, progress)

    def take_back(self, run: ImportRun, progress: Progress) -> Mapping[str, Any]:
        return kinds.take_back(run, progress)


FILES = (
    PeopleFile(
        kinds.PastOrders(),
        _("Past orders"),
        _("Exports of orders from Shopify and Wix, and from WooCommerce by its export plug-ins."),
        asks_currency=True,
    ),
    PeopleFile(
        kinds.Customers(),
        _("Customers"),
        _("Exports of customers from Shopify and WooCommerce, of contacts from Wix, or a table of your own."),
    ),
)
