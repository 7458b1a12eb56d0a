"""Pictures that carriers send: drawn anew, small, and nothing but pixels."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from troth.orders.proofs import picture


def drawn(size: tuple[int, int], kind: str = "PNG", mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def test_a_picture_is_made_small_enough() -> None:
    noise = Image.effect_noise((3000, 2000), 120).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    small = base64.b64decode(picture.drawn_anew(out.getvalue()))
    assert len(small) <= picture.LARGEST
    with Image.open(io.BytesIO(small)) as seen:
        assert max(seen.size) <= picture.LONGEST_SIDE


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"<svg onload=alert(1)>",
        b"GIF89a",
        drawn((6000, 6000), mode="1"),
        drawn((40, 40), "BMP"),
        drawn((90, 90))[:60],
    ],
    ids=["nothing", "a program", "torn at once", "a bomb", "another kind", "torn later"],
)
def test_what_is_no_small_picture_is_not_kept(hostile: bytes) -> None:
    assert picture.drawn_anew(hostile) == ""


def test_what_hides_behind_a_picture_is_not_kept() -> None:
    hidden = drawn((20, 20), "JPEG", comment=b"77 Quillfeather Lane") + b"PK\x03\x04 an archive"
    anew = base64.b64decode(picture.drawn_anew(hidden))
    assert anew
    assert b"Quillfeather" not in anew
    assert b"PK\x03\x04" not in anew
