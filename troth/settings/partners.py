"""Partners whose words are let in, one for each door, and the secret their words are signed with, which may also stand in a file."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from .taking_payment import read, split

LONGEST = 40  # characters of a name
SHORTEST = 32  # characters of a secret


class Partners(BaseSettings):
    """`security` warns of orders, `lead` tells of businesses, `campaign` measures campaigns."""

    security_partner: str = ""
    security_secret_file: Path | None = None
    security_secret: SecretStr = Field(default=SecretStr(""), validate_default=True)
    lead_partner: str = ""
    lead_secret_file: Path | None = None
    lead_secret: SecretStr = Field(default=SecretStr(""), validate_default=True)
    campaign_partner: str = ""
    campaign_secret_file: Path | None = None
    campaign_secret: SecretStr = Field(default=SecretStr(""), validate_default=True)

    @field_validator("security_partner", "lead_partner", "campaign_partner")
    @classmethod
    def _a_name(cls, value: str) -> str:
        if len(value) > LONGEST or not value.isprintable():
            raise ValueError(f"must be a name of {LONGEST} letters at most, as customers will read it")
        return value.strip()

    @field_validator("security_secret", "lead_secret", "campaign_secret")
    @classmethod
    def _shared(cls, value: SecretStr, others: ValidationInfo) -> SecretStr:
        door = str(others.field_name).partition("_")[0]
        known = split(read(value, others.data.get(f"{door}_secret_file")))
        if bool(known) != bool(others.data.get(f"{door}_partner")):
            raise ValueError(f"goes with TROTH_{door.upper()}_PARTNER, the partner's name: set both or neither")
        if any(len(each) < SHORTEST for each in known):
            raise ValueError(f"must have {SHORTEST} characters at least; two with a comma while it is being changed")
        return SecretStr(",".join(known))
