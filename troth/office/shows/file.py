"""People met at a trade show, as a kind of file. It is sent at the screen of trade shows, which asks for the show, too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.catalog.models import ImportRun
from troth.leads.shows import file, rows

Progress = Callable[[int, int], None]


class PeopleMet:
    name = file.KIND
    label: str | Promise = _("People met at a trade show")
    says: str | Promise = _("A table with a heading for each column, and one column of e-mail addresses.")
    asks_currency = False
    asks_shop = False
    sent_at: tuple[str, str | Promise] = ("office:shows", _("Trade shows"))
    shown_at = "office:show_run"
    undone_at = "office:show_undo"
    back_says: Sequence[str | Promise] = (
        _("Whom only these notes have is erased; of everybody else, what the notes added goes."),
        _("Who is a customer by now stays, and is counted."),
        _("Mails that ask about news lead nowhere any more. A no that was said stays said."),
    )
    words: Sequence[tuple[str, str | Promise]] = rows.FIELDS

    def may(self, request: HttpRequest) -> bool:
        return request.user.pk is not None and file.may(request.user.pk)

    def recognises(self, columns: Sequence[str]) -> bool:
        """Never by its columns: without the show, nothing says how these people came to us."""
        return False

    def look(self, path: Path, run: ImportRun, progress: Progress) -> Mapping[str, Any]:
        return file.look(path, run, progress)

    def bring(self, path: Path, run: ImportRun, progress: Progress) -> Mapping[str, Any]:
        return file.bring(path, run, progress)

    def take_back(self, run: ImportRun, progress: Progress) -> Mapping[str, Any]:
        return file.take_back(run, progress)
