"""The services people may sign in with, from a file: one table a service, called as the policy calls that recipient.

[campus]
issuer = "https://login.example.edu"
client_id = "troth"
client_secret_file = "/run/secrets/campus"     # or client_secret = "…"
page = "https://signin.example.edu"            # where its sign-in page is, if not at the issuer
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from .taking_payment import LOOPBACK, read

KNOWN = frozenset({"issuer", "client_id", "client_secret", "client_secret_file", "page"})
NAME = re.compile(r"[a-z][a-z_]{1,29}\Z")


@dataclass(frozen=True, slots=True)
class SignInAccount:
    """What the shop is registered as with one service. `page`: an origin, or "" where it is the issuer's."""

    issuer: str
    client_id: str
    client_secret: SecretStr = field(repr=False)
    page: str = ""


class SigningIn(BaseSettings):
    """The check; the field itself stands in `environment`, below the mode."""

    @field_validator("sign_in_file", check_fields=False)
    @classmethod
    def _understood(cls, value: Path | None, others: ValidationInfo) -> Path | None:
        accounts(value, practice=others.data.get("mode") != "live")
        return value


def accounts(file: Path | None, *, practice: bool) -> Mapping[str, SignInAccount]:
    """By the service's name. Raises ValueError with a sentence."""
    if file is None:
        return {}
    try:
        told = tomllib.loads(file.read_text())
    except (OSError, ValueError):
        raise ValueError("must be a file that can be read, in TOML") from None
    return {name: _account(name, each, practice) for name, each in told.items()}


def _account(name: str, told: Any, practice: bool) -> SignInAccount:
    if not NAME.match(name) or not isinstance(told, dict):
        raise ValueError("must have one table for each service, called as the policy calls that recipient")
    odd = sorted(told.keys() - KNOWN)
    if odd or not all(isinstance(each, str) for each in told.values()):
        raise ValueError(f"[{name}] may say {', '.join(sorted(KNOWN))}, each as text{f'; not {odd[0]}' if odd else ''}")
    mount = told.get("client_secret_file")
    secret = read(SecretStr(told.get("client_secret", "")), Path(mount) if mount else None).strip()
    if not (told.get("issuer") and told.get("client_id") and secret):
        raise ValueError(f"[{name}] needs issuer, client_id, and client_secret or client_secret_file")
    for where in filter(None, (told["issuer"], told.get("page"))):
        _reachable(name, where, practice)
    page = told.get("page", "").rstrip("/")
    if page and urlsplit(page)[2:] != ("", "", ""):
        raise ValueError(f"[{name}] page must be an origin, such as https://signin.example.edu")
    return SignInAccount(told["issuer"], told["client_id"], SecretStr(secret), page)


def _reachable(name: str, url: str, practice: bool) -> None:
    parts = urlsplit(url)
    at_home = practice and parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or at_home):
        raise ValueError(f"[{name}] {url} must begin with https://")
