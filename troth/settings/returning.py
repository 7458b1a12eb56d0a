"""What an operator may set about goods that come back."""

from __future__ import annotations

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings

SHIPPING = ("with_all", "share", "never")


class Returns(BaseSettings):
    """`return_days`: how long after the delivery a return may be asked for.

    `return_shipping`: when what sending cost goes back as well: with_all, once everything came back (Directive
    2011/83/EU, Article 13(1)); share, with each thing its share; never.
    """

    return_days: int = Field(default=30, ge=0, le=366)
    return_shipping: str = "with_all"

    @field_validator("return_shipping")
    @classmethod
    def _known_share(cls, value: str) -> str:
        if value not in SHIPPING:
            raise ValueError("must be 'with_all', 'share' or 'never'")
        return value
