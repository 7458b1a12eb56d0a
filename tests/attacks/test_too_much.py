"""Requests that bring more than a page takes: refused by the length they say they have, before a byte is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files import uploadhandler
from django.test import Client
from wagtail.images.models import Image
from wagtail.models import Collection

from tests.attacks.test_uploads import photograph, upload
from tests.office.conftest import _quick, comes  # noqa: F401
from troth.storefront import bodies

pytestmark = pytest.mark.django_db
EDGE = "----edge"
HEAD = f'--{EDGE}\r\nContent-Disposition: form-data; name="f"; filename="f.bin"\r\n\r\n'.encode()
FOOT = f"\r\n--{EDGE}--\r\n".encode()
MEGABYTE = 1024 * 1024


class Pipe:
    """A body without end in sight: hands out as much as is asked for, and knows how much that was."""

    def __init__(self, size: int, *, files: bool = True) -> None:
        self.begin, self.end = (HEAD, FOOT) if files else (b"f=", b"")
        self.length, self.given = len(self.begin) + size + len(self.end), 0

    def read(self, size: int = -1) -> bytes:
        many = min(self.length - self.given, size if size >= 0 else self.length, MEGABYTE)
        filling = len(self.begin) + max(0, self.length - len(self.begin) - len(self.end))
        piece = bytearray()
        while many and self.given < self.length:
            at = self.given
            if at < len(self.begin):
                part = self.begin[at : at + many]
            elif at < filling:
                part = b"x" * min(many, filling - at)
            else:
                part = self.end[at - filling :][:many]
            piece += part
            self.given += len(part)
            many -= len(part)
        return bytes(piece)

    def readline(self, size: int = -1) -> bytes:
        return self.read(size)


def sends(browser: Client, path: str, pipe: Pipe, kind: str = f"multipart/form-data; boundary={EDGE}") -> int:
    told: dict[str, Any] = {"wsgi.input": pipe, "CONTENT_LENGTH": str(pipe.length), "CONTENT_TYPE": kind}
    return browser.generic("POST", path, **told).status_code


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were begun on the disk."""
    begun: list[str] = []
    new_file = uploadhandler.TemporaryFileUploadHandler.new_file

    def watched(self: Any, *args: Any, **kwargs: Any) -> None:
        begun.append("a file")
        new_file(self, *args, **kwargs)

    monkeypatch.setattr(uploadhandler.TemporaryFileUploadHandler, "new_file", watched)
    return begun


PAGES = ["/basket/add/", "/checkout/", "/account/login/", "/contact/", "/privacy/", "/office/images/add/", "/office/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("gigabytes", [1, 50])
def test_a_strangers_endless_file_is_refused_unread(path: str, gigabytes: int, on_disk: list[str]) -> None:
    for browser in (Client(), Client(enforce_csrf_checks=True)):
        pipe = Pipe(gigabytes * 1024 * MEGABYTE)
        assert 300 <= sends(browser, path, pipe) < 500
        assert pipe.given == 0
    assert on_disk == []


def test_without_the_bound_it_would_lie_on_the_disk(settings: Any, on_disk: list[str]) -> None:
    """The control: as Django does it by itself."""
    settings.FILE_UPLOAD_HANDLERS = configured.FILE_UPLOAD_HANDLERS[1:]
    pipe = Pipe(8 * MEGABYTE)
    sends(Client(enforce_csrf_checks=True), "/basket/add/", pipe)
    assert pipe.given == pipe.length
    assert on_disk == ["a file"]


@pytest.mark.parametrize("path", ["/basket/add/", "/checkout/", "/api/v1/basket/lines/", "/checkout/webhook/practice/"])
def test_endless_fields_are_refused_unread_too(path: str) -> None:
    pipe = Pipe(1024 * MEGABYTE, files=False)
    assert 400 <= sends(Client(), path, pipe, "application/x-www-form-urlencoded") < 500
    assert pipe.given == 0


def test_what_pages_themselves_send_is_taken() -> None:
    """The checkout's script sends its form in parts."""
    pipe = Pipe(100_000)
    assert sends(Client(), "/basket/add/", pipe) != 400
    assert pipe.given == pipe.length


def test_staff_may_bring_a_picture_and_no_more_than_a_table(comes: Any, on_disk: list[str]) -> None:  # noqa: F811
    Collection.objects.filter(depth=1).exists() or Collection.add_root(name="Root")
    mia = comes("marketing")
    assert sends(mia, "/office/images/add/", pipe := Pipe(4 * MEGABYTE)) == 200
    assert pipe.given == pipe.length
    assert on_disk == ["a file"]
    assert sends(mia, "/office/images/add/", pipe := Pipe(bodies.FOR_STAFF + 1)) == 400
    assert pipe.given == 0


@pytest.mark.parametrize(("limit", "said", "kept"), [(MEGABYTE, "too big", 0), (4 * MEGABYTE, "", 1)])
def test_a_picture_of_too_many_bytes_is_refused_in_words(
    comes: Any,  # noqa: F811
    settings: Any,
    tmp_path: Path,
    limit: int,
    said: str,
    kept: int,
) -> None:
    """The second is the control: the same picture where there is room for it."""
    settings.MEDIA_ROOT, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = tmp_path, limit
    Collection.objects.filter(depth=1).exists() or Collection.add_root(name="Root")
    answer = upload(comes("marketing"), "beaker.jpg", photograph() + b"\x00" * 2 * MEGABYTE)
    assert said in answer.content.decode()
    assert Image.objects.count() == kept


def test_the_bound_is_the_first_of_the_handlers() -> None:
    assert configured.FILE_UPLOAD_HANDLERS[0] == f"{bodies.__name__}.{bodies.Bounded.__name__}"
