"""What an operator may set about carriers: the accounts they have with USPS, UPS and FedEx."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr
from pydantic_settings import BaseSettings

KINDS = ("practice", "table", "karrio")
CARRIERS = ("usps", "ups", "fedex")
NEEDED = ("client_id", "client_secret", "account_number")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class CarrierSettings(BaseSettings):
    """A secret may be given as itself or, as …_FILE, by the file it stands in."""

    usps_client_id: str = ""
    usps_client_secret: SecretStr = SecretStr("")
    usps_client_secret_file: str = ""
    usps_account_number: str = ""
    usps_crid: str = ""
    usps_mid: str = ""
    usps_manifest_mid: str = ""
    usps_server_url: str = ""
    ups_client_id: str = ""
    ups_client_secret: SecretStr = SecretStr("")
    ups_client_secret_file: str = ""
    ups_account_number: str = ""
    ups_server_url: str = ""
    fedex_client_id: str = ""
    fedex_client_secret: SecretStr = SecretStr("")
    fedex_client_secret_file: str = ""
    fedex_account_number: str = ""
    fedex_track_client_id: str = ""
    fedex_track_client_secret: SecretStr = SecretStr("")
    fedex_track_client_secret_file: str = ""
    fedex_server_url: str = ""


@dataclass(frozen=True, slots=True)
class CarrierAccount:
    """An account with one carrier. `server_url`: a double's, "" for the carrier's own. `more`: what only they want."""

    client_id: str
    client_secret: SecretStr = field(repr=False)
    account_number: str
    server_url: str
    more: Mapping[str, str | SecretStr] = field(default_factory=dict, repr=False)


def fitting(kind: str, told: Mapping[str, Any]) -> str:
    """TROTH_CARRIER, checked against the accounts. Raises ValueError with a sentence."""
    if kind not in KINDS:
        raise ValueError("must be 'practice', 'table' or 'karrio'")
    if kind != "karrio":
        return kind
    if find_spec("karrio") is None:
        raise ValueError("'karrio' needs the Python packages of requirements/carriers.txt, which are not installed")
    begun = [name for name in CARRIERS if any(_given(told, name, what) for what in NEEDED)]
    if not begun:
        raise ValueError("'karrio' needs an account with a carrier, such as TROTH_UPS_CLIENT_ID and its companions")
    for name in begun:
        _whole(told, name)
    return kind


def _whole(told: Mapping[str, Any], name: str) -> None:
    lacking = [f"TROTH_{name}_{what}".upper() for what in NEEDED if not _given(told, name, what)]
    if lacking:
        raise ValueError(f"the account with {name.upper()} is not whole: {', '.join(lacking)} is missing")
    _secret(told, f"{name}_track_client_secret")
    url = str(told.get(f"{name}_server_url", ""))
    if not url:
        return
    parts = urlsplit(url)
    if told.get("mode") == "live" or parts.scheme not in ("http", "https") or parts.hostname not in LOOPBACK:
        raise ValueError(
            f"TROTH_{name.upper()}_SERVER_URL is for trying things out: on this machine (http://127.0.0.1:…) "
            "and in practice mode only"
        )


def accounts(told: BaseSettings) -> dict[str, CarrierAccount]:
    """The accounts that are whole, by what the policy calls the carrier."""
    values = told.model_dump()
    found = {}
    for name in CARRIERS:
        if all(_given(values, name, what) for what in NEEDED):
            secrets = {"track_client_secret": _secret(values, f"{name}_track_client_secret")}
            plain = ("crid", "mid", "manifest_mid", "track_client_id")
            found[name] = CarrierAccount(
                client_id=values[f"{name}_client_id"],
                client_secret=_secret(values, f"{name}_client_secret"),
                account_number=values[f"{name}_account_number"],
                server_url=values[f"{name}_server_url"].rstrip("/"),
                more={what: values.get(f"{name}_{what}", "") for what in plain} | secrets,
            )
    return found


def _given(told: Mapping[str, Any], name: str, what: str) -> bool:
    value = told.get(f"{name}_{what}")
    if what != "client_secret":
        return bool(value)
    return bool(_secret(told, f"{name}_client_secret").get_secret_value())


def _secret(told: Mapping[str, Any], name: str) -> SecretStr:
    """The secret itself, or what stands in its file. Raises ValueError for a file that cannot be read."""
    file = str(told.get(f"{name}_file") or "")
    if not file:
        found = told.get(name) or SecretStr("")
        return found if isinstance(found, SecretStr) else SecretStr(str(found))
    try:
        return SecretStr(Path(file).read_text().strip())
    except (OSError, UnicodeDecodeError):
        raise ValueError(f"TROTH_{name.upper()}_FILE names a file that cannot be read") from None
