"""The only reader of the environment. Few settings, all `TROTH_…`; nonsense is refused at start with a sentence."""

from __future__ import annotations

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.utils.translation import gettext_lazy as _
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class _Environment(BaseSettings):
    """What an operator may set. Every field is read from TROTH_<NAME>; the port also from PORT."""

    model_config = SettingsConfigDict(env_prefix="TROTH_", extra="ignore", hide_input_in_errors=True)

    mode: str = "practice"
    home: Path = ROOT / "var"
    keys: Path = ROOT / "keys"
    policy: Path = ROOT / "policies" / "celloramatech"
    base_url: str = ""
    hosts: str = ""
    shop_url: str = ""
    vault_url: str = ""
    smtp_url: str = ""
    mail_from: str = "shop@celloramatech.example"
    payment: str = "practice"
    carrier: str = "practice"
    backups: str = ""
    port: int = Field(default=8000, ge=1, le=65535)

    @field_validator("mode")
    @classmethod
    def _known_mode(cls, value: str) -> str:
        if value not in ("practice", "live"):
            raise ValueError("must be 'practice' or 'live'")
        return value

    @field_validator("shop_url", "vault_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("sqlite", "postgres", "postgresql"):
            raise ValueError("must start with sqlite:// or postgresql://")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _known_mail(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("smtp", "smtps", "smtp+starttls"):
            raise ValueError("must look like smtp+starttls://user:password@host:587")
        return value

    @field_validator("base_url")
    @classmethod
    def _whole_address(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname):
            raise ValueError("must be a whole address, such as https://shop.example")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _fit_together(self) -> _Environment:
        if self.keys.resolve().is_relative_to(self.home.resolve()):
            raise ValueError("TROTH_KEYS must lie outside TROTH_HOME, or every backup carries its own keys")
        if self.mode == "live" and not self.base_url.startswith("https://"):
            raise ValueError("live mode needs TROTH_BASE_URL, an https:// address")
        return self


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

    @property
    def practice(self) -> bool:
        return self.mode == "practice"


def _read() -> _Environment:
    overrides = {"port": os.environ["PORT"]} if "PORT" in os.environ else {}
    try:
        return _Environment(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        for problem in error.errors():
            name = f"TROTH_{str(problem['loc'][0]).upper()}" if problem["loc"] else "The settings"
            sys.stderr.write(f"{name}: {problem['msg'].removeprefix('Value error, ')}.\n")
        sys.stderr.write(
            "Troth does not start with settings it does not understand. Mend or unset them, then start again.\n"
        )
        raise SystemExit(2) from None


_env = _read()

TROTH = Troth(
    mode=_env.mode,
    home=_env.home.resolve(),
    keys=_env.keys.resolve(),
    policy_dir=_env.policy.resolve(),
    base_url=_env.base_url or f"http://localhost:{_env.port}",
    port=_env.port,
    smtp_url=_env.smtp_url,
    mail_from=_env.mail_from,
    payment=_env.payment,
    carrier=_env.carrier,
    backups=_env.backups,
)


def _secret(name: str) -> str:
    """A secret from the key folder, made at first need."""
    path = TROTH.keys / name
    if not path.exists():
        TROTH.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch = path.with_name(f".{name}.{os.getpid()}")
        scratch.touch(mode=0o600)
        scratch.write_text(secrets.token_urlsafe(48))
        try:
            os.link(scratch, path)  # whoever comes first wins; two processes may start together
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    return path.read_text().strip()


def _database(url: str, file: str) -> dict[str, Any]:
    if url and not url.startswith("sqlite"):
        return {
            **dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True),
            "TEST": {},
        }
    name = dj_database_url.parse(url)["NAME"] if url else str(TROTH.home / file)
    return {
        "ENGINE": "troth.sqlite",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL, because NORMAL loses acknowledged orders at a power cut. secure_delete overwrites shredded rows.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
                "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
            ),
        },
        # Tests with several connections need a file; the default would be private memory.
        "TEST": {"NAME": str(TROTH.home / f"test-{file}")},
    }


for _folder in (TROTH.home, TROTH.home / "static", TROTH.home / "media"):
    _folder.mkdir(parents=True, exist_ok=True)

SECRET_KEY = _secret("django.key")
DEBUG = False
ALLOWED_HOSTS = [
    host
    for host in (
        "localhost",
        "127.0.0.1",
        "[::1]",
        urlsplit(TROTH.base_url).hostname or "",
        *_env.hosts.split(","),
    )
    if host
]
if not TROTH.practice:
    ALLOWED_HOSTS = [host for host in (urlsplit(TROTH.base_url).hostname or "", *_env.hosts.split(",")) if host]

DATABASES = {
    "default": _database(_env.shop_url, "shop.sqlite3"),
    "vault": _database(_env.vault_url, "vault.sqlite3"),
}
DATABASE_ROUTERS = ["troth.stores.TwoStores"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"

INSTALLED_APPS = [
    "troth.vault",
    "troth.ledger",
    "troth.recipients",
    "troth.channels",
    "troth.catalog",
    "troth.people",
    "troth.orders",
    "troth.rights",
    "troth.publishing",
    "troth.storefront",
    "troth.office",
    "troth.pages",
    "troth.tasks",
    "wagtail.search",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.users",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "troth.storefront.pagecache.PageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "troth.people.fresh.FreshSignIn",
    "troth.people.office_door.OfficeDoor",
    "troth.gate.refusal.RefusalPage",
]

ROOT_URLCONF = "troth.urls"
WSGI_APPLICATION = "troth.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The gate is not an app (it has no tables, and may be imported while apps load); its one tag is named here.
        "DIRS": [ROOT / "troth" / "gate" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"personal": "troth.gate.templatetags.personal"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

_memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}
# Pages have a cache of their own: when it is culled, the counters of rate limits must not go with it.
CACHES = {"default": {**_memory, "LOCATION": "default"}, "pages": {**_memory, "LOCATION": "pages"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Accounts -----------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/account/"
SESSION_ENGINE = "troth.people.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "troth.people.passwords.LongEnough"},
    {"NAME": "troth.people.passwords.NotGuessable"},
]
ACCOUNT_ADAPTER = "troth.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "troth.people.forms.LoginForm",
    "signup": "troth.people.forms.SignupForm",
    "reset_password": "troth.people.forms.ResetPasswordForm",
}
ACCOUNT_USER_DISPLAY = "troth.people.adapter.shown_as"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, and no other
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SALT = "troth.account"
ACCOUNT_RATE_LIMITS = {
    "signup": "20/m/ip",
    "sign_up_address": "4/h/key",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,3/10m/key",
    "confirm_email": "1/m/key",
    "manage_email": "5/10m/user",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "troth.people.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "troth.people.second_factor.AddPasskeyForm",
    "edit_webauthn": "troth.people.second_factor.RenamePasskeyForm",
    "login_webauthn": "troth.people.second_factor.PasskeyLoginForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = TROTH.practice  # http://localhost
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "troth.storefront.shop.views.csrf_refused"
CSRF_COOKIE_SAMESITE = "Lax"

# Mail ---------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "troth.channels.mailbackend.SealedMailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _env.mail_from

# Words, time, files -------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
FORMAT_MODULE_PATH = ["troth.formats"]
LOCALE_PATHS = [ROOT / "troth" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = TROTH.home / "static"
STATICFILES_DIRS = [("catalog/sample", ROOT / "troth" / "catalog" / "sample" / "pictures")]  # drawn product pictures
MEDIA_URL = "/media/"
MEDIA_ROOT = TROTH.home / "media"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600 if TROTH.practice else 31536000

# What browsers are told ---------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_tls = TROTH.base_url.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _tls
if _tls:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 63072000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # TLS ends in a proxy; without this all visitors would share its rate limits

# Wagtail: the office. It phones nowhere. -----------------------------------------------------------------
WAGTAIL_SITE_NAME = "Cellorama"
WAGTAILADMIN_BASE_URL = TROTH.base_url
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "troth.catalog.searchbackend"}}
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False  # it mails people by itself, past every purpose; so do comments
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]

# Logs hold ids, never values ------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Django logs the path of every 4xx; a mistyped address bar is nobody's business.
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # A made-up Host header is the sender's own text.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        # So does the check against forged forms, and a path may hold a token.
        "django.security.csrf": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
