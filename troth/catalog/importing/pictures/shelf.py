"""Where brought pictures stand: a collection of Wagtail's own, which staff see under Pictures.

Standing there says that an import brought it. What staff move to another collection is theirs from then on, and no import
or undo takes it away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.text import slugify
from wagtail.images.models import Image
from wagtail.models import Collection, Page, ReferenceIndex, Revision

from troth.catalog import pictures
from troth.catalog.models import ImportStep, Product, ProductImage
from troth.catalog.redrawn import Redrawn

from ..trace import GONE, Of

NAME: Final = "Brought by imports"
_LONGEST: Final = 80
TAKEN_BACK_WITHIN: Final = timedelta(days=30)  # a picture that an import replaced is kept so long, for its undo
HUNG_WITHIN: Final = timedelta(days=1)  # a picture that was stored, and whose errand was cut off
_SWEPT: Final = 500
_ON_PRODUCTS: Final = "images.item.image"  # how Wagtail's index calls the pictures of a product


def collection() -> Collection:
    """Made when it is needed first."""
    found = Collection.objects.filter(name=NAME).order_by("pk").first()
    if found is not None:
        return found
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    return root.add_child(name=NAME)


def stands_here(image: Image | None) -> bool:
    """Whether an import brought it, and nobody made it theirs. No query if `image__collection` was selected."""
    return image is not None and image.collection.name == NAME


def put(picture: Redrawn, title: str, name: str) -> Image:
    """Stored, in all sizes; one that stands here already is that one. In no transaction: it takes about a second.

    An errand that was cut off leaves at most a picture that the next one finds here again.
    """
    here, mark = collection(), hashlib.sha1(picture.content, usedforsecurity=False).hexdigest()
    image = Image.objects.filter(collection=here, file_hash=mark).order_by("pk").first()
    if image is None:
        file = ContentFile(picture.content, f"{slugify(name)[:_LONGEST] or 'picture'}.{picture.ending}")
        size = len(picture.content)
        image = Image.objects.create(title=title[:255], file=file, collection=here, file_hash=mark, file_size=size)
    pictures.stored(ProductImage(image=image))
    return image


def brought_from(url: str) -> int | None:
    """The picture (its key) that an import has brought from this address already."""
    rows = ProductImage.objects.filter(source_url=url, image__collection__name=NAME)
    return rows.values_list("image_id", flat=True).first()


def let_go(images: Iterable[int]) -> int:
    """Of these, delete what stands here and is used no more; how many."""
    here = Image.objects.filter(pk__in=list(images), collection__name=NAME)
    unused = [image for image in here if not _is_used(image)]
    drafted = _in_drafts() if unused else set()
    gone = [image for image in unused if image.pk not in drafted]
    for image in gone:
        image.delete()  # Wagtail queues a task that deletes its files
    return len(gone)


def sweep() -> int:
    """Delete what stands here and nothing shows any more: what later imports replaced, once their undo may not want it back,
    and what was stored and never hung up. How many.
    """
    now = timezone.now()
    shown = ProductImage.objects.filter(image=OuterRef("pk"))
    unshown = Image.objects.filter(~Exists(shown), collection__name=NAME, created_at__lt=now - HUNG_WITHIN)
    found = list(unshown.order_by("pk").values_list("pk", flat=True)[:_SWEPT])
    return let_go(set(found) - _wanted_back(now - TAKEN_BACK_WITHIN)) if found else 0


def _wanted_back(since: datetime) -> set[int]:
    """Pictures (keys) that the undo of an import would hang up again."""
    steps = ImportStep.objects.filter(after__gte=since).values_list("changes", flat=True)
    entries = (entry for changes in steps.iterator(chunk_size=500) for entry in changes)
    return {int(entry[4]) for entry in entries if entry[0] == Of.PICTURE and entry[2] == GONE and entry[4]}


def _in_drafts() -> set[int]:
    """Pictures (keys) on pages that are being written or wait for their day: Wagtail's index knows of what is published alone."""
    written = Page.objects.filter(has_unpublished_changes=True).values("latest_revision")
    drafts = Revision.page_revisions.filter(Q(pk__in=written) | Q(approved_go_live_at__isnull=False))
    kind = ContentType.objects.get_for_model(Image).pk
    found = (each for draft in drafts for each in ReferenceIndex._extract_references_from_object(draft.as_object()))
    return {int(key) for of, key, _model_path, _content_path in found if of == kind}


def _is_used(image: Image) -> bool:
    """What products show is asked of their rows: the index may learn of them only after this transaction."""
    products = ContentType.objects.get_for_model(Product)
    others = ReferenceIndex.get_references_to(image).exclude(base_content_type=products, model_path=_ON_PRODUCTS)
    return ProductImage.objects.filter(image=image).exists() or others.exists()
