"""Pictures as they come in: looked at before they are unpacked, and drawn anew (`catalog.redrawn`), so that nothing but
the picture stays.
"""

from __future__ import annotations

import io
import warnings
from typing import Any

import willow
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageFile
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from troth.catalog.redrawn import MOST_PIXELS, saved_anew


class PictureField(WagtailImageField):
    """Wagtail's checks (ending, kind, size of the file), between a look at the head of the file and a fresh copy."""

    def to_python(self, data: Any) -> Any:
        """None for no file; raises ValidationError for what is no picture, or too large a one."""
        if data in self.empty_values:
            return None
        data.seek(0)
        _not_too_large(data)
        data.seek(0)
        try:
            checked = super().to_python(data)
            checked.seek(0)
            return drawn_anew(checked)
        except (OSError, SyntaxError, ValueError) as error:  # what decoders raise at a torn file
            said = _("This picture cannot be read to its end. Please save it anew and try again.")
            raise ValidationError(said, code="invalid_image") from error


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (theirs := self.fields.get("file")) is not None:
            self.fields["file"] = PictureField(
                label=theirs.label, required=theirs.required, help_text=theirs.help_text, widget=theirs.widget
            )


def _not_too_large(file: Any) -> None:
    """Asks the head of the file, which is all that Pillow reads here. What it cannot read, Wagtail's field refuses."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            with Pillow.open(file) as head:
                pixels = head.width * head.height
    except Pillow.DecompressionBombError:
        pixels = MOST_PIXELS + 1
    except Exception:  # what Pillow raises at torn files has no common class
        return
    if pixels > MOST_PIXELS:
        said = _("This picture has too many pixels. Please make it smaller: %(most)d million are enough.")
        raise ValidationError(said % {"most": MOST_PIXELS // 1_000_000}, code="file_too_many_pixels")


def drawn_anew(file: Any) -> SimpleUploadedFile:
    """The same picture, upright, under the same name and in the same format, with nothing beside it."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # what draws invoices and labels switches it on for the whole process
    with Pillow.open(file) as opened:
        content = saved_anew(opened, file.image.format_name.upper())
    fresh = SimpleUploadedFile(file.name, content, content_type=file.content_type)
    fresh.image = willow.Image.open(io.BytesIO(content))  # type: ignore[attr-defined]  # as Wagtail's field leaves it
    return fresh
