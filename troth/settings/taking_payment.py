"""Who takes the payments, and the secrets for that. Each secret may also stand in a file, for systems that mount them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

PROVIDERS = ("practice", "stripe")
STRIPE = "https://api.stripe.com"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class TakingPayment(BaseSettings):
    """The checks; the fields themselves stand in `environment`, the files above the secrets they may hold."""

    @field_validator("payment", check_fields=False)
    @classmethod
    def _known_provider(cls, value: str) -> str:
        if value not in PROVIDERS:
            raise ValueError("must be 'practice' or 'stripe'")
        return value

    @field_validator("stripe_api", check_fields=False)
    @classmethod
    def _their_address(cls, value: str, others: ValidationInfo) -> str:
        value = value.rstrip("/")
        if value in ("", STRIPE):
            return ""
        if others.data.get("mode") == "live":
            raise ValueError("live mode talks to Stripe itself and to nobody in its place; unset it")
        if urlsplit(value).scheme not in ("http", "https") or urlsplit(value).hostname not in LOOPBACK:
            raise ValueError("may only be an address of this machine, such as http://127.0.0.1:12111")
        return value

    @field_validator("stripe_key", check_fields=False)
    @classmethod
    def _key_of_this_mode(cls, value: SecretStr, others: ValidationInfo) -> SecretStr:
        key = read(value, others.data.get("stripe_key_file")).strip()
        mode = "live" if others.data.get("mode") == "live" else "test"
        if not key and others.data.get("payment") == "stripe":
            raise ValueError("payment by Stripe needs a key, here or in the file TROTH_STRIPE_KEY_FILE names")
        if key and not key.startswith((f"sk_{mode}_", f"rk_{mode}_")):
            raise ValueError(f"in {others.data.get('mode')} mode it must begin with sk_{mode}_ or rk_{mode}_")
        return SecretStr(key)

    @field_validator("stripe_webhook_secret", check_fields=False)
    @classmethod
    def _signs(cls, value: SecretStr, others: ValidationInfo) -> SecretStr:
        known = split(read(value, others.data.get("stripe_webhook_secret_file")))
        if not known and others.data.get("payment") == "stripe":
            raise ValueError(
                "payment by Stripe needs the webhook's signing secret, here or in the file "
                "TROTH_STRIPE_WEBHOOK_SECRET_FILE names; two with a comma while it is being changed"
            )
        if any(not each.startswith("whsec_") or len(each) < 16 for each in known):
            raise ValueError("each must begin with whsec_")
        return SecretStr(",".join(known))


def read(value: SecretStr, file: Path | None) -> str:
    """The secret, from its setting or from its file. ValueError for both, and for a file that cannot be read."""
    told = value.get_secret_value()
    if file is None:
        return told
    if told:
        raise ValueError("is set, and its file is named too; keep one of the two")
    try:
        return file.read_text()
    except (OSError, ValueError):
        raise ValueError("its file cannot be read") from None


def split(told: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in told.replace("\n", ",").split(",") if each.strip())
