"""A carrier's picture, drawn anew: small, and nothing but its pixels. Files of others are not trusted and not kept."""

from __future__ import annotations

import base64
import io
import warnings
from typing import Final

from django.views.decorators.debug import sensitive_variables
from PIL import Image as Pillow
from PIL import ImageFile, ImageOps

KINDS: Final = ("JPEG", "PNG", "GIF")
MOST_PIXELS: Final = 25_000_000  # 75 MB once unpacked; a letter of FedEx has a tenth of it
LONGEST_SIDE: Final = 1000  # pixels; what is written on a letter can still be read
LARGEST: Final = 160 * 1024  # bytes
QUALITIES: Final = (80, 60, 40, 20)
TYPE: Final = "image/jpeg"


@sensitive_variables()
def drawn_anew(file: bytes) -> str:
    """Base64 of a JPEG; "" for no picture, for one too large, and for what can't be read. Where it was taken, which
    photographs carry with them, is left behind.
    """
    if not file:
        return ""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # what draws labels switches it on for the whole process
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            with Pillow.open(io.BytesIO(file), formats=KINDS) as opened:
                return _saved(opened) if opened.width * opened.height <= MOST_PIXELS else ""
    except Exception:  # what decoders raise at torn or hostile files has no common class
        return ""


def _saved(opened: Pillow.Image) -> str:
    """Upright, on white where it is transparent, and as small as it must be."""
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    page = Pillow.new("RGB", upright.size, "white")
    page.paste(upright, mask=upright)
    for quality in QUALITIES:
        out = io.BytesIO()
        page.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= LARGEST:
            return base64.b64encode(out.getvalue()).decode()
    return ""
