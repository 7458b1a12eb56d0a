"""The two classes for the tax that every shop has; all others are those that its taxes name."""

from typing import Final

STANDARD: Final = "standard"
EXEMPT: Final = "exempt"
