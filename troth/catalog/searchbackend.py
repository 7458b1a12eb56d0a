"""wagtail.search's database backend, safe against what people type into the office's search boxes.

modelsearch 1.3 puts words between double quotes for FTS5 without doubling quotes inside them
(`Lexeme.as_sql` in backends/database/sqlite/query.py), so that a search for `5" tube` ends in a database error.
Letters, digits and what stands between them in a word are enough to search by.
"""

from __future__ import annotations

import re
from typing import Any

from modelsearch.backends.database import SearchBackend as DatabaseBackend
from modelsearch.query import MATCH_ALL

_DANGEROUS = re.compile(r'["\0]+')


class _Unquoted:
    """Mixed into whatever backend the database has."""

    def _search(self, compiler: Any, query: Any, searched: Any, **kwargs: Any) -> Any:
        if isinstance(query, str) and query:
            query = " ".join(_DANGEROUS.sub(" ", query).split())
            if not query:  # nothing to look for: nothing found, but with the model the screens ask for
                query, searched = MATCH_ALL, getattr(searched, "objects", searched).none()
        return super()._search(compiler, query, searched, **kwargs)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  (the name wagtail.search looks for)
    kind = type(DatabaseBackend(dict(params)))
    return type("SearchBackend", (_Unquoted, kind), {})(params)
