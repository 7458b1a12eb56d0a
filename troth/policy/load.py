"""From a directory to a policy: read, check everything, build. What is wrong is told all at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from .build import build
from .checks import check
from .contents import Policy
from .layout import DOCUMENT
from .problems import PolicyError, Problem, did_you_mean
from .prose import read_prose
from .shape import Reading, said

FILE = "policy.yaml"
# The C parser, where PyYAML was built with it, reads the reference policy in 25 ms instead of 200.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(directory: Path | str) -> Policy:
    """The policy in `directory` (policy.yaml and one Markdown file a section). Raises `PolicyError`."""
    place = Path(directory)
    data, reading = _read_rules(place / FILE)
    prose = read_prose(place, data.get("sections", ()), reading.problems)
    if not reading.problems:
        check(data, prose, reading)
    if reading.problems:
        raise PolicyError(reading.problems)
    return build(data, prose)


def _read_rules(path: Path) -> tuple[dict[str, Any], Reading]:
    reading = Reading(path.name)
    node = compose(path, path.name)
    data = DOCUMENT.read(node, (), reading)
    for reference in reading.references:
        declared = data.get(reference.section, {})
        if isinstance(declared, Mapping) and reference.name not in declared:
            says = f"{said(reference.path)} names '{reference.name}', which is not among the {reference.section}."
            reading.wrong(reference.line, says, did_you_mean(reference.name, declared))
    return data, reading


def compose(path: Path, file: str) -> yaml.Node:
    """The document as nodes, which know their lines. Raises PolicyError; `file` names it there."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PolicyError([Problem(file, 0, f"There is no such file in {path.parent}.", "Write one.")]) from None
    except (UnicodeDecodeError, OSError) as error:
        problem = Problem(file, 0, f"The file cannot be read ({type(error).__name__}).", "Save it as UTF-8 text.")
        raise PolicyError([problem]) from None
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        raise PolicyError([_not_yaml(file, error)]) from None
    if node is None:
        raise PolicyError([Problem(file, 1, "The file is empty.", "Start from the reference policy.")])
    return node


def _not_yaml(file: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed"
    line = mark.line + 1 if mark else 0
    return Problem(file, line, f"This is not YAML: {what}.", "Look at indentation, colons and quotes here.")
