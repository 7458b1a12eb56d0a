"""The pictures of a file laid over those of the shop. None is fetched here: addresses are kept, for `importing.pictures`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from troth.catalog.models import ProductImage, Variant

from ..own_pictures import address_here
from .changes import Changes
from .imported import ImportedProduct, ImportedVariant
from .pictures.shelf import stands_here
from .trace import ADDED, GONE, Of, Traced


@dataclass(slots=True)
class Pictures:
    """`rows` in order, as they should be; `new` and `gone` among all; `points`: the picture of each variant that is to
    have another one than before."""

    rows: list[ProductImage] = field(default_factory=list)
    new: list[ProductImage] = field(default_factory=list)
    gone: list[ProductImage] = field(default_factory=list)
    points: list[tuple[Variant, ProductImage | None]] = field(default_factory=list)

    @property
    def to_fetch(self) -> list[str]:
        """Addresses of pictures that are nothing else yet."""
        rows = (image for image in self.rows if image.source_url and not image.image_id)
        return [image.source_url for image in rows if not image.left_there]


def merge_pictures(present: Sequence[ProductImage], imported: ImportedProduct, changes: Changes) -> Pictures:
    """Nothing is stored. What was uploaded in the office is kept, first. A picture is known by its address at the former
    shop and by the one it has here; one that an import brought goes when the file has another address in its place."""
    if imported.images is None:
        return Pictures(list(present))
    known = {address: image for image in reversed(present) for address in _addresses(image)}
    staying = {known[told.url].pk for told in imported.images if told.url in known}
    pictures = Pictures()
    for image in present:
        if image.pk in staying:
            continue
        if image.source_url and (not image.image_id or stands_here(image.image)):
            pictures.gone.append(image)
            traced = Traced(Of.PICTURE, image.source_url, GONE, image.alt, image.image_id)
            changes.note(image.source_url, _("picture"), image.source_url, "", traced)
        else:
            pictures.rows.append(image)
    for told in imported.images:
        if told.url in known:
            row = known[told.url]
            changes.put(row, {"alt": told.alt}, Of.PICTURE, row.source_url, told.url)
            if row not in pictures.rows:
                pictures.rows.append(row)
            continue
        made = ProductImage(source_url=told.url, alt=told.alt)
        pictures.new.append(made)
        pictures.rows.append(made)
        traced = Traced(Of.PICTURE, told.url, ADDED, None, None)
        changes.note(told.url, _("picture"), "", told.url, traced)
    _in_order(pictures, present, changes)
    return pictures


def _addresses(image: ProductImage) -> tuple[str, ...]:
    return tuple(address for address in (image.source_url, address_here(image)) if address)


def _in_order(pictures: Pictures, present: Sequence[ProductImage], changes: Changes) -> None:
    gone = {image.pk for image in pictures.gone}
    stay = [image.pk for image in present if image.pk not in gone]
    if [image.pk for image in pictures.rows if image.pk is not None] != stay:
        changes.note("", _("order of the pictures"), "", _("as in the file"))
    for place, image in enumerate(pictures.rows):
        if image.sort_order != place:
            image.sort_order = place
            if image.pk is not None:
                changes.columns.setdefault(image, set()).add("sort_order")


def point_variants(
    told: Sequence[tuple[Variant, ImportedVariant]], pictures: Pictures, imported: ImportedProduct, changes: Changes
) -> None:
    """Note which variants are to point at which picture."""
    if imported.images is None:
        return
    by_address = {address: image for image in reversed(pictures.rows) for address in _addresses(image)}
    by_key = {image.pk: image for image in (*pictures.rows, *pictures.gone) if image.pk is not None}
    for variant, wanted in told:
        before = by_key.get(variant.picture_id) if variant.picture_id else None
        after = by_address.get(wanted.image_url) if wanted.image_url else None
        if before is after:
            continue
        pictures.points.append((variant, after))
        if variant.pk is not None:
            addresses = [image.source_url if image else "" for image in (before, after)]
            row = Traced(Of.VARIANT, str(variant.ref), "picture", addresses[0], addresses[1])
            changes.note(str(variant), _("picture"), addresses[0], addresses[1], row)
