"""Pictures as cameras, printers and old programs make them: each becomes one that every browser shows, in all sizes."""

from __future__ import annotations

import io

import pytest
from PIL import Image as Pillow

from tests.doubles.former_shop import FormerShop
from troth.catalog import pictures
from troth.catalog.importing.pictures import shelf
from troth.catalog.models import ProductImage
from troth.catalog.redrawn import NotAPicture, redrawn

pytestmark = pytest.mark.django_db
MIDDLE = 128


def drawn(mode: str, kind: str) -> bytes:
    """A grey of the middle, 700 by 500."""
    grey = Pillow.new("L", (700, 500), MIDDLE)
    own = {
        "P": lambda: grey.quantize(),
        "I;16": lambda: grey.convert("I").point(lambda each: each * 256).convert("I;16"),
    }
    content, more = io.BytesIO(), {"save_all": True, "append_images": [grey.convert("RGB")]} if kind == "MPO" else {}
    own.get(mode, lambda: grey.convert("RGB").convert(mode))().save(content, kind, **more)
    return content.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind", "becomes"),
    [
        ("CMYK", "JPEG", "JPEG"),  # made for a printer
        ("L", "JPEG", "JPEG"),
        ("RGB", "MPO", "JPEG"),  # a telephone's
        ("I;16", "PNG", "PNG"),  # a scanner's
        ("LA", "PNG", "PNG"),
        ("P", "PNG", "PNG"),
        ("P", "GIF", "GIF"),
        ("RGBA", "WEBP", "WEBP"),
        ("RGB", "AVIF", "AVIF"),
    ],
)
def test_it_is_shown_in_its_colours_and_in_all_sizes(mode: str, kind: str, becomes: str, old_shop: FormerShop) -> None:
    anew = redrawn(drawn(mode, kind))
    assert anew.kind == becomes
    image = shelf.put(anew, "Grey", "grey")
    sizes = pictures.stored(ProductImage(image=image))["sizes"]
    assert [(form, width) for form, width, _height, _name in sizes] == [
        (form, width) for form in ("avif", "webp") for width in (320, 640, 700)
    ]
    with image.file.open() as file, Pillow.open(file) as stored:
        shade = stored.convert("L").getpixel((350, 250))
    assert abs(int(shade) - MIDDLE) < 12  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PDF"])
def test_what_browsers_do_not_show_is_refused(kind: str) -> None:
    with pytest.raises(NotAPicture, match="kind"):
        redrawn(drawn("RGB", kind))


def test_a_picture_taken_sideways_is_upright(old_shop: FormerShop) -> None:
    exif, content = Pillow.Exif(), io.BytesIO()
    exif[0x0112] = 6
    Pillow.new("RGB", (700, 500), "teal").save(content, "JPEG", exif=exif)
    image = shelf.put(redrawn(content.getvalue()), "Sideways", "sideways")
    assert (image.width, image.height) == (500, 700)
