"""What somebody says by command that columns of a product table are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from .errors import NotImportable
from .layout import IGNORE, SPECIFICATION, WORDS


class NotSuch(NotImportable):
    """The message is a sentence for people."""


def taken_as(told: Mapping[str, str], columns: Sequence[str]) -> dict[str, str]:
    """{"artikel": "SKU"} → {"Artikel": "sku"}, as the file writes it and as `layout.understand` reads it. Raises NotSuch."""
    written = {column.casefold(): column for column in columns}
    known = {word.casefold(): word for word in (*WORDS, SPECIFICATION, IGNORE)}
    found = {}
    for column, word in told.items():
        name = written.get(" ".join(column.split()).casefold())
        if name is None:
            raise NotSuch(_("The file has no column “%(column)s”.") % {"column": column})
        if word.casefold() not in known:
            words = _("Products have no “%(field)s”. A column may be taken as one of: %(known)s.")
            raise NotSuch(words % {"field": word, "known": ", ".join(sorted(known.values()))})
        found[name] = known[word.casefold()]
    return found
