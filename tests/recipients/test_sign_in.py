"""A service that speaks OpenID Connect: a whole sign-in with a real provider on loopback, and every word that is not to be believed."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from jwt.algorithms import RSAAlgorithm
from oidc_provider_mock import User, run_server_in_thread
from pydantic import SecretStr

from troth.publishing.fit_to_sign_in import sign_in_services
from troth.recipients.payment import NotTheirWord
from troth.recipients.sign_in import Asked, NoAnswer, Told, claims, new, oidc, practice, talking
from troth.recipients.sign_in.oidc import OpenIdConnect
from troth.settings.signing_in import SignInAccount, accounts

GRANTED = frozenset({"email", "name"})
BACK = "http://localhost:8000/account/with/campus/back/"
ISSUER = "https://login.campus.example"
ADA = {"email": "ada@example.com", "email_verified": True, "name": "Ada Okafor"}
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ANOTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    oidc.forget()
    yield
    oidc.forget()


def campus(issuer: str = ISSUER, page: str = "") -> OpenIdConnect:
    return OpenIdConnect(issuer, "troth", SecretStr("a secret"), page or oidc.origin(issuer))


# With a provider that is not ours


@pytest.fixture
def provider() -> Iterator[str]:
    people = [User(sub="ada", claims={**ADA, "picture": "https://face.example", "birthdate": "1980-02-29"})]
    with run_server_in_thread(user_claims=people, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


def signed_in(page: str, sub: str = "ada") -> dict[str, str]:
    """Somebody signs in on the provider's page; what their browser brings back."""
    answer = requests.post(page, data={"sub": sub}, allow_redirects=False, timeout=5)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in query.items()}


def test_a_real_provider_tells_who_came(provider: str) -> None:
    service, asked = campus(provider), new(BACK)
    came = signed_in(service.begin(asked, GRANTED))
    assert came["state"] == asked.state
    told = service.told(asked, GRANTED, came)
    assert told == Told("ada", "ada@example.com", True, "Ada Okafor", dropped=2)


def test_a_code_is_good_once(provider: str) -> None:
    service, asked = campus(provider), new(BACK)
    came = signed_in(service.begin(asked, GRANTED))
    assert service.told(asked, GRANTED, came).subject == "ada"
    with pytest.raises((NotTheirWord, NoAnswer)):
        service.told(asked, GRANTED, came)


def test_no_more_is_asked_for_than_the_policy_grants(provider: str) -> None:
    page = campus(provider).begin(new(BACK), frozenset({"email"}))
    assert parse_qs(urlsplit(page).query)["scope"] == ["openid email"]


# Words that are not to be believed


class Double:
    """What a service answers, word for word; each test changes one thing."""

    def __init__(self, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.key, self.header = asked, KEY, {"kid": "k1"}
        self.word: dict[str, Any] = {
            "iss": ISSUER,
            "sub": "ada",
            "aud": "troth",
            "nonce": asked.nonce,
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
            **ADA,
        }
        self.config = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
            "userinfo_endpoint": f"{ISSUER}/more",
        }
        self.keys = {"keys": [{**RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "k1", "use": "sig"}]}
        self.more: dict[str, Any] = {"sub": "ada"}
        self.token = ""
        self.form: dict[str, str] = {}
        monkeypatch.setattr(talking, "ask", self.ask)

    def ask(self, url: str, **how: Any) -> dict[str, Any]:
        talking.fitting(url)
        if url.endswith("/token"):
            self.form = how["form"]
            return {"id_token": self.token or self.signed(), "access_token": "a"}
        if url.endswith("/more"):
            return self.more
        return self.keys if url.endswith("/keys") else self.config

    def signed(self) -> str:
        return jwt.encode(self.word, self.key, algorithm="RS256", headers=self.header)

    def told(self) -> Told:
        return campus().told(self.asked, GRANTED, {"code": "c"})


@pytest.fixture
def double(monkeypatch: pytest.MonkeyPatch) -> Double:
    return Double(new(BACK), monkeypatch)


def test_the_control_is_believed(double: Double) -> None:
    assert double.told() == Told("ada", "ada@example.com", True, "Ada Okafor")


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://login.other.example"},
        {"aud": "another shop"},
        {"aud": ["troth", "another shop"]},
        {"azp": "another shop"},
        {"nonce": "of another asking"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"iat": 4_000_000_000},
        {"exp": None},
        {"sub": ""},
        {"sub": None},
        {"sub": "x" * 256},
        {"sub": 7},
    ],
    ids=str,
)
def test_a_word_for_somebody_else_is_not_believed(double: Double, wrong: dict[str, Any]) -> None:
    double.word = {name: value for name, value in {**double.word, **wrong}.items() if value is not None}
    with pytest.raises(NotTheirWord):
        double.told()


def test_a_word_signed_by_somebody_else_is_not_believed(double: Double) -> None:
    double.key = ANOTHER_KEY
    with pytest.raises(NotTheirWord):
        double.told()


def test_a_word_signed_by_nobody_is_not_believed(double: Double) -> None:
    double.token = jwt.encode(double.word, "", algorithm="none", headers={"kid": "k1"})
    with pytest.raises(NotTheirWord):
        double.told()


def test_a_public_key_is_no_shared_secret(double: Double) -> None:
    """Signed with HMAC, with what everybody can read as the secret."""
    public = str(double.keys["keys"][0]["n"])
    double.token = jwt.encode(double.word, public, algorithm="HS256", headers={"kid": "k1"})
    with pytest.raises(NotTheirWord):
        double.told()


def test_a_key_that_is_not_theirs_is_none(double: Double) -> None:
    double.header = {"kid": "k2"}
    with pytest.raises(NotTheirWord):
        double.told()


def test_the_code_is_taken_by_whoever_asked_for_it(double: Double) -> None:
    """A code caught on its way is worth nothing without the word whose hash went with the asking (RFC 7636)."""
    page = campus().begin(double.asked, GRANTED)
    double.told()
    hashed = base64.urlsafe_b64encode(hashlib.sha256(double.form["code_verifier"].encode()).digest()).rstrip(b"=")
    assert parse_qs(urlsplit(page).query)["code_challenge"] == [hashed.decode()]
    assert double.form["code_verifier"] not in page


def test_a_new_key_is_fetched(double: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    double.told()
    fresh = {**RSAAlgorithm.to_jwk(ANOTHER_KEY.public_key(), as_dict=True), "kid": "k2", "use": "sig"}
    double.keys = {"keys": [fresh]}
    double.key, double.header = ANOTHER_KEY, {"kid": "k2"}
    with pytest.raises(NotTheirWord):
        double.told()  # asked for a moment ago: nobody makes us fetch keys without end
    monkeypatch.setattr(oidc, "AGAIN", -1)
    assert double.told().subject == "ada"


def test_a_second_word_about_somebody_else_is_not_believed(double: Double) -> None:
    del double.word["name"]
    double.more = {"sub": "eve", "name": "Eve"}
    with pytest.raises(NotTheirWord):
        double.told()
    double.more = {"sub": "ada", "name": "Ada"}
    assert double.told().name == "Ada"


def test_an_answer_of_another_service_is_none(double: Double) -> None:
    with pytest.raises(NotTheirWord):
        campus().told(double.asked, GRANTED, {"code": "c", "iss": "https://login.other.example"})


def test_who_is_to_sign_in_anew_has_done_so_just_now(double: Double) -> None:
    double.asked = replace(double.asked, anew=True)
    with pytest.raises(NotTheirWord):
        double.told()
    double.word["auth_time"] = int(time.time()) - 4000
    with pytest.raises(NotTheirWord):
        double.told()
    double.word["auth_time"] = int(time.time())
    assert double.told().subject == "ada"


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://login.other.example"},
        {"authorization_endpoint": "https://evil.example/authorize"},
        {"token_endpoint": "http://login.campus.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"token_endpoint": None},
    ],
    ids=str,
)
def test_a_service_that_points_elsewhere_is_not_asked(double: Double, wrong: dict[str, Any]) -> None:
    double.config = {**double.config, **wrong}
    with pytest.raises(NoAnswer):
        campus().begin(double.asked, GRANTED)


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "https://u:p@login.example/", "ftp://x/", "", "https://", 7])
def test_only_https_is_called(url: object, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoAnswer):
        talking.fitting(url)
    assert talking.fitting("http://localhost:1/") == "http://localhost:1/"
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, mode="live"))
    with pytest.raises(NoAnswer):
        talking.fitting("http://localhost:1/")


def test_what_is_no_address_is_not_taken_for_one() -> None:
    for odd in ("ada", "ada@@x.example", 7, "a" * 300 + "@x.example", "ada\n@x.example", "ädä@x.example"):
        told = claims.read({"sub": "1", "email": odd, "email_verified": True}, GRANTED)
        assert (told.email, told.proven) == ("", False)
    told = claims.read({"sub": "1", "email": "a@x.example", "email_verified": "true"}, GRANTED)
    assert not told.proven, "only yes is yes"
    assert claims.read({"sub": "1", "name": "A\u202eB"}, GRANTED).name == ""


def test_nothing_of_anybody_is_in_its_representation() -> None:
    told = Told("ada-4711", "ada@example.com", True, "Ada Okafor")
    assert not [each for each in ("4711", "example.com", "Okafor") if each in repr(told)]


def test_the_doctor_says_what_is_not_declared_and_what_does_not_answer(
    double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = SignInAccount(ISSUER, "troth", SecretStr("a secret"))
    named = {practice.NAME: account, "campus": account}
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, sign_in=named))
    assert [each.state for each in sign_in_services()] == ["fit", "unfit"]
    oidc.forget()
    double.config = {}
    assert [each.state for each in sign_in_services()] == ["unfit", "unfit"]


def test_the_file_of_services_is_understood_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "sign_in.toml"
    whole = '[campus]\nissuer = "https://login.example.edu"\nclient_id = "troth"\nclient_secret = "s"\n'
    file.write_text(whole)
    (account,) = accounts(file, practice=False).values()
    assert (account.issuer, account.client_secret.get_secret_value()) == ("https://login.example.edu", "s")
    assert "s3cret" not in repr(replace(account, client_secret=SecretStr("s3cret")))
    for wrong in (
        "nonsense",
        "[Campus]\n",
        '[campus]\nissuer = "https://x.example"\n',
        whole.replace("https://login", "http://login"),
        whole + 'page = "https://signin.example.edu/deep"\n',
        whole + 'sceret = "x"\n',
        whole + 'client_secret_file = "/nowhere"\n',
        whole.replace('"troth"', "7"),
    ):
        file.write_text(wrong)
        with pytest.raises(ValueError, match=r"must|may|needs|read|set"):
            accounts(file, practice=False)
    with pytest.raises(ValueError, match=r"must|may|needs|read|set"):
        accounts(tmp_path / "nowhere.toml", practice=True)
