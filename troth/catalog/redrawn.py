"""A picture drawn anew from its pixels, so that nothing but the picture stays.

A photograph carries where it was taken, when and with what (EXIF, XMP, comments); a file may be a picture and a web page
or an archive at once. What is kept is saved from the pixels and the colour profile; of a moving picture, the first
frame, which is all that the shop shows. SVG is a program, and is not taken.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import IO, Any, Final

from PIL import Image as Pillow
from PIL import ImageFile, ImageOps

MOST_PIXELS: Final = 50_000_000  # 200 MB once unpacked; the largest cameras of today make about so many
KEPT: Final = frozenset({"icc_profile", "transparency", "background", "gamma"})  # of what a file says beside its pixels
HOW: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 95, "subsampling": 0},
    "WEBP": {"quality": 95},
    "AVIF": {"quality": 90},
    "PNG": {},
    "GIF": {},
}
ENDINGS: Final = {"JPEG": "jpg", "WEBP": "webp", "AVIF": "avif", "PNG": "png", "GIF": "gif"}
# Kinds of pixels that browsers do not show, or that the smaller sizes cannot be made from.
_PLAINLY: Final = {"CMYK": "RGB", "YCbCr": "RGB", "LAB": "RGB", "HSV": "RGB", "La": "LA", "RGBa": "RGBA", "PA": "RGBA"}


class NotAPicture(ValueError):
    """`why`: "kind" for a file of another kind, "pixels" for one with too many, "torn" for one that ends too soon."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Redrawn:
    content: bytes
    kind: str  # as Pillow calls it: "JPEG", "PNG", …

    @property
    def ending(self) -> str:
        return ENDINGS[self.kind]


def redrawn(content: bytes) -> Redrawn:
    """Raises NotAPicture. What the file calls itself is not asked: its first bytes say what it is."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # what draws invoices and labels switches it on for the whole process
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            # Several pictures in one file, as telephones make them, are told by the JPEG they begin with.
            with Pillow.open(io.BytesIO(content), formats=tuple(HOW)) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise NotAPicture("pixels")
                kind = "JPEG" if opened.format == "MPO" else str(opened.format)
                return Redrawn(saved_anew(opened, kind), kind)
    except Pillow.DecompressionBombError:
        raise NotAPicture("pixels") from None
    except Pillow.UnidentifiedImageError:
        raise NotAPicture("kind") from None
    except NotAPicture:
        raise
    except Exception:  # what decoders raise at torn files has no common class
        raise NotAPicture("torn") from None


def saved_anew(opened: Pillow.Image, kind: str) -> bytes:
    """The same picture, upright, in this format, with nothing beside it. Raises what decoders raise at a torn file."""
    content: IO[bytes] = io.BytesIO()
    picture = ImageOps.exif_transpose(opened)
    picture.info = {name: value for name, value in opened.info.items() if name in KEPT}
    plain = _plain(picture)
    if plain is not picture:
        plain.info = {}  # a profile for other colours
    plain.save(content, kind, **HOW[kind], icc_profile=plain.info.get("icc_profile"))
    content.seek(0)
    return content.read()


def _plain(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode.startswith("I"):  # sixteen bits of grey
        return picture.convert("I").point(lambda grey: grey / 256).convert("L")
    wanted = _PLAINLY.get(picture.mode)
    return picture.convert(wanted) if wanted else picture
