"""Looking at a page for its language."""

import re


def lang_of(page: str) -> str:
    """What `<html lang>` says."""
    found = re.search(r'<html lang="([^"]*)"', page)
    return found[1] if found else ""
