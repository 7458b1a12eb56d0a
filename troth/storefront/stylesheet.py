"""Joins the files of `static/storefront/css/` into the stylesheets a page links.

There is no bundler: the cascade is ordered by `@layer`, so joining is all there is to do, and a line of
squeezing keeps the pages light. `shop.css` is all that the pages of what is sold need; `rooms.css` adds what
basket, checkout, account and privacy need. Run `python -m troth.storefront.stylesheet` after a change; with
`--check` it only says whether both are current.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "storefront"
SOURCE = FOLDER / "css"
GROUND = ("layers", "tokens", "reset", "base", "layout")
SHOP = (
    "banner",
    "button",
    "comments",
    "consent",
    "empty",
    "facets",
    "facts",
    "field",
    "footer",
    "home",
    "mark",
    "masthead",
    "navigation",
    "notice",
    "pill",
    "product",
    "service",
)

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r'("[^"\n]*")')
_SPACE = re.compile(r"\s+")
_TIGHT = re.compile(r"\s*([{};,>])\s*")
_COLON = re.compile(r"(?<=[{;(])([-a-z]+): ")


def sources() -> dict[str, list[Path]]:
    """Which files make which stylesheet. A component not named in SHOP belongs to the rooms."""
    components = SOURCE / "components"
    rooms = sorted(path for path in components.glob("*.css") if path.stem not in SHOP)
    return {
        "shop.css": [SOURCE / f"{name}.css" for name in GROUND] + [components / f"{name}.css" for name in SHOP],
        "rooms.css": [*rooms, SOURCE / "print.css"],
    }


def joined(paths: Iterable[Path]) -> str:
    return "\n".join(squeezed(path.read_text(encoding="utf-8")) for path in paths) + "\n"


def squeezed(css: str) -> str:
    """Without comments and idle space. Strings stay as they are."""
    parts = _STRING.split(_COMMENT.sub("", css))
    parts[::2] = [_TIGHT.sub(r"\1", _SPACE.sub(" ", part)) for part in parts[::2]]
    return _COLON.sub(r"\1:", "".join(parts)).replace(";}", "}").strip()


def outdated() -> list[str]:
    """The stylesheets that are not what their sources make."""
    return [
        name
        for name, paths in sources().items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != joined(paths)
    ]


def write() -> dict[str, int]:
    """Writes both and returns their sizes in bytes."""
    return {name: (FOLDER / name).write_bytes(joined(paths).encode()) for name, paths in sources().items()}


def main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        sys.stdout.writelines(f"{name}: {size} bytes\n" for name, size in write().items())
        return 0
    if stale := outdated():
        sys.stderr.write(f"{', '.join(stale)}: older than the sources; run python -m troth.storefront.stylesheet\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
