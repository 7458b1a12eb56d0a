"""Pictures from the shopkeeper's disk: each finds its product by its name, and no trick of an archive gets further than a line
in the report. Beside every refusal an honest picture of the same archive comes in."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from wagtail.images.models import Image

from tests.catalog import goods
from tests.catalog.importing.brought import mugs_and_bowls, unpacked
from tests.doubles.former_shop import FormerShop, picture
from troth.catalog import browse
from troth.catalog.importing import folder, import_file
from troth.catalog.importing.pictures import archive, waiting
from troth.catalog.models import ProductImage, RunState, Variant

pytestmark = pytest.mark.django_db
TEAL, NAVY, OLIVE = (picture(colour=colour) for colour in ("teal", "navy", "olive"))


@pytest.fixture(autouse=True)
def _shop(old_shop: FormerShop) -> None:
    goods.product("Vase", goods.variant(sku="VASE-1"))


def whys(files: dict[str, bytes] | bytes) -> dict[str, str]:
    _run, report = unpacked(files)
    assert report.brought == 1, "the honest one"
    return {each.what: each.why for each in report.failed}


def pictures(slug: str) -> int:
    page = browse.product(slug)
    assert page is not None
    return sum(not each.drawn for each in page.pictures)


@pytest.mark.parametrize(
    "name", ["VASE-1.jpg", "vase-1.JPG", "shop/pictures/Vase.jpeg", "vase_2.jpg", "VASE-1 (2).jpg"]
)
def test_a_number_a_key_and_a_place_behind_them_find_the_product(name: str) -> None:
    _run, report = unpacked({name: TEAL})
    assert report.counts == {"brought": 1, "known": 0, "failed": 0}
    assert pictures("vase") == 1


def test_numbers_behind_a_name_make_the_order() -> None:
    unpacked({"vase-10.jpg": TEAL, "vase-2.jpg": NAVY, "vase-1.jpg": OLIVE})
    rows = ProductImage.objects.filter(product__slug="vase").order_by("sort_order").select_related("image")
    assert [row.image.filename.split(".")[0].split("_")[0] for row in rows] == ["vase-1", "vase-2", "vase-10"]


def test_a_variants_number_makes_it_the_variants_picture() -> None:
    goods.product("Cup", *goods.sizes(("small", 100, 1), ("large", 200, 1)))
    Variant.objects.filter(option1="large").update(sku="CUP-L")
    unpacked({"CUP-L.jpg": TEAL})
    shown = Variant.objects.get(sku="CUP-L").picture
    assert shown is not None
    assert shown.image_id is not None
    assert Variant.objects.get(option1="small").picture is None


@pytest.mark.parametrize("nowhere", ["https://[vase.jpg", "http://[::1/vase.jpg"])
def test_an_address_that_leads_nowhere_keeps_no_archive_out(nowhere: str) -> None:
    ProductImage.objects.create(product=goods.product("Jug"), source_url=nowhere)
    _run, report = unpacked({"vase.jpg": TEAL})
    assert report.counts == {"brought": 1, "known": 0, "failed": 0}


def test_the_same_archive_again_adds_nothing() -> None:
    unpacked({"vase.jpg": TEAL})
    _run, again = unpacked({"vase.jpg": TEAL})
    assert again.counts == {"brought": 0, "known": 1, "failed": 0}
    assert pictures("vase") == Image.objects.count() == 1


def test_folders_tell_apart_pictures_of_one_name(old_shop: FormerShop, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    content = mugs_and_bowls(old_shop).replace(b"/mug.jpg", b"/2023/a.jpg").replace(b"/bowl.jpg", b"/2024/a.jpg")
    file.write_bytes(content)
    import_file(file)
    assert whys({"uploads/2024/a.jpg": TEAL, "a.jpg": NAVY}) == {"a.jpg": "several"}
    assert pictures("bowl") == 1
    assert pictures("mug") == 0


def test_a_name_wix_gives_is_found(old_shop: FormerShop, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text(
        "handleId,fieldType,name,productImageUrl,price,visible\n"
        "product_1,Product,Bead,506c6a_0b1c2d~mv2.jpg;506c6a_9f8e7d~mv2_d_4000_3000_s_4_2.png,9,true\n",
        encoding="utf-8",
    )
    import_file(file)
    assert waiting.hosts(waiting.of_the_shop()) == {"static.wixstatic.com": 2}
    _run, report = unpacked({"Site Files/506c6a_0b1c2d~mv2.jpg": TEAL})
    assert report.brought == 1
    assert pictures("bead") == 1


def test_what_is_not_a_picture_of_anything_is_named() -> None:
    told = whys(
        {
            "vase.jpg": TEAL,
            "holiday.jpg": NAVY,
            "vase-2.jpg": b"<svg onload='alert(1)'/>",
            "vase-3.jpg": TEAL[:500],
            "vase-4.png": picture("PNG", size=(9000, 6000)),
            "vase-5.jpg": b"",
            "__MACOSX/._vase.jpg": b"aside",
            ".DS_Store": b"aside",
        }
    )
    assert told == {
        "holiday.jpg": "name",
        "vase-2.jpg": "kind",
        "vase-3.jpg": "torn",
        "vase-4.png": "pixels",
        "vase-5.jpg": "empty",
    }


def test_names_that_lead_out_and_archives_inside_are_refused(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as nested:
        nested.writestr("vase.jpg", TEAL)
    before = set(tmp_path.parent.rglob("*.jpg"))
    told = whys(
        {
            "vase.jpg": TEAL,
            "../../../vase-2.jpg": NAVY,
            "/etc/vase-3.jpg": NAVY,
            "C:\\vase-4.jpg": NAVY,
            "a\\..\\..\\vase-5.jpg": NAVY,
            "more.zip": inner.getvalue(),
        }
    )
    assert set(told.values()) == {"path", "archive"}
    assert len(told) == 5
    media = tmp_path / "media"
    assert {file for file in set(tmp_path.parent.rglob("*.jpg")) - before if media not in file.parents} == set()


def test_links_and_locked_files_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("vase.jpg", TEAL)
        link = zipfile.ZipInfo("vase-2.jpg")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("vase-3.jpg", NAVY)
    content = bytearray(out.getvalue())
    # The last file is marked as locked, in the list of contents and before its bytes (APPNOTE.TXT 4.4.4).
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = content.rfind(mark)
        content[place + offset] |= 1
    assert whys(bytes(content)) == {"vase-2.jpg": "link", "vase-3.jpg": "locked"}


def test_a_file_that_unpacks_without_end_is_left_and_so_is_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = b"\0" * 60_000_000
    monkeypatch.setattr(archive, "MOST_UNPACKED", 20 * 1024 * 1024)
    assert whys({"a-vase.jpg": TEAL, "vase.jpg": NAVY, "vase-2.jpg": bomb, "vase-3.jpg": OLIVE}) == {
        "a-vase.jpg": "name",
        "vase-2.jpg": "large",
        "vase-3.jpg": "all",
    }


def test_an_archive_that_lies_about_a_size_is_counted_while_it_comes() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("vase.jpg", TEAL)
        made.writestr("vase-2.jpg", b"\0" * 60_000_000)
    content = bytearray(out.getvalue())
    struct.pack_into("<L", content, content.rfind(b"PK\x01\x02") + 24, 10)  # its size, once unpacked
    assert whys(bytes(content))["vase-2.jpg"] in ("torn", "large")


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + b"\xff" * 18, TEAL])
def test_what_is_no_archive_is_refused_in_words_and_gone(content: bytes) -> None:
    run, report = unpacked(content)
    assert run.state == RunState.REFUSED
    assert report.refused
    assert not folder.sent(run.ref).exists()


def test_a_list_of_contents_without_end_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    run, report = unpacked({f"vase-{number}.jpg": TEAL for number in range(3)})
    assert (run.state, report.brought) == (RunState.REFUSED, 0)
    assert "too many files" in report.refused
    monkeypatch.setattr(archive, "LONGEST_CONTENTS", 10)
    assert unpacked({"vase.jpg": TEAL})[0].state == RunState.REFUSED
