"""The only reader of the environment: what an operator may set, and `TROTH`, which the rest of the program sees."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from .carriers import CarrierAccount, CarrierSettings, accounts, fitting
from .partners import Partners
from .returning import Returns
from .signing_in import SignInAccount, SigningIn
from .signing_in import accounts as sign_in_accounts
from .taking_payment import TakingPayment, split
from .visitors import Network, Visitors, files, proxies

ROOT = Path(__file__).resolve().parent.parent.parent
PREFIX = "TROTH_"
# Read by scripts beside the program (dev/, tests/), and none of its business.
OTHERS = frozenset({"TROTH_PYTHON", "TROTH_CHROMIUM", "TROTH_SHOTS", "TROTH_SHARED_DATA"})


class Environment(TakingPayment, CarrierSettings, Returns, Partners, SigningIn, Visitors):
    """Every field is read from TROTH_<NAME>; the port also from PORT. A check may look at the fields above its own."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", hide_input_in_errors=True)

    mode: str = "practice"
    home: Path = ROOT / "var"
    keys: Path = Field(default=ROOT / "keys", validate_default=True)
    policy: Path = ROOT / "policies" / "celloramatech"
    base_url: str = Field(default="", validate_default=True)
    hosts: str = ""
    shop_url: str = ""
    vault_url: str = ""
    cache_url: str = ""
    smtp_url: str = ""
    mail_from: str = "shop@celloramatech.example"
    sign_in_file: Path | None = None
    payment: str = "practice"
    stripe_api: str = ""
    stripe_key_file: Path | None = None
    stripe_key: SecretStr = Field(default=SecretStr(""), validate_default=True)
    stripe_webhook_secret_file: Path | None = None
    stripe_webhook_secret: SecretStr = Field(default=SecretStr(""), validate_default=True)
    carrier: str = "practice"
    backups: str = ""
    port: int = Field(default=8000, ge=1, le=65535)

    @field_validator("mode")
    @classmethod
    def _known_mode(cls, value: str) -> str:
        if value not in ("practice", "live"):
            raise ValueError("must be 'practice' or 'live'")
        return value

    @field_validator("keys")
    @classmethod
    def _keys_apart(cls, value: Path, others: ValidationInfo) -> Path:
        if "home" in others.data and value.resolve().is_relative_to(others.data["home"].resolve()):
            raise ValueError("must lie outside TROTH_HOME, or every backup carries its own keys")
        return value

    @field_validator("policy")
    @classmethod
    def _a_policy(cls, value: Path) -> Path:
        if not (value / "policy.yaml").is_file():
            raise ValueError("must be a folder with a policy.yaml in it")
        return value

    @field_validator("base_url")
    @classmethod
    def _whole_address(cls, value: str, others: ValidationInfo) -> str:
        if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
            raise ValueError("must be a whole address, such as https://shop.example")
        if others.data.get("mode") == "live" and not value.startswith("https://"):
            raise ValueError("live mode needs the shop's own address, and it must begin with https://")
        return value.rstrip("/")

    @field_validator("shop_url", "vault_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("sqlite", "postgres", "postgresql"):
            raise ValueError("must start with sqlite:// or postgresql://")
        try:
            dj_database_url.parse(value or "sqlite://")
        except (ValueError, dj_database_url.ParseError):
            raise ValueError("must look like postgresql://user:password@host:5432/name") from None
        return value

    @field_validator("cache_url")
    @classmethod
    def _known_cache(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("redis", "rediss", "unix"):
            raise ValueError("must look like redis://host:6379/0 (or rediss://, or unix://)")
        if value and find_spec("redis") is None:
            raise ValueError("needs the Python package 'redis', which is not installed")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _known_mail(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("smtp", "smtps", "smtp+starttls"):
            raise ValueError("must look like smtp+starttls://user:password@host:587")
        return value

    @field_validator("mail_from")
    @classmethod
    def _one_sender(cls, value: str) -> str:
        local, _at, domain = parseaddr(value)[1].rpartition("@")
        if not (local and domain):
            raise ValueError("must be an e-mail address, such as shop@shop.example")
        return value

    @field_validator("carrier")
    @classmethod
    def _a_carrier(cls, value: str, others: ValidationInfo) -> str:
        return fitting(value, others.data)


@dataclass(frozen=True)
class Troth:
    """The settings as the rest of the program sees them (`django.conf.settings.TROTH`)."""

    mode: str
    home: Path
    keys: Path
    policy_dir: Path
    base_url: str
    port: int
    smtp_url: str
    mail_from: str
    payment: str
    carrier: str
    backups: str
    carriers: Mapping[str, CarrierAccount] = field(default_factory=dict, repr=False)
    stripe_api: str = ""
    stripe_key: SecretStr = field(default_factory=lambda: SecretStr(""))
    stripe_webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
    security_partner: str = ""
    security_secrets: tuple[str, ...] = field(default=(), repr=False)
    lead_partner: str = ""
    lead_secrets: tuple[str, ...] = field(default=(), repr=False)
    campaign_partner: str = ""
    campaign_secrets: tuple[str, ...] = field(default=(), repr=False)
    sign_in: Mapping[str, SignInAccount] = field(default_factory=dict, repr=False)
    return_days: int = 30
    return_shipping: str = "with_all"
    proxies: tuple[Network, ...] = ()
    networks: tuple[Path, ...] = ()

    @property
    def practice(self) -> bool:
        return self.mode == "practice"


def _read() -> Environment:
    """What is set; or every reason why not, on standard error, and the end."""
    overrides = {"port": os.environ["PORT"]} if "PORT" in os.environ else {}
    says = _unknown()
    try:
        read = Environment(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        for problem in error.errors():
            says.append(f"{PREFIX}{str(problem['loc'][0]).upper()}: {problem['msg'].removeprefix('Value error, ')}.")
    if not says:
        return read
    sys.stderr.write("\n".join(says) + "\n")
    sys.stderr.write(
        "Troth does not start with settings it does not understand. Mend or unset them, then start again.\n"
    )
    raise SystemExit(2) from None


def _unknown() -> list[str]:
    """A sentence for each TROTH_… that nobody reads: a slip of the pen must not fall back to a default in silence."""
    known = {f"{PREFIX}{name.upper()}" for name in Environment.model_fields}
    says = []
    for name in sorted(each for each in os.environ if each.startswith(PREFIX) and each not in known | OTHERS):
        near = get_close_matches(name, known, 1, cutoff=0.8)  # all share the prefix
        says.append(f"{name}: there is no such setting{f'; do you mean {near[0]}?' if near else '.'}")
    return says


told = _read()

TROTH = Troth(
    mode=told.mode,
    home=told.home.resolve(),
    keys=told.keys.resolve(),
    policy_dir=told.policy.resolve(),
    base_url=told.base_url or f"http://localhost:{told.port}",
    port=told.port,
    smtp_url=told.smtp_url,
    mail_from=told.mail_from,
    payment=told.payment,
    carrier=told.carrier,
    backups=told.backups,
    carriers=accounts(told) if told.carrier == "karrio" else {},
    stripe_api=told.stripe_api,
    stripe_key=told.stripe_key,
    stripe_webhook_secrets=split(told.stripe_webhook_secret.get_secret_value()),
    security_partner=told.security_partner,
    security_secrets=split(told.security_secret.get_secret_value()),
    lead_partner=told.lead_partner,
    lead_secrets=split(told.lead_secret.get_secret_value()),
    campaign_partner=told.campaign_partner,
    campaign_secrets=split(told.campaign_secret.get_secret_value()),
    sign_in=sign_in_accounts(told.sign_in_file, practice=told.mode != "live"),
    return_days=told.return_days,
    return_shipping=told.return_shipping,
    proxies=proxies(told.proxies),
    networks=files(told.networks),
)
