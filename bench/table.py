"""Rows as a table for people."""

from __future__ import annotations

from typing import Any

WIDEST = 100


def table(rows: list[dict[str, Any]]) -> str:
    """Columns as they first occur. A wide table is broken into several, each beginning with the first column."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    if not names:
        return ""
    shown = {name: [name, *(_shown(row.get(name)) for row in rows)] for name in names}
    widths = {name: max(map(len, column)) for name, column in shown.items()}
    parts, part, width = [], [names[0]], widths[names[0]]
    for name in names[1:]:
        if width + 2 + widths[name] > WIDEST and len(part) > 1:
            parts.append(part)
            part, width = [names[0]], widths[names[0]]
        part.append(name)
        width += 2 + widths[name]
    parts.append(part)
    return "\n\n".join(_lines(part, shown, widths, len(rows) + 1) for part in parts)


def _lines(part: list[str], shown: dict[str, list[str]], widths: dict[str, int], count: int) -> str:
    lines = []
    for place in range(count):
        first, *rest = part
        cells = [shown[first][place].ljust(widths[first]), *(shown[name][place].rjust(widths[name]) for name in rest)]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * widths[name] for name in part))
    return "\n".join(lines)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, (int, float)) else str(value)
