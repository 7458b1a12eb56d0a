"""A former shop whose pictures are still there, and an import that left their addresses."""

from __future__ import annotations

import uuid
import zipfile
from pathlib import Path

from tests.catalog.importing import sheets
from tests.doubles.former_shop import Answer, FormerShop, picture
from troth.catalog.importing import folder
from troth.catalog.importing.pictures import runs
from troth.catalog.importing.pictures.report import PictureReport
from troth.catalog.models import ImportRun

COLOURS = {"/mug.jpg": "teal", "/mug-box.jpg": "navy", "/bowl.jpg": "olive"}


def furnished(shop: FormerShop) -> FormerShop:
    shop.answers |= {path: Answer(picture(colour=colour)) for path, colour in COLOURS.items()}
    return shop


def mugs_and_bowls(shop: FormerShop, *, mug: str = "/mug.jpg") -> bytes:
    """Two products: a mug in two glazes with two pictures, one of them the variant's own; a bowl with one."""
    at, rows = shop.at, []
    blue, red = {"Option1 Name": "Glaze", "Option1 Value": "blue"}, {"Option1 Value": "red"}
    rows.append({"Handle": "mug", "Title": "Mug", "Variant SKU": "MUG-B", "Variant Price": "18", "Image Src": at(mug)})
    rows[0] |= {"Image Alt Text": "A mug", "Image Position": "1", **blue}
    rows.append({"Handle": "mug", "Variant SKU": "MUG-R", "Variant Price": "18", "Image Src": at("/mug-box.jpg")})
    rows[1] |= {"Image Position": "2", "Variant Image": at("/mug-box.jpg"), **red}
    rows.append({"Handle": "bowl", "Title": "Bowl", "Variant SKU": "BOWL", "Variant Price": "30"})
    rows[2] |= {"Image Src": at("/bowl.jpg"), "Image Position": "1"}
    return sheets.sheet(_COLUMNS, *rows)


_COLUMNS = (
    *(
        "Handle",
        "Title",
        "Option1 Name",
        "Option1 Value",
        "Variant SKU",
        "Variant Price",
        "Image Src",
        "Image Position",
    ),
    *("Image Alt Text", "Variant Image"),
)


def fetched(*hosts: str) -> PictureReport:
    """An errand to these hosts, to its end."""
    run = runs.begun(hosts)
    assert runs.go_on(run)
    return runs.reported(run)


def unpacked(files: dict[str, bytes] | bytes) -> tuple[ImportRun, PictureReport]:
    """An errand to an archive with these files, or of these bytes."""
    ref = uuid.uuid4()
    path = folder.place(ref) / folder.SENT
    if isinstance(files, bytes):
        path.write_bytes(files)
    else:
        zipped(path, files)
    run = runs.begun_with_archive(ref=ref)
    assert runs.go_on(run)
    run.refresh_from_db()
    return run, runs.reported(run)


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
