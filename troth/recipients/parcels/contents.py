"""What lies in a parcel: its box, and the particulars a border asks for. Nothing of it is about a person."""

from __future__ import annotations

from decimal import Decimal
from types import ModuleType
from typing import Any

from babel.numbers import get_currency_precision

from ..carrier import Content, ParcelAsked
from . import addresses

# A carrier wants a size. Without one per product, the boxes a maker of glass packs in: up to grams, in centimetres.
BOXES = ((2_000, (30, 22, 15)), (10_000, (45, 35, 25)), (70_000, (60, 45, 45)))
# The border runs around these, not between them and the states.
SAME_SOIL = {"US": frozenset({"US", "PR", "VI", "GU", "AS", "MP", "UM"})}

# Customs are asked for nothing within (Regulation (EU) 952/2013, Article 4); Monaco is treated as France.
# fmt: off
UNION = frozenset(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
     "MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK")
)
# fmt: on


def box(models: ModuleType, grams: int, reference: str = "") -> Any:
    """karrio's parcel of so many grams."""
    length, width, height = next(size for limit, size in BOXES if grams <= limit)
    return models.Parcel(
        weight=max(grams, 10) / 1000,
        weight_unit="KG",
        length=length,
        width=width,
        height=height,
        dimension_unit="CM",
        reference_number=reference or None,
    )


def crosses_a_border(country: str) -> bool:
    """Whether carriers take it as going abroad."""
    home = addresses.home()
    return country not in SAME_SOIL.get(home, frozenset({home}))


def goes_through_customs(country: str) -> bool:
    return crosses_a_border(country) and not {country, addresses.home()} <= UNION


def declaration(models: ModuleType, asked: ParcelAsked) -> Any:
    """karrio's customs paper: contents, value, origin and code of each line. The receiver pays the duties (DDU)."""
    currency = next((content.currency for content in asked.contents), "USD")
    return models.Customs(
        commodities=[_commodity(models, content) for content in asked.contents],
        content_type="merchandise",
        content_description=asked.contents[0].title[:50] if asked.contents else "",
        incoterm="DDU",
        invoice=asked.order,
        commercial_invoice=True,
        certify=True,
        signer=addresses.from_whom()["company_name"],
        duty=models.Duty(paid_by="recipient", currency=currency),
    )


def value(asked: ParcelAsked) -> float:
    """Of everything in it, in whole units of the currency."""
    return float(sum((_worth(content) * content.quantity for content in asked.contents), Decimal(0)))


def _commodity(models: ModuleType, content: Content) -> Any:
    return models.Commodity(
        sku=content.sku or None,
        title=content.title,
        description=content.title,
        quantity=content.quantity,
        hs_code=content.customs_code or None,
        weight=max(content.grams, 1) / 1000,
        weight_unit="KG",
        value_amount=float(_worth(content)),
        value_currency=content.currency,
        origin_country=content.origin or addresses.home(),
    )


def _worth(content: Content) -> Decimal:
    return Decimal(content.value).scaleb(-decimals(content.currency))


def decimals(currency: str) -> int:
    """How many decimals the currency has, as CLDR says."""
    return get_currency_precision(currency)
