"""Accounts and sessions in the shop store: ids, hashes and times; nothing about anybody."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ALIAS_DOMAIN = "sealed.invalid"


class NotAnAlias(ValueError):
    """Something other than `<random>@sealed.invalid` was about to be stored as an account's address."""


class UserManager(BaseUserManager["User"]):
    """Makes accounts. It takes aliases only: whoever has a typed address asks `people.door` first."""

    def create_user(self, email: str, password: str | None = None, **flags: Any) -> User:
        user = self.model(email=email, **flags)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **flags: Any) -> User:
        return self.create_user(email, password, **{**flags, "is_staff": True, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    """An account: something to sign in with. Whose it is, is written in the vault.

    `is_superuser` exists because Django and Wagtail ask for it; it opens pages and products, and not one
    personal value: the gate reads roles from the vault and knows no superusers.
    """

    last_login = None  # when somebody was last here is nobody's business; sessions carry their own times
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("sealed address"), unique=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("employee"), default=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.get_full_name()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.email.endswith(f"@{ALIAS_DOMAIN}"):
            raise NotAnAlias("an account takes an alias, never an address")
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """What screens that insist on a name may show."""
        return str(_("Account %(short)s") % {"short": self.public_id.hex[:6]})

    get_short_name = get_full_name


class Session(AbstractBaseSession):
    """A signed-in (or anonymous) visit. The key in the cookie is not in here, only its hash."""

    session_key = models.CharField(_("hash of the session key"), max_length=64, primary_key=True)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> type:
        from troth.people.sessions import SessionStore

        return SessionStore


class OfficeToken(models.Model):
    """What an employee lends a program: some of the purposes of their job, for a while.

    The token itself is shown once and kept as a hash. A row whose time is over, or that was ended, opens nothing again.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="office_tokens")
    label = models.CharField(_("what for"), max_length=40)
    digest = models.CharField(_("hash of the token"), max_length=64, unique=True)
    purposes = models.JSONField(_("purposes"), default=list)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    ends_at = models.DateTimeField(_("runs out"))
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("token of a program")
        verbose_name_plural = _("tokens of programs")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"Token {self.public_id.hex[:6]}"


class SignInLink(models.Model):
    """A service that an account may be signed in with. Which number it knows the person by, nobody can read here.

    `subject` is a keyed digest of service and number, `seal` one of that and the account: a row moved to another account by
    somebody who can write to this store opens nothing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    service = models.CharField(_("service"), max_length=30)
    subject = models.CharField(_("keyed digest of the service's number"), max_length=64, unique=True)
    seal = models.CharField(_("keyed digest of the connection"), max_length=64)
    made_at = models.DateTimeField(_("connected"), default=timezone.now)

    class Meta:
        verbose_name = _("connection to a service")
        verbose_name_plural = _("connections to services")
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "service"], name="one_link_a_service")]

    def __str__(self) -> str:
        return f"{self.service} {self.public_id.hex[:6]}"
