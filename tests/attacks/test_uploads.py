"""Pictures somebody means ill with, and pictures that say more than they show: what gets in, and what is given out."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow
from PIL import ImageFile
from PIL.PngImagePlugin import PngInfo
from wagtail.images.models import Image
from wagtail.models import Collection

from tests.cast import ADA
from tests.office.conftest import comes  # noqa: F401

pytestmark = pytest.mark.django_db
TAKEN_AT = "41 Hidden Lane"
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    Collection.objects.filter(depth=1).exists() or Collection.add_root(name="Root")
    return tmp_path


@pytest.fixture
def mia(media: Path, comes: Any) -> Client:  # noqa: F811
    return comes("marketing")


def photograph(kind: str = "JPEG", **how: Any) -> bytes:
    """A picture that says where, when and by whom it was taken, in every place its format has for words."""
    exif = Pillow.Exif()
    exif[0x010E], exif[0x013B] = TAKEN_AT, ADA.name  # ImageDescription, Artist
    exif.get_ifd(0x8825).update({1: "N", 2: (42.0, 21.0, 30.0), 3: "W", 4: (71.0, 3.0, 37.0)})  # GPS
    if kind == "PNG":
        words = PngInfo()
        words.add_text("Author", ADA.name)
        how["pnginfo"] = words
    if kind in ("JPEG", "GIF"):
        how["comment"] = ADA.name.encode()
    if kind != "GIF":
        how["exif"] = exif
    if kind in ("JPEG", "WEBP", "AVIF"):
        how["xmp"] = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{ADA.name}, {TAKEN_AT}</x:xmpmeta>".encode()
    content = io.BytesIO()
    Pillow.linear_gradient("L").resize((400, 300)).convert("P" if kind == "GIF" else "RGB").save(content, kind, **how)
    return content.getvalue()


def upload(who: Client, name: str, content: bytes, kind: str = "image/jpeg") -> Any:
    told = {"title": "A beaker", "file": SimpleUploadedFile(name, content, content_type=kind), "tags": ""}
    return who.post("/office/images/add/", told)


def says_something(content: bytes) -> list[str]:
    """What a file says beside its pixels."""
    said = [word for word in (TAKEN_AT, ADA.name, "Exif\x00", "xmpmeta", "GPS") if word.encode() in content]
    with Pillow.open(io.BytesIO(content)) as picture:
        return said + [f"EXIF {tag:#x}" for tag in picture.getexif()] + [word for word in picture.info if word == "xmp"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_where_a_picture_was_taken_is_not_kept_and_not_given_out(mia: Client, media: Path, kind: str) -> None:
    content = photograph(kind)
    assert ADA.name.encode() in content  # the control: it does say so
    assert upload(mia, f"p.{kind.lower().replace('jpeg', 'jpg')}", content).status_code == 302
    image = Image.objects.get()
    assert says_something(image.file.read()) == []
    for spec in ("width-320|format-avif", "width-320|format-webp", "max-165x165", "original"):
        shown = Client().get(image.get_rendition(spec).url)
        assert shown.status_code == 200, spec
        assert says_something(b"".join(shown.streaming_content)) == []  # type: ignore[arg-type]


def test_a_picture_taken_sideways_is_still_upright(mia: Client) -> None:
    exif, content = Pillow.Exif(), io.BytesIO()
    exif[0x0112] = 6  # Orientation: turn it by a quarter
    Pillow.new("RGB", (400, 300)).save(content, "JPEG", exif=exif)
    upload(mia, "sideways.jpg", content.getvalue())
    assert (Image.objects.get().width, Image.objects.get().height) == (300, 400)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.svg", SCRIPT),
        ("drawing.png", SCRIPT),
        ("page.html", b"<script>alert(1)</script>"),
        ("page.jpg", b"<script>alert(1)</script>"),
        ("shell.php", photograph()),
        ("really-a-jpeg.png", photograph()),
        ("torn.jpg", photograph()[:2000]),
        ("double.jpg.html", photograph()),
        ("empty.png", b""),
        ("nul.png\x00.svg", SCRIPT),
    ],
)
def test_what_is_no_picture_or_another_than_it_says_is_refused(
    mia: Client, media: Path, name: str, content: bytes
) -> None:
    assert upload(mia, name, content).status_code == 200  # the form again, with what is wrong
    assert not Image.objects.exists()
    assert not [each for each in media.rglob("*") if each.is_file()]


def test_a_torn_picture_is_refused_whatever_else_the_process_has_loaded(
    mia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint and karrio let Pillow take torn pictures, for the whole process, as soon as they are imported."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert upload(mia, "torn.jpg", photograph()[:2000]).status_code == 200
    assert not Image.objects.exists()


def test_a_picture_that_is_a_page_as_well_is_a_picture_only_afterwards(mia: Client) -> None:
    archive = b"PK\x03\x04" + b"<script>alert(1)</script>"
    upload(mia, "both.jpg", photograph() + archive)
    kept = Image.objects.get().file.read()
    assert b"<script" not in kept
    assert b"PK\x03\x04" not in kept


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that says it is `side` pixels wide and high."""

    def chunk(name: bytes, told: bytes) -> bytes:
        return struct.pack(">I", len(told)) + name + told + struct.pack(">I", zlib.crc32(name + told))

    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_000, 13_000, 60_000])
def test_a_small_file_of_very_many_pixels_is_refused_before_it_is_unpacked(
    mia: Client, side: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked: list[Any] = []
    monkeypatch.setattr("willow.plugins.pillow.PillowImage.open", lambda file: unpacked.append(file))
    answer = upload(mia, "small.png", bomb(side), "image/png")
    assert "too many pixels" in answer.content.decode()
    assert unpacked == []
    assert not Image.objects.exists()


@pytest.mark.parametrize("name", ["../../../keys/django.key.jpg", "/etc/passwd.jpg", "..\\..\\up.jpg", "a b'\"<i>.jpg"])
def test_a_name_with_a_path_stays_in_its_folder(mia: Client, media: Path, name: str) -> None:
    assert upload(mia, name, photograph()).status_code == 302
    image = Image.objects.get()
    assert Path(image.file.path).parent == media / "original_images"
    assert re.fullmatch(r"[\w.-]+", Path(image.file.name).name)


def test_a_picture_is_given_out_as_a_picture_and_can_do_nothing(mia: Client) -> None:
    upload(mia, "beaker.jpg", photograph())
    address = Image.objects.get().get_rendition("width-320|format-webp").url
    shown = Client().get(address)
    assert shown["Content-Type"] == "image/webp"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "public" in shown["Cache-Control"]
    assert not shown.cookies
    again = Client().get(address, headers={"If-Modified-Since": shown["Last-Modified"]})
    assert (again.status_code, again.content) == (304, b"")


def test_files_as_they_came_and_files_beside_them_are_given_to_nobody(mia: Client, media: Path) -> None:
    upload(mia, "beaker.jpg", photograph())
    came = Image.objects.get().file.name
    for name, words in (("images/page.html", "<script>"), ("images/.hidden.png", "x"), ("secret.png", "x")):
        (media / name).parent.mkdir(exist_ok=True)
        (media / name).write_text(words)
    climbing = ["..%2fsecret.png", "%2e%2e/secret.png", "..%5csecret.png", "x%00.png", "../original_images/beaker.jpg"]
    asked = [came, "images/page.html", "images/.hidden.png", "secret.png", *(f"images/{way}" for way in climbing)]
    for path in asked:
        assert Client().get(f"/media/{path}").status_code in (301, 404), path


def test_who_may_not_add_pictures_adds_none(media: Path, comes: Any) -> None:  # noqa: F811
    for who in ("anonymous", "customer", "order_desk", "customer_service", "privacy_officer"):
        assert upload(comes(who), "beaker.jpg", photograph()).status_code in (302, 403), who
        assert not Image.objects.exists()
