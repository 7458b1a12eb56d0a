"""Pictures of the former shop become this shop's own: fetched once, shown everywhere, and gone with their import."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow
from wagtail.images.models import Image

from tests.catalog.importing import brought, sheets
from tests.catalog.importing.brought import COLOURS, fetched, mugs_and_bowls
from tests.doubles.former_shop import Answer, FormerShop, open_shop, picture
from troth.catalog import browse, revision
from troth.catalog.exporting import google, table
from troth.catalog.importing import import_file, recorded, undo
from troth.catalog.importing import wix as wix_catalogues
from troth.catalog.importing.keeping import Keeping
from troth.catalog.importing.pictures import fetch, runs, shelf, waiting
from troth.catalog.importing.undone import Fate
from troth.catalog.models import ImportRun, Product, ProductImage, RunState, Variant

pytestmark = pytest.mark.django_db


def bring(tmp_path: Path, content: bytes) -> ImportRun:
    file = tmp_path / "products.csv"
    file.write_bytes(content)
    run = recorded.begun()
    import_file(file, keeper=Keeping(run))
    return run


def shown(slug: str) -> list[tuple[int, int, bool]]:
    """What the product's page shows: a colour's red, green and blue would be too exact after two codecs, so the sizes."""
    page = browse.product(slug)
    assert page is not None
    return [(picture.width, picture.height, picture.drawn) for picture in page.pictures]


def test_every_product_shows_its_own_pictures_in_their_order(old_shop: FormerShop, tmp_path: Path) -> None:
    bring(tmp_path, mugs_and_bowls(old_shop))
    assert [drawn for *_size, drawn in shown("mug")] == [True]  # the control: a drawing stands in
    before = revision.current()

    report = fetched(old_shop.host)

    assert report.counts == {"brought": 3, "known": 0, "failed": 0}
    assert shown("mug") == [(400, 300, False)] * 2
    assert shown("bowl") == [(400, 300, False)]
    assert [row.alt for row in ProductImage.objects.filter(product__slug="mug").order_by("sort_order")] == ["A mug", ""]
    assert revision.current() > before  # pages that are kept are made anew
    first, second = browse.product("mug").pictures  # type: ignore[union-attr]
    assert first.alt == "A mug"
    assert [colour_of(each.src, tmp_path) for each in (first, second)] == ["teal", "navy"]


def colour_of(src: str, home: Path) -> str:
    with Pillow.open(home / "media" / src.removeprefix("/media/")) as stored:
        red, green, blue = stored.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    near = {"teal": (0, 128, 128), "navy": (0, 0, 128), "olive": (128, 128, 0)}
    return min(near, key=lambda name: sum(abs(a - b) for a, b in zip(near[name], (red, green, blue), strict=True)))


def test_cards_feed_and_variants_show_them_too(old_shop: FormerShop, tmp_path: Path) -> None:
    bring(tmp_path, mugs_and_bowls(old_shop))
    fetched(old_shop.host)

    assert not any(card.picture.drawn for card in browse.products().page.cards)
    links = {dict(item)["title"]: dict(item)["image_link"] for item in google.items()}
    assert all("/media/images/" in link for link in links.values())
    red = Variant.objects.get(sku="MUG-R").picture
    assert red is not None
    assert red.image_id == ProductImage.objects.get(source_url=old_shop.at("/mug-box.jpg")).image_id
    assert "mug-box" in links["Mug, red"]


def test_a_second_errand_fetches_nothing_and_a_second_import_changes_nothing(
    old_shop: FormerShop, tmp_path: Path
) -> None:
    file = mugs_and_bowls(old_shop)
    bring(tmp_path, file)
    fetched(old_shop.host)
    asked, pictures = len(old_shop.asked), Image.objects.count()

    again = fetched(old_shop.host)
    report = import_file(tmp_path / "products.csv")

    assert again.counts == {"brought": 0, "known": 0, "failed": 0}
    assert report.counts["unchanged"] == 2
    assert not report.to_fetch
    assert (len(old_shop.asked), Image.objects.count()) == (asked, pictures) == (3, 3)


def test_the_same_address_is_fetched_once_for_all_products(old_shop: FormerShop, tmp_path: Path) -> None:
    file = mugs_and_bowls(old_shop).replace(b"/bowl.jpg", b"/mug.jpg")
    bring(tmp_path, file)
    assert fetched(old_shop.host).counts["brought"] == 2
    assert sorted(old_shop.paths) == ["/mug-box.jpg", "/mug.jpg"]
    later = file.replace(b"bowl", b"dish").replace(b"Bowl", b"Dish")
    bring(tmp_path, later)
    assert fetched(old_shop.host).counts == {"brought": 0, "known": 1, "failed": 0}
    assert len(old_shop.asked) == 2
    assert shown("dish") == shown("bowl") == [(400, 300, False)]


def test_a_changed_address_replaces_its_picture(old_shop: FormerShop, tmp_path: Path) -> None:
    bring(tmp_path, mugs_and_bowls(old_shop))
    fetched(old_shop.host)
    old_shop.answers["/mug-new.jpg"] = Answer(picture(colour="olive"))

    run = bring(tmp_path, mugs_and_bowls(old_shop, mug="/mug-new.jpg"))
    fetched(old_shop.host)

    page = browse.product("mug")
    assert page is not None
    assert [colour_of(each.src, tmp_path) for each in page.pictures] == ["olive", "navy"]
    undo.undo(run)
    page = browse.product("mug")
    assert page is not None
    assert {colour_of(each.src, tmp_path) for each in page.pictures} == {"teal", "navy"}


def test_the_undo_of_an_import_takes_its_pictures_along(old_shop: FormerShop, tmp_path: Path) -> None:
    run = bring(tmp_path, mugs_and_bowls(old_shop))
    fetched(old_shop.host)
    files = list((tmp_path / "media").rglob("*.*"))
    assert files

    assert {each.fate for each in undo.undo(run).products} == {Fate.REMOVED}

    assert not Product.objects.exists()
    assert not Image.objects.exists()


def test_a_picture_somebody_uploaded_instead_stays_theirs(old_shop: FormerShop, tmp_path: Path) -> None:
    bring(tmp_path, mugs_and_bowls(old_shop))
    fetched(old_shop.host)
    row = ProductImage.objects.get(source_url=old_shop.at("/mug.jpg"))
    mine = Image.objects.create(title="Mine", file=row.image.file, collection=shelf.collection().get_parent())
    row.image = mine
    row.save()

    bring(tmp_path, mugs_and_bowls(old_shop, mug="/mug-new.jpg"))

    assert ProductImage.objects.filter(image=mine).exists()


def test_what_another_product_shows_stays_when_one_goes(old_shop: FormerShop, tmp_path: Path) -> None:
    run = bring(tmp_path, mugs_and_bowls(old_shop))
    fetched(old_shop.host)
    bowl = ProductImage.objects.get(source_url=old_shop.at("/bowl.jpg"))
    other = Product.objects.create(slug="set", title="Set")
    ProductImage.objects.create(product=other, image=bowl.image)
    undo.undo(run)
    assert [image.pk for image in Image.objects.all()] == [bowl.image_id]


def test_an_export_tells_where_they_are_now_and_comes_back_unchanged(old_shop: FormerShop, tmp_path: Path) -> None:
    bring(tmp_path, mugs_and_bowls(old_shop))
    fetched(old_shop.host)
    file = tmp_path / "export.csv"
    file.write_text("".join(table.lines()), encoding="utf-8", newline="")

    with file.open(encoding="utf-8", newline="") as opened:
        told = [row["Product image URL"] for row in csv.DictReader(opened)]
    assert all("/media/original_images/" in each for each in told)
    assert import_file(file).counts["unchanged"] == 2
    assert not import_file(file).to_fetch


@pytest.mark.parametrize(
    ("path", "answer", "why"),
    [
        ("/mug.jpg", Answer(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"), "kind"),
        ("/mug.jpg", Answer(b"<!doctype html><script>1</script>"), "kind"),
        ("/mug.jpg", Answer(picture()[:900]), "torn"),
        ("/mug.jpg", Answer(picture("PNG", size=(9000, 6000))), "pixels"),
        ("/mug.jpg", Answer(b"no", status=404), "gone"),
    ],
)
def test_what_cannot_be_brought_is_named_and_the_rest_comes(
    old_shop: FormerShop, tmp_path: Path, path: str, answer: Answer, why: str
) -> None:
    old_shop.answers[path] = answer
    bring(tmp_path, mugs_and_bowls(old_shop))

    report = fetched(old_shop.host)

    ((failure),) = report.failed
    assert (failure.what, failure.why, failure.products) == (old_shop.at(path), why, ("Mug",))
    assert failure.words
    assert report.brought == 2
    assert waiting.count() == 1
    old_shop.answers[path] = Answer(picture(colour=COLOURS[path]))
    assert fetched(old_shop.host).counts == {"brought": 1, "known": 0, "failed": 0}  # tried again, it comes


def test_nothing_but_pixels_is_kept(old_shop: FormerShop, tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x010E] = "41 Hidden Lane"
    exif.get_ifd(0x8825).update({1: "N", 2: (42.0, 21.0, 30.0)})
    script = b"<script>alert(1)</script>"
    photograph = picture(exif=exif, comment=b"by Ada") + script
    assert b"Hidden" in photograph
    old_shop.answers["/mug.jpg"] = Answer(photograph)
    bring(tmp_path, mugs_and_bowls(old_shop))
    fetched(old_shop.host)
    for file in (tmp_path / "media").rglob("*.*"):
        content = file.read_bytes()
        assert not [word for word in (b"Hidden", b"by Ada", b"Exif", script) if word in content], file


def test_it_goes_nowhere_that_was_not_confirmed(old_shop: FormerShop, tmp_path: Path) -> None:
    with open_shop() as other:
        file = mugs_and_bowls(old_shop).replace(old_shop.at("/bowl.jpg").encode(), other.at("/bowl.jpg").encode())
        bring(tmp_path, file)
        assert waiting.hosts(waiting.of_the_shop()) == {old_shop.host: 2, other.host: 1}
        report = fetched(old_shop.host)
        assert other.asked == []
    assert report.counts == {"brought": 2, "known": 0, "failed": 1}
    assert report.unconfirmed == {other.host: 1}


def test_a_host_where_nobody_answers_is_given_up(
    old_shop: FormerShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "GIVEN_UP_AFTER", 2)
    for path in COLOURS:
        old_shop.answers[path] = Answer(b"x", says=100)
    bring(tmp_path, mugs_and_bowls(old_shop))
    report = fetched(old_shop.host)
    assert [each.why for each in report.failed] == ["no-answer", "no-answer", "given-up"]
    assert len(old_shop.asked) == 4  # each twice


def test_an_errand_that_was_cut_off_goes_on_where_it_was(
    old_shop: FormerShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(tmp_path, mugs_and_bowls(old_shop))
    run, real = runs.begun([old_shop.host]), shelf.put

    def killed(*told: Any) -> Image:
        if told[2] == "mug-box":
            raise KeyboardInterrupt
        return real(*told)

    monkeypatch.setattr(shelf, "put", killed)
    with pytest.raises(KeyboardInterrupt):
        runs.go_on(run)
    monkeypatch.setattr(shelf, "put", real)
    run.refresh_from_db()
    assert runs.go_on(run)
    assert runs.reported(run).counts == {"brought": 3, "known": 0, "failed": 0}
    assert sorted(old_shop.paths) == ["/bowl.jpg", "/mug-box.jpg", "/mug-box.jpg", "/mug.jpg"]
    assert Image.objects.count() == 3


def test_time_runs_out_and_what_failed_is_not_asked_for_again(old_shop: FormerShop, tmp_path: Path) -> None:
    del old_shop.answers["/mug.jpg"]
    bring(tmp_path, mugs_and_bowls(old_shop))
    run = runs.begun([old_shop.host])
    turns = 0
    while not runs.go_on(run, seconds=0.0):
        turns += 1
        assert turns < 2, "nothing is done in no time, and nothing is lost"
        break
    assert runs.go_on(run)
    assert runs.go_on(run)
    assert runs.reported(run).counts == {"brought": 2, "known": 0, "failed": 1}
    assert old_shop.paths.count("/mug.jpg") == 1


def test_a_stopped_errand_stops_and_one_at_a_time_is_under_way(old_shop: FormerShop, tmp_path: Path) -> None:
    bring(tmp_path, mugs_and_bowls(old_shop))
    run = runs.begun([old_shop.host])
    with pytest.raises(runs.Busy):
        runs.begun([old_shop.host])
    assert runs.stop(run.ref)
    assert runs.go_on(run)
    assert old_shop.asked == []
    assert ImportRun.objects.get(pk=run.pk).state == RunState.DONE
    assert runs.begun([old_shop.host]).pk


def test_an_archive_brings_what_a_closed_shop_cannot(old_shop: FormerShop, tmp_path: Path) -> None:
    bring(tmp_path, mugs_and_bowls(old_shop))
    files = {f"uploads{path}": picture(colour=colour) for path, colour in COLOURS.items()}
    _run, report = brought.unpacked(files)
    assert report.counts == {"brought": 3, "known": 0, "failed": 0}
    assert old_shop.asked == []
    assert waiting.count() == 0
    assert shown("mug") == [(400, 300, False)] * 2
    _run, again = brought.unpacked(files)
    assert again.counts == {"brought": 0, "known": 3, "failed": 0}
    assert Image.objects.count() == 3


def wix(at: str) -> bytes:
    one = {"handleId": "product_1", "fieldType": "Product", "name": "Bead", "price": "9", "visible": "true"}
    return sheets.sheet(sheets.WIX_CLASSIC, {**one, "productImageUrl": f"506c6a_0b~mv2.jpg;{at}/mug.jpg"})


def wix_today(at: str) -> bytes:
    one = {"handle": "bead", "fieldType": "PRODUCT", "name": "Bead", "visible": "TRUE", "price": "9"}
    more = {"handle": "bead", "fieldType": "MEDIA", "media": f"{at}/mug.jpg", "mediaAltText": "From above"}
    picture = "wix:image://v1/506c6a_0b~mv2.jpg/bead.jpg#originWidth=400&originHeight=300"
    return sheets.sheet(sheets.WIX_CURRENT, {**one, "media": picture}, more)


def woo(at: str) -> bytes:
    one = {"ID": "7", "Type": "simple", "SKU": "BEAD", "Name": "Bead", "Published": "1", "Regular price": "9"}
    return sheets.sheet(sheets.WOO, {**one, "Images": f"{at}/media/506c6a_0b~mv2.jpg, {at}/mug.jpg"})


@pytest.mark.parametrize("export", [wix, wix_today, woo])
def test_every_former_shops_pictures_come_wherever_it_keeps_them(
    export: Callable[[str], bytes], old_shop: FormerShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wix_catalogues, "MEDIA", old_shop.at("/media/"))
    old_shop.answers["/media/506c6a_0b~mv2.jpg"] = Answer(picture(colour="olive"))
    bring(tmp_path, export(old_shop.at("")))

    assert fetched(old_shop.host).counts == {"brought": 2, "known": 0, "failed": 0}

    page = browse.product(Product.objects.get().slug)
    assert page is not None
    assert [colour_of(each.src, tmp_path) for each in page.pictures] == ["olive", "teal"]
