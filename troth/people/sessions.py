"""The session store: sessions in the shop's database, with the key kept only as a hash.

Who reads the table (or a backup of it) cannot sign in with what is there (OWASP ASVS 5.0, chapter 7).
Employees' sessions last a day at most and end after an hour without a request (NIST SP 800-63B-4, AAL2).
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone

from troth.people.models import Session

STAFF = "staff"  # set in the session when an employee signs in
STAFF_DAY = timedelta(hours=24)
STAFF_IDLE = timedelta(hours=1)
SEEN_EVERY = timedelta(minutes=5)  # how exactly "last seen" is kept; fewer writes, and less of a diary


def hashed(session_key: str) -> str:
    """The form a session key is stored in: SHA-256, 64 hexadecimal digits. Keys are 32 random characters."""
    return hashlib.sha256(session_key.encode()).hexdigest()


class SessionStore(SessionBase):
    """Selected by `SESSION_ENGINE = "troth.people.sessions"`."""

    def load(self) -> dict[str, Any]:
        row = self._living_row()
        if row is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(row.session_data)
        if data.get(STAFF) and _over(row):
            row.delete()
            self._session_key = None
            return {}
        if row.user_id and timezone.now() - row.seen_at > SEEN_EVERY:
            Session.objects.filter(pk=row.pk).update(seen_at=timezone.now())
        return data

    def _living_row(self) -> Session | None:
        if not self.session_key:
            return None
        return Session.objects.filter(pk=hashed(self.session_key), expire_date__gt=timezone.now()).first()

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk=hashed(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Raises `UpdateError` when the session was ended meanwhile: a late answer does not bring it back."""
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        kept = {
            "session_data": self.encode(data),
            "expire_date": self.get_expiry_date(),
            "user_id": data.get(SESSION_KEY),
        }
        row = Session.objects.filter(pk=hashed(self.session_key))
        if must_create:
            return self._insert(hashed(self.session_key), kept)
        if not row.update(**kept):
            raise UpdateError
        return None

    def _insert(self, key: str, kept: dict[str, Any]) -> None:
        try:
            with transaction.atomic(using="default"):
                Session.objects.create(session_key=key, **kept)
        except IntegrityError as error:
            raise CreateError from error

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(pk=hashed(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expire_date__lt=timezone.now()).delete()


def _over(row: Session) -> bool:
    """Whether an employee's session has had its day, or its hour of silence."""
    now = timezone.now()
    return now - row.started_at > STAFF_DAY or now - row.seen_at > STAFF_IDLE
