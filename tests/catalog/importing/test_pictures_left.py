"""Pictures that cannot be had are left where they lie; pictures that imports replaced do not stay in the storage for ever."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.models import Collection, ReferenceIndex

from tests.catalog import goods
from tests.catalog.importing.brought import fetched, mugs_and_bowls, unpacked
from tests.catalog.importing.test_pictures_brought import bring, shown
from tests.doubles.former_shop import FormerShop, picture
from troth.catalog.importing import import_file, undo
from troth.catalog.importing.pictures import leaving, shelf, waiting
from troth.catalog.importing.pictures.report import Failure
from troth.catalog.models import Catalogue, ImportStep, ProductImage
from troth.pages import setup
from troth.pages.models import TextPage
from troth.tasks import worker

pytestmark = pytest.mark.django_db
LATER = shelf.TAKEN_BACK_WITHIN + timedelta(days=1)


@pytest.fixture
def left(old_shop: FormerShop, tmp_path: Path) -> FormerShop:
    """The bowl's picture is gone there, and was left."""
    del old_shop.answers["/bowl.jpg"]
    bring(tmp_path, mugs_and_bowls(old_shop))
    assert leaving.leave(fetched(old_shop.host).failed) == 1
    return old_shop


def test_what_was_left_waits_no_more_and_no_errand_asks_for_it(left: FormerShop) -> None:
    asked = len(left.asked)
    assert (waiting.count(), leaving.left()) == (0, {"gone": 1})
    assert fetched(left.host).of_all == 0
    assert len(left.asked) == asked


def test_the_same_file_again_changes_nothing_about_it(left: FormerShop, tmp_path: Path) -> None:
    report = import_file(tmp_path / "products.csv")
    assert report.counts["unchanged"] == 2
    assert not report.to_fetch
    assert waiting.count() == 0


def test_tried_again_it_comes_once_it_is_there(left: FormerShop) -> None:
    from tests.doubles.former_shop import Answer

    left.answers["/bowl.jpg"] = Answer(picture())
    assert leaving.try_again() == 1
    assert fetched(left.host).brought == 1
    assert leaving.left() == {}
    assert leaving.try_again() == 0
    assert shown("bowl") == [(400, 300, False)]


def test_an_archive_brings_what_was_left(left: FormerShop) -> None:
    _run, report = unpacked({"bowl.jpg": picture()})
    assert report.brought == 1
    assert leaving.left() == {}


def test_nothing_is_left_that_has_its_picture_or_was_in_an_archive(old_shop: FormerShop, tmp_path: Path) -> None:
    bring(tmp_path, mugs_and_bowls(old_shop))
    _run, report = unpacked({"nobody.jpg": picture()})
    assert report.failed
    assert leaving.leave(report.failed) == 0
    assert waiting.count() == 3


def test_a_former_shop_that_is_gone_is_left_whole_however_many_pictures_it_had() -> None:
    """SQLite takes 32,766 values in a statement, or 250,000 (sqlite.org/limits.html); a failure each would be more."""
    urls = [f"https://gone.example/{number}.jpg" for number in range(300_000)]
    ProductImage.objects.create(product=goods.product("Mug", goods.variant(1800)), source_url=urls[-1])
    assert leaving.leave(Failure(url, "unknown-host") for url in urls) == 1
    assert leaving.left() == {"unknown-host": 1}


# -- replaced


@pytest.fixture
def replaced(old_shop: FormerShop, tmp_path: Path) -> Image:
    """The mug's first picture, after a second file named another in its place."""
    bring(tmp_path, mugs_and_bowls(old_shop))
    fetched(old_shop.host)
    before = ProductImage.objects.get(source_url=old_shop.at("/mug.jpg")).image
    assert before is not None
    bring(tmp_path, mugs_and_bowls(old_shop, mug="/bowl.jpg"))
    fetched(old_shop.host)
    _age(timedelta(days=2))
    return before


def _age(by: timedelta) -> None:
    then = timezone.now() - by
    Image.objects.update(created_at=then)
    ImportStep.objects.update(after=then)


def test_a_replaced_picture_goes_with_its_files_once_nobody_takes_the_import_back(
    replaced: Image, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    files = [Path(replaced.file.path), *(Path(each.file.path) for each in replaced.renditions.all())]
    assert len(files) > 1
    assert shelf.sweep() == 0, "the undo would want it"
    _age(LATER)
    with django_capture_on_commit_callbacks(execute=True):
        assert shelf.sweep() == 1
    worker.run_due()
    assert not Image.objects.filter(pk=replaced.pk).exists()
    assert [file.name for file in files if file.exists()] == []
    assert Image.objects.count() == ProductImage.objects.values("image").distinct().count()


def test_a_picture_that_stands_elsewhere_or_was_made_somebodys_own_stays(replaced: Image) -> None:
    _age(LATER)
    page = Catalogue.objects.get()
    ReferenceIndex.objects.create(
        content_type=ReferenceIndex._get_base_content_type(page),
        base_content_type=ReferenceIndex._get_base_content_type(page),
        object_id=page.pk,
        to_content_type=ReferenceIndex._get_base_content_type(replaced),
        to_object_id=replaced.pk,
        model_path="banner",
        content_path="banner",
        content_path_hash=uuid.uuid4(),
    )
    assert shelf.sweep() == 0
    ReferenceIndex.objects.filter(model_path="banner").delete()
    own = Collection.get_first_root_node().add_child(name="Ours")
    Image.objects.filter(pk=replaced.pk).update(collection=own)
    assert shelf.sweep() == 0
    Image.objects.filter(pk=replaced.pk).update(collection=shelf.collection())
    assert shelf.sweep() == 1  # the control


def test_a_picture_on_a_page_that_is_still_being_written_stays(replaced: Image) -> None:
    """Wagtail's index knows what is published, and no draft."""
    _age(LATER)
    page = setup.begin("Cellorama").add_child(instance=TextPage(title="About us", slug="about"))
    words = page.words.create(language="de", title="Über uns")
    for draft in (page, words):
        draft.body = json.dumps([{"type": "picture", "value": {"image": replaced.pk, "alt_text": "A mug"}}])
        page.words = [words]
        page.save_revision()
        worker.run_due()
        assert shelf.sweep() == 0
        draft.body = "[]"
    page.save_revision()
    assert shelf.sweep() == 1  # the control


def test_a_picture_that_is_being_hung_up_is_not_swept(old_shop: FormerShop) -> None:
    from troth.catalog.redrawn import redrawn

    shelf.put(redrawn(picture()), "Mug", "mug")
    assert shelf.sweep() == 0
    _age(timedelta(days=2))
    assert shelf.sweep() == 1


def test_an_undo_after_the_sweep_lets_the_address_wait_again(replaced: Image, old_shop: FormerShop) -> None:
    step = ImportStep.objects.filter(handle="mug").order_by("-pk").first()
    assert step is not None
    run = step.run
    ImportStep.objects.update(after=timezone.now() - LATER)
    assert shelf.sweep() == 1
    undo.undo(run)
    row = ProductImage.objects.get(source_url=old_shop.at("/mug.jpg"))
    assert row.image is None
    assert waiting.count() >= 1
