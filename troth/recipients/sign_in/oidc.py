"""A service that speaks OpenID Connect (Core 1.0, code flow): discovered, asked, and believed for its signature.

The threats: a word made for another shop (audience), of another service (issuer; each has an address of its own to come
back to), of another asking (nonce), forged (signature against the service's keys, never "none" and never a shared
secret), or old; a code that somebody else caught (PKCE); a service that points to another's page (origins are set).
"""

from __future__ import annotations

import hmac
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import jwt
from django.views.decorators.debug import sensitive_variables
from pydantic import SecretStr

from ..payment import NotTheirWord
from . import claims, talking
from .asking import Asked
from .claims import GRANTABLE, Told
from .talking import NoAnswer

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
KEPT: Final = 3600  # seconds that what a service says of itself is believed
AGAIN: Final = 60  # seconds before keys are fetched anew for one that is unknown
LEEWAY: Final = 60  # seconds between two clocks
LONGEST_CODE: Final = 2048
_WORDS: Final = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(slots=True)
class _Kept:
    """What a process remembers of a service: public, and the same for everybody."""

    config: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)
    config_at: float = float("-inf")
    keys_at: float = float("-inf")


_known: dict[str, _Kept] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class OpenIdConnect:
    """`page`: the origin of its sign-in page."""

    issuer: str
    client_id: str
    client_secret: SecretStr = field(repr=False)
    page: str

    @property
    def realm(self) -> str:
        return self.issuer

    def begin(self, asked: Asked, granted: frozenset[str]) -> str:
        config = self._config()
        scopes = [scope for name, scope in GRANTABLE.items() if name in granted]
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": asked.back,
            "scope": " ".join(["openid", *scopes]),
            "state": asked.state,
            "nonce": asked.nonce,
            "code_challenge": asked.challenge,
            "code_challenge_method": "S256",
            **({"prompt": "login", "max_age": "0"} if asked.anew else {}),
        }
        page = str(config["authorization_endpoint"])
        return f"{page}{'&' if '?' in page else '?'}{urlencode(query)}"

    @sensitive_variables()
    def told(self, asked: Asked, granted: frozenset[str], answer: Mapping[str, str]) -> Told:
        code, issuer = answer.get("code", ""), answer.get("iss", self.issuer)
        if not 0 < len(code) <= LONGEST_CODE or issuer != self.issuer:  # RFC 9207: whose answer it is
            raise NotTheirWord("no code of this service")
        tokens = self._exchange(asked, code)
        word = self._checked(str(tokens.get("id_token", "")), asked)
        if not granted <= word.keys() or "email_verified" not in word:
            word = {**self._more(word, tokens), **word}
        return claims.read(word, granted)

    @sensitive_variables()
    def _exchange(self, asked: Asked, code: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": asked.back,
            "code_verifier": asked.verifier,
            "client_id": self.client_id,
        }
        secret = self.client_secret.get_secret_value()
        ways = self._config().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if "client_secret_basic" in ways:  # what holds where nothing is said (Discovery 1.0, section 3)
            quoted = (urlencode({"": each})[1:] for each in (self.client_id, secret))  # RFC 6749, 2.3.1
            return talking.ask(self._config()["token_endpoint"], form=form, auth=tuple(quoted))
        return talking.ask(self._config()["token_endpoint"], form={**form, "client_secret": secret})

    @sensitive_variables()
    def _checked(self, word: str, asked: Asked) -> dict[str, Any]:
        """The claims of an ID token (Core 1.0, 3.1.3.7). Raises NotTheirWord."""
        try:
            told: dict[str, Any] = jwt.decode(
                word,
                key=self._key_of(jwt.get_unverified_header(word)),
                algorithms=ALGORITHMS,
                audience=self.client_id,
                issuer=self.issuer,
                leeway=LEEWAY,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError):
            raise NotTheirWord("the word is forged, old, or for somebody else") from None
        if not hmac.compare_digest(str(told.get("nonce", "")).encode(), asked.nonce.encode()):
            raise NotTheirWord("the word belongs to another asking")
        several = isinstance(told["aud"], list) and len(told["aud"]) > 1
        if told.get("azp", self.client_id if not several else None) != self.client_id:
            raise NotTheirWord("the word was given to another")
        if asked.anew and not _just_now(told.get("auth_time")):
            raise NotTheirWord("nobody was asked to sign in anew")
        return told

    @sensitive_variables()
    def _more(self, word: Mapping[str, Any], tokens: Mapping[str, Any]) -> dict[str, Any]:
        """What the service tells on a second question only; of the very same person (Core 1.0, 5.3.2)."""
        where, token = self._config().get("userinfo_endpoint"), tokens.get("access_token")
        if not where or not isinstance(token, str) or not token.isascii():
            return {}
        told = talking.ask(str(where), headers={"Authorization": f"Bearer {token}"})
        if told.get("sub") != word["sub"]:
            raise NotTheirWord("the second word is about somebody else")
        return told

    def _config(self) -> dict[str, Any]:
        kept = self._kept()
        if time.monotonic() - kept.config_at > KEPT:
            found = talking.ask(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer or not all(isinstance(found.get(each), str) for each in _WORDS):
                raise NoAnswer("it says that it is another")
            for each in _WORDS:
                talking.fitting(found[each])
            if origin(found["authorization_endpoint"]) != self.page:
                raise NoAnswer("its page is at another place than the settings say")
            kept.config, kept.config_at = found, time.monotonic()
        return kept.config

    def _key_of(self, header: Mapping[str, Any]) -> Any:
        """The service's key that a word says it is signed with. Raises NotTheirWord, NoAnswer."""
        kept, name = self._kept(), header.get("kid")
        if header.get("alg") not in ALGORITHMS:
            raise NotTheirWord("signed by nobody, or with a shared secret")
        age = time.monotonic() - kept.keys_at
        if age > KEPT or (_named(kept.keys, name) is None and age > AGAIN):
            kept.keys, kept.keys_at = talking.ask(self._config()["jwks_uri"]), time.monotonic()
        found = _named(kept.keys, name)
        if found is None:
            raise NotTheirWord("signed with a key that is not theirs")
        return jwt.PyJWK(found, algorithm=header["alg"]).key

    def _kept(self) -> _Kept:
        with _lock:
            return _known.setdefault(self.issuer, _Kept())


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def forget() -> None:
    """What this process remembers of services."""
    with _lock:
        _known.clear()


def _named(keys: Mapping[str, Any], name: object) -> dict[str, Any] | None:
    """The key of that name; the only one there is where a word names none."""
    listed = keys.get("keys")
    usable = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    usable = [each for each in usable if each.get("use", "sig") == "sig" and each.get("kty") != "oct"]
    if name is None:
        return usable[0] if len(usable) == 1 else None
    return next((each for each in usable if each.get("kid") == name), None)


def _just_now(at: object) -> bool:
    return isinstance(at, int | float) and abs(time.time() - at) <= KEPT / 12
