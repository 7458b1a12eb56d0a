"""Enforcement on the server: no response sets or loads what the policy and the visitor's choice do not allow.

`Cookies` stands outside sessions and kept pages, so that it sees every cookie of every face; `BrowserRules` stands inside
kept pages, so that the header it writes is kept with the page it belongs to.
"""

from .cookies import Cookies
from .rules import BrowserRules

__all__ = ["BrowserRules", "Cookies"]
