"""The ways of sending that are written down beside the policy, read and checked: see policies/celloramatech/shipping.yaml.

They hold as they stand while the shop's own table has no method at all. A policy's folder without such a file has those of
the sample shop, which every shop had before methods could be edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from troth.catalog.money import is_currency
from troth.settings.environment import ROOT

from .models.shipping import CODE
from .shipping_table import NotATable, Own, Service, Step, Table, Zone, reaching, steps

FILE = "shipping.yaml"
SAMPLE = ROOT / "policies" / "celloramatech" / FILE
KNOWN = frozenset(("code", "name", "carrier", "zones", "remark", "words"))
OF_ZONES = frozenset(("countries", "days", "prices", "free_from", "further"))
OF_OWN = frozenset(("prices", "free_from"))
OF_WORDS = {"name": 80, "remark": 200}  # as long as their columns


class NotMethods(ValueError):
    """The file can't be used. The message is a sentence for the shopkeeper."""


def table() -> Table:
    """No query; the file is read again when it changed. Raises NotMethods."""
    path = Path(settings.TROTH.policy_dir) / FILE
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        path, changed = SAMPLE, SAMPLE.stat().st_mtime_ns
    return Table(_read(path, changed))


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> tuple[Service, ...]:
    return read(path)


def read(path: Path) -> tuple[Service, ...]:
    """The methods of a file. Raises NotMethods, FileNotFoundError."""
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError:
        raise NotMethods(f"{path.name} is not YAML.") from None
    rows = told.get("methods") if isinstance(told, dict) else None
    if not isinstance(rows, list) or not rows:
        raise NotMethods(f"{path.name} wants a list of methods under 'methods'.")
    found = tuple(_method(f"Method {number} of {path.name}", row) for number, row in enumerate(rows, 1))
    if len({one.code for one in found}) < len(found):
        raise NotMethods(f"{path.name} has a code twice.")
    return found


def _method(where: str, row: Any) -> Service:
    if not isinstance(row, Mapping) or not row.keys() <= KNOWN:
        raise NotMethods(f"{where} wants {', '.join(sorted(KNOWN))} and nothing else.")
    code, name, carrier, zones = row.get("code"), row.get("name"), row.get("carrier") or "", row.get("zones")
    if not isinstance(code, str) or not CODE.match(code):
        raise NotMethods(f"{where} wants a 'code' of small letters, figures and underscores.")
    if not isinstance(name, str) or not isinstance(carrier, str) or not 0 < len(name) <= 80 or len(carrier) > 32:
        raise NotMethods(f"{where} wants 'name' and 'carrier' as text.")
    if not isinstance(zones, list) or not zones:
        raise NotMethods(f"{where} wants a list of 'zones'.")
    read_zones = tuple(
        _zone(f"Zone {number} of {where[0].lower()}{where[1:]}", each) for number, each in enumerate(zones, 1)
    )
    remark, words = row.get("remark", ""), row.get("words", {})
    if not _text(remark, OF_WORDS["remark"]) or not isinstance(words, Mapping) or not all(map(_words, words.items())):
        raise NotMethods(
            f"{where} wants 'remark' as text, and 'words' such as {{de: {{name: Post, remark: Am Abend}}}}."
        )
    names, remarks = ({code: told.get(key, "") for code, told in words.items()} for key in OF_WORDS)
    return Service(
        code, carrier, name, read_zones, code if carrier else "", remark=remark, words=names, remarks=remarks
    )


def _words(told: tuple[Any, Any]) -> bool:
    language, row = told
    known = isinstance(language, str) and isinstance(row, Mapping) and row.keys() <= OF_WORDS.keys()
    return known and all(_text(text, OF_WORDS[key]) for key, text in row.items())


def _text(told: Any, most: int) -> bool:
    return isinstance(told, str) and len(told) <= most


def _zone(where: str, row: Any) -> Zone:
    if not isinstance(row, Mapping) or not row.keys() <= OF_ZONES:
        raise NotMethods(f"{where} wants {', '.join(sorted(OF_ZONES))} and nothing else.")
    days, further = row.get("days"), row.get("further", {})
    if not isinstance(row.get("countries"), str) or not row["countries"].split():
        raise NotMethods(f"{where} wants 'countries' as text, such as \"home\" or DE AT.")
    if not isinstance(days, list) or len(days) != 2 or not all(_whole(each) for each in days) or days[0] > days[1]:
        raise NotMethods(f"{where} wants 'days' as two whole numbers, such as [2, 4].")
    if not isinstance(further, Mapping) or not all(is_currency(str(code)) for code in further):
        raise NotMethods(f"{where} wants 'further' by currencies, such as {{EUR: {{prices: {{any: 490}}}}}}.")
    told, free = _steps(where, row.get("prices")), _free(where, row)
    own = {code: _own(f"{where}, {code},", each, told) for code, each in further.items()}
    return Zone(frozenset(row["countries"].split()), (days[0], days[1]), told, free, own)


def _own(where: str, row: Any, zone: tuple[Step, ...]) -> Own:
    if not isinstance(row, Mapping) or not row.keys() <= OF_OWN:
        raise NotMethods(f"{where} wants {', '.join(sorted(OF_OWN))} and nothing else.")
    told = _steps(where, row["prices"]) if "prices" in row else ()
    try:
        return Own(reaching(told, zone), _free(where, row))
    except NotATable:
        raise NotMethods(f"{where} wants 'prices' that end at the weight where the zone's do.") from None


def _free(where: str, row: Mapping[str, Any]) -> int | None:
    free = row.get("free_from")
    if free is not None and not _whole(free):
        raise NotMethods(f"{where} wants 'free_from' as a whole number of minor units.")
    return free


def _steps(where: str, prices: Any) -> tuple[Step, ...]:
    pairs = [*prices.items()] if isinstance(prices, Mapping) else []
    if not all((_whole(grams) or grams == "any") and _whole(price) for grams, price in pairs):
        raise NotMethods(f"{where} wants 'prices' as whole numbers, such as 2000: 890.")
    try:
        return steps((None if grams == "any" else grams, price) for grams, price in pairs)
    except NotATable:
        raise NotMethods(f"{where}: 'prices' go from light to heavy, and nothing heavier costs less.") from None


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**12
