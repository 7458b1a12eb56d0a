"""The whole address of a picture that this shop shows: what an export says, and what an import knows again."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import default_storage

from .models import ProductImage
from .pictures import drawn


def address_here(image: ProductImage) -> str:
    """ "https://shop.example/media/…", or "" for a row that shows nothing yet."""
    if image.image_id and image.image is not None:
        return _whole(default_storage.url(image.image.file.name))
    return _whole(drawn(image.drawn, "").src) if image.drawn else ""


def _whole(path: str) -> str:
    return path if path.startswith(("http://", "https://")) else settings.TROTH.base_url + path
