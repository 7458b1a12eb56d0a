import io
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.images.models import Image
from wagtail.models import Collection

from tests.catalog import goods
from tests.catalog.counting import statements
from troth.catalog import browse
from troth.catalog.models import ProductImage

pytestmark = pytest.mark.django_db


@pytest.fixture
def uploaded(settings: Any, tmp_path: Path) -> Image:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # Wagtail remembers renditions by key, and keys come again after a rollback
    Collection.objects.filter(depth=1).exists() or Collection.add_root(name="Root")
    content = io.BytesIO()
    Pillow.linear_gradient("L").resize((1000, 750)).convert("RGB").save(content, "JPEG")
    return Image.objects.create(title="A beaker", file=ImageFile(content, "beaker.jpg"))


def test_an_uploaded_picture_is_shown_in_modern_formats_and_sizes(uploaded: Image, tmp_path: Path) -> None:
    goods.product("Beaker", pictures=(ProductImage(image=uploaded, alt="A beaker"),))

    page = browse.product("beaker")
    assert page is not None
    (picture,) = page.pictures

    assert (picture.alt, picture.width, picture.height, picture.drawn) == ("A beaker", 1000, 750, False)
    for formats, ending in ((picture.avif, ".avif"), (picture.webp, ".webp")):
        shown = [entry.split() for entry in formats.split(", ")]
        assert [width for _address, width in shown] == ["320w", "640w", "1000w"]
        for address, _width in shown:
            assert address.endswith(ending)
            assert Pillow.open(tmp_path / address.removeprefix("/media/")).format == ending[1:].upper()
    assert picture.src == shown[-1][0]


def test_cards_with_uploaded_pictures_are_still_two_queries(uploaded: Image) -> None:
    for number in range(3):
        goods.product(f"Beaker {number}", pictures=(ProductImage(image=uploaded),))

    with statements() as sent:
        cards = browse.products().page.cards

    assert len(sent) == 2  # what there is, and a page of it
    assert all(card.picture.avif for card in cards)


def test_a_picture_whose_file_is_gone_becomes_the_drawing(uploaded: Image) -> None:
    uploaded.file.storage.delete(uploaded.file.name)

    lost = Image.objects.get(pk=uploaded.pk)

    goods.product("Beaker", pictures=(ProductImage(image=lost, alt="A beaker"),))

    page = browse.product("beaker")
    assert page is not None
    assert page.pictures[0].drawn
