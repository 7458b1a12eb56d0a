"""Pictures in the sizes and formats pages ask for.

An uploaded picture becomes AVIF and WebP renditions through Wagtail's image model when the product is saved
(about a tenth of a second each), and the product's row remembers their files: showing a picture needs no query.
A drawn picture is a static SVG of the package, shown through <img> only, where scripts in it cannot run;
SVG is never accepted as an upload.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from wagtail.images.models import SourceImageIOError

from .shown import Picture
from .words.phrases import said

if TYPE_CHECKING:
    from wagtail.images.models import Image

    from .models import ProductImage

WIDTHS = (320, 640, 1280)
FORMATS = ("avif", "webp")
PLACEHOLDER = "catalog/placeholder.svg"
DRAWN_SIZE = (800, 800)  # the drawings' viewBox; all of them share it


def stored(image: ProductImage) -> dict[str, Any]:
    """What the product's row remembers: file names, sizes and words; no addresses, they depend on settings."""
    if image.image is not None:
        sizes = _renditions(image.image)
        if sizes:
            return {"id": image.pk, "alt": image.alt, "sizes": sizes}
    return {"id": image.pk, "alt": image.alt, "drawn": image.drawn or PLACEHOLDER}


def _renditions(image: Image) -> list[list[Any]]:
    """[[format, width, height, file name], …], smallest first. [] if the file cannot be read any more."""
    widths = [width for width in WIDTHS if width < image.width] + [min(image.width, WIDTHS[-1])]
    wanted = [f"width-{width}|format-{kind}" for kind in FORMATS for width in dict.fromkeys(widths)]
    try:
        made = image.get_renditions(*wanted)
    except SourceImageIOError:
        return []
    kinds = {spec: spec.rpartition("-")[2] for spec in wanted}
    return [[kinds[spec], made[spec].width, made[spec].height, made[spec].file.name] for spec in wanted]


def shown(remembered: dict[str, Any], alts: Mapping[str, str] | None = None) -> Picture:
    """The picture for a page, from what `stored` made. `alts`: what pictures show, in another language."""
    sizes, alt = remembered.get("sizes"), said(remembered.get("alt", ""), alts)
    if not sizes:
        return drawn(remembered.get("drawn") or PLACEHOLDER, alt)
    largest = sizes[-1]
    return Picture(
        src=default_storage.url(largest[3]),
        alt=alt,
        width=largest[1],
        height=largest[2],
        avif=_srcset(sizes, "avif"),
        webp=_srcset(sizes, "webp"),
    )


def first(remembered: list[dict[str, Any]], alts: Mapping[str, str] | None = None) -> Picture:
    return shown(remembered[0], alts) if remembered else drawn(PLACEHOLDER, "")


def drawn(name: str, alt: str) -> Picture:
    width, height = DRAWN_SIZE
    return Picture(src=_static(name), alt=alt, width=width, height=height, drawn=True)


def _srcset(sizes: list[list[Any]], kind: str) -> str:
    return ", ".join(f"{default_storage.url(size[3])} {size[1]}w" for size in sizes if size[0] == kind)


@lru_cache(maxsize=1024)
def _static(name: str) -> str:
    try:
        return staticfiles_storage.url(name)
    except ValueError:
        # A manifest that does not know the file: a drawing of a sample that is no longer shipped.
        return staticfiles_storage.url(PLACEHOLDER)
