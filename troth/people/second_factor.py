"""Passkeys, authenticator apps and recovery codes through allauth.mfa, with nothing personal in its tables."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm, LoginWebAuthnForm
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from fido2.utils import websafe_decode, websafe_encode

from troth import gate
from troth.people import addresses
from troth.people.models import User
from troth.settings.shop_secret import now_and_before

SEALED: Final = ("secret", "seed")  # what allauth.mfa has sealed: of an app, of recovery codes
# A passkey is called by what it lives in. Words of one's own would be personal data in a shop table.
PLACES = {
    "phone": _("Phone or tablet"),
    "computer": _("Computer"),
    "security-key": _("Security key"),
    "password-manager": _("Password manager"),
}


@dataclass(frozen=True, slots=True)
class SignInState:
    """What an account can be signed in with."""

    has_password: bool
    passkeys: int
    has_app: bool
    recovery_codes: int  # that open
    since: datetime | None  # since when there is a second factor

    @property
    def two_factors(self) -> bool:
        return self.has_app or self.passkeys > 0


def sign_in_state(user: User) -> SignInState:
    held = list(Authenticator.objects.filter(user=user))
    codes = next((each.wrap() for each in held if each.type == Authenticator.Type.RECOVERY_CODES), None)
    factors = [each for each in held if each.type != Authenticator.Type.RECOVERY_CODES]
    return SignInState(
        has_password=user.has_usable_password(),
        passkeys=sum(each.type == Authenticator.Type.WEBAUTHN for each in held),
        has_app=any(each.type == Authenticator.Type.TOTP for each in held),
        recovery_codes=len(codes.get_unused_codes()) if codes and not shut(codes.instance) else 0,
        since=min((each.created_at for each in factors), default=None),
    )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed at rest; what an authenticator shows its owner never touches a table."""

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(12)
        return base64.b64encode(nonce + _cipher(settings.SECRET_KEY).encrypt(nonce, text.encode(), b"mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Also what an earlier secret of the shop has sealed, while that is named; else raises InvalidTag."""
        *earlier, last = now_and_before()
        for secret in earlier:
            try:
                return _opened(encrypted_text, secret)
            except InvalidTag:
                continue
        return _opened(encrypted_text, last)

    def get_totp_issuer(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def _get_site_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def _get_user_identifier(self, user: Any) -> str:
        """The name a passkey or an app lists the account under: its owner's own address, shown to its owner."""
        current = addresses.addresses_of(user).current
        return current.reveal() if isinstance(current, gate.Personal) else user.get_full_name()

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """The handle is random: an authenticator gives it to whoever holds it (WebAuthn 3, section 14.6.1)."""
        name = self._get_user_identifier(user)
        return {"id": user.public_id.bytes, "display_name": name, "name": name}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return "phone"


class AddAppForm(ActivateTOTPForm):
    """The first code of an app counts as used: each code is good for one thing (RFC 6238, section 5.2)."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        sealed = self.adapter.encrypt(self.secret)
        new = Authenticator(user=self.user, type=Authenticator.Type.TOTP, data={"secret": sealed})
        if not TOTP(new).validate_code(code):
            raise self.adapter.validation_error("incorrect_code")
        return code

    @property
    def adapter(self) -> SecondFactorAdapter:
        return SecondFactorAdapter()


class _SaysWhatIsShut(BaseAuthenticateForm):
    """An app, or codes, that no named secret of the shop opens let nobody in: it says so, and the way on."""

    @cached_property
    def shut(self) -> str:
        """In a sentence or two; "" where all of them open."""
        held = list(Authenticator.objects.filter(user=self.user))
        closed = [each for each in held if shut(each)]
        if not closed:
            return ""
        said = _now("We cannot check codes from your app any more: the key we kept its secret under is lost.")
        if all(each.type == Authenticator.Type.RECOVERY_CODES for each in closed):
            said = _now("We cannot check your recovery codes any more: the key we kept them under is lost.")
        return f"{said} {_way_on(held, closed)}"

    def clean_code(self) -> str:
        """By what still opens. Where nothing does, no code is looked at."""
        if not self.shut:
            return str(super().clean_code())
        clear, code = check_rate_limit(self.user), self.cleaned_data["code"]
        typed = Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN)
        opening = [each for each in typed if not shut(each)]
        for each in opening:
            if each.wrap().validate_code(code):
                each.user, self.authenticator = self.user, each
                clear()
                return str(code)
        wrong = _now("That code is not right.") if opening else ""
        raise forms.ValidationError(f"{wrong} {self.shut}".strip(), code="shut")


class CodeForm(_SaysWhatIsShut, AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(_SaysWhatIsShut, ReauthenticateForm):
    """Before something is changed."""


class PlaceField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        super().__init__(**{"label": _("Where does it live?"), "choices": list(PLACES.items()), **kwargs})


class AddPasskeyForm(AddWebAuthnForm):
    name = PlaceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = _now("Sign in with it alone, without a password")
            self.fields["passwordless"].help_text = _now("It then asks for your fingerprint, face or PIN.")
            self.fields["passwordless"].initial = True


class RenamePasskeyForm(EditWebAuthnForm):
    name = PlaceField()


class PasskeyLoginForm(LoginWebAuthnForm):
    """Finds the account by its random handle, where allauth looks for a row number."""

    def clean_credential(self) -> Any:
        credential = self.cleaned_data["credential"]
        response = credential.get("response") if isinstance(credential, dict) else None
        if isinstance(response, dict):
            response["userHandle"] = _row_handle(response.get("userHandle"))
        return super().clean_credential()


def _row_handle(handle: Any) -> str:
    """allauth's handle for the account a random handle belongs to; one that finds nobody otherwise."""
    try:
        user = User.objects.filter(public_id=websafe_decode(handle).hex()).first()
    except (TypeError, ValueError):
        user = None
    return websafe_encode(user_pk_to_url_str(user).encode() if user else b"0")


def shut(held: Authenticator) -> bool:
    """Whether no named secret of the shop opens it: then it is there and lets nobody in."""
    adapter = SecondFactorAdapter()
    sealed = [held.data[name] for name in SEALED if name in held.data]
    try:
        for each in sealed:
            adapter.decrypt(each)
    except InvalidTag:
        return True
    return False


def count_shut() -> int:
    """Apps and sets of recovery codes of everybody."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    return sum(shut(each) for each in Authenticator.objects.filter(type__in=kinds).iterator(chunk_size=500))


def _way_on(held: list[Authenticator], closed: list[Authenticator]) -> str:
    kinds = {each.type for each in held if each not in closed}
    if Authenticator.Type.TOTP in kinds:
        return _now("Type the code from your app.")
    if Authenticator.Type.RECOVERY_CODES in kinds:
        return _now("Type one of your recovery codes, then remove the app and add it again.")
    if Authenticator.Type.WEBAUTHN in kinds:
        return _now("Use your passkey or security key, then remove the app and add it again.")
    return _now("Please tell us, by telephone or mail, so that we let you in again; nothing of your account is lost.")


def is_sealed_now(sealed: str) -> bool:
    """Under the shop's present secret."""
    try:
        return bool(_opened(sealed, settings.SECRET_KEY))
    except InvalidTag:
        return False


def _opened(sealed: str, secret: str) -> str:
    raw = base64.b64decode(sealed)
    return _cipher(secret).decrypt(raw[:12], raw[12:], b"mfa").decode()


def _cipher(secret: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"troth second factor").derive(secret.encode()))
