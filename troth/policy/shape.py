"""Shapes of a YAML document: each reads a node into plain data, notes what is wrong, and knows its JSON Schema.

The one description of policy.yaml (layout.py) is written in these, so that what the parser accepts and what the
published schema says cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import yaml

from .problems import Problem, did_you_mean

Path = tuple[str | int, ...]
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reference:
    """A name used at `path` that must be declared in `section`."""

    section: str
    name: str
    path: Path
    line: int


@dataclass
class Reading:
    """What was seen while reading one file: lines, references to names, problems."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    lines: dict[Path, int] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)

    def wrong(self, line: int, says: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, line, says, remedy))

    def wrong_at(self, path: Path, says: str, remedy: str) -> None:
        self.wrong(self.line(path), says, remedy)

    def line(self, path: Path) -> int:
        """The line of `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def line_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


class Shape(Protocol):
    def read(self, node: yaml.Node, path: Path, reading: Reading) -> Any: ...

    def schema(self) -> Schema: ...


def scalar(node: yaml.Node, wanted: str, path: Path, reading: Reading) -> str | None:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    reading.wrong(line_of(node), f"{said(path)} should be {wanted}.", "Write a single value here.")
    return None


def said(path: Path) -> str:
    """A path as people read it: purposes / billing / basis."""
    return " / ".join(str(part) for part in path) or "The document"


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people, or a name in a pattern. `told`: what people read, and so has a counterpart in every language."""

    pattern: str = ""
    example: str = ""
    empty: bool = False
    told: bool = False

    def read(self, node: yaml.Node, path: Path, reading: Reading) -> str:
        value = scalar(node, "text", path, reading)
        if value is None:
            return ""
        value = value.strip()
        if not value and not self.empty:
            reading.wrong(line_of(node), f"{said(path)} is empty.", "Write what people should read there.")
        elif self.pattern and not re.fullmatch(self.pattern, value):
            reading.wrong(line_of(node), f"{said(path)} is '{value}'.", f"Write it like {self.example}.")
        return value

    def schema(self) -> Schema:
        schema: Schema = {"type": ["string", "number"]} if not self.pattern else {"type": "string"}
        if self.pattern:
            schema["pattern"] = f"^(?:{self.pattern})$"
        return schema


@dataclass(frozen=True, slots=True)
class Flag:
    def read(self, node: yaml.Node, path: Path, reading: Reading) -> bool:
        value = scalar(node, "true or false", path, reading)
        if value not in (None, "true", "false"):
            reading.wrong(line_of(node), f"{said(path)} is '{value}'.", "Write true or false.")
        return value == "true"

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Whole:
    least: int = 0

    def read(self, node: yaml.Node, path: Path, reading: Reading) -> int:
        value = scalar(node, "a whole number", path, reading)
        if value is None:
            return self.least
        if not re.fullmatch(r"\d{1,9}", value) or int(value) < self.least:
            remedy = f"Write a whole number, {self.least} or more."
            reading.wrong(line_of(node), f"{said(path)} is '{value}'.", remedy)
            return self.least
        return int(value)

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": 999_999_999}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word of a fixed few. `what` names them in a problem's words."""

    words: tuple[str, ...]
    what: str = "value"

    def read(self, node: yaml.Node, path: Path, reading: Reading) -> str:
        value = scalar(node, f"one {self.what}", path, reading) or ""
        if isinstance(node, yaml.ScalarNode) and value not in self.words:
            says = f"{said(path)} is '{value}', which is no {self.what}."
            reading.wrong(line_of(node), says, did_you_mean(value, self.words))
        return value

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class NameOf:
    """A name declared in another section of the document, or the one word that may stand besides those."""

    section: str
    besides: str | None = None

    def read(self, node: yaml.Node, path: Path, reading: Reading) -> str:
        value = scalar(node, f"the name of one of the {self.section}", path, reading) or ""
        if isinstance(node, yaml.ScalarNode) and value != self.besides:
            reading.references.append(Reference(self.section, value, path, line_of(node)))
        return value

    def schema(self) -> Schema:
        return {"type": ["string", "number"], "description": f"A name declared under {self.section}."}


@dataclass(frozen=True, slots=True)
class ListOf:
    each: Shape
    least: int = 1

    def read(self, node: yaml.Node, path: Path, reading: Reading) -> list[Any]:
        if not isinstance(node, yaml.SequenceNode):
            reading.wrong(line_of(node), f"{said(path)} should be a list.", "Write it like [one, two].")
            return []
        if len(node.value) < self.least:
            reading.wrong(line_of(node), f"{said(path)} is empty.", "List at least one, or leave the key out.")
        values: list[Any] = []
        for number, item in enumerate(node.value):
            reading.lines[(*path, number)] = line_of(item)
            value = self.each.read(item, (*path, number), reading)
            if value in values:
                reading.wrong(line_of(item), f"{said(path)} lists '{value}' twice.", "Keep one of them.")
            values.append(value)
        return values

    def schema(self) -> Schema:
        return {"type": "array", "items": self.each.schema(), "minItems": self.least, "uniqueItems": True}


def pairs(node: yaml.Node, path: Path, reading: Reading) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """The entries of a mapping, each key once. A duplicate key is a problem, not a silent winner."""
    if not isinstance(node, yaml.MappingNode):
        reading.wrong(line_of(node), f"{said(path)} should be a table.", "Write it as 'key: value' lines.")
        return
    seen: dict[str, int] = {}
    for key, value in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if not name:
            reading.wrong(line_of(key), f"{said(path)} has a key that is no word.", "Write a plain word.")
        elif name in seen:
            says = f"{said((*path, name))} is written twice, first on line {seen[name]}."
            reading.wrong(line_of(key), says, "Keep one of them.")
        else:
            seen[name] = line_of(key)
            reading.lines[(*path, name)] = line_of(key)
            yield name, key, value


@dataclass(frozen=True, slots=True)
class MapOf:
    """Names to things: `key` is the shape of the names."""

    key: Shape
    value: Shape
    least: int = 0

    def read(self, node: yaml.Node, path: Path, reading: Reading) -> dict[str, Any]:
        table: dict[str, Any] = {}
        for name, key, value in pairs(node, path, reading):
            self.key.read(key, (*path, name), reading)
            table[name] = self.value.read(value, (*path, name), reading)
        if isinstance(node, yaml.MappingNode) and len(table) < self.least:
            reading.wrong(line_of(node), f"{said(path)} is empty.", "Declare at least one, or leave the key out.")
        return table

    def schema(self) -> Schema:
        schema: Schema = {"type": "object", "additionalProperties": self.value.schema()}
        names = self.key.schema()
        if "pattern" in names or "enum" in names:
            schema["propertyNames"] = names
        return schema | ({"minProperties": self.least} if self.least else {})


@dataclass(frozen=True, slots=True)
class Table:
    """Fixed keys. What is optional has a default; a default that is callable makes a fresh one."""

    needed: Mapping[str, Shape]
    optional: Mapping[str, tuple[Shape, Any]] = field(default_factory=dict)

    def read(self, node: yaml.Node, path: Path, reading: Reading) -> dict[str, Any]:
        known = {**self.needed, **{key: shape for key, (shape, _) in self.optional.items()}}
        table: dict[str, Any] = {}
        for name, key, value in pairs(node, path, reading):
            if name in known:
                table[name] = known[name].read(value, (*path, name), reading)
            else:
                says = f"{said(path)} has an unknown key '{name}'."
                reading.wrong(line_of(key), says, did_you_mean(name, known))
        if isinstance(node, yaml.MappingNode):
            for missing in self.needed.keys() - {str(key.value) for key, _ in node.value}:
                reading.wrong(line_of(node), f"{said(path)} lacks '{missing}'.", f"Add '{missing}:' to it.")
        for name, (_, default) in self.optional.items():
            table.setdefault(name, default() if isinstance(default, Callable) else default)  # type: ignore[arg-type]
        return table

    def schema(self) -> Schema:
        shapes = {**self.needed, **{key: shape for key, (shape, _) in self.optional.items()}}
        return {
            "type": "object",
            "additionalProperties": False,
            "required": sorted(self.needed),
            "properties": {key: shape.schema() for key, shape in shapes.items()},
        }
