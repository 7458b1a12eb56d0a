"""Taking a file in: into the private folder from the first byte on, and no more than a table may have."""

from __future__ import annotations

import tempfile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from troth.catalog.importing import folder
from troth.catalog.importing.opening import MOST_BYTES


class PrivateUpload(FileUploadHandler):
    """Django's own handlers keep a file in memory or in the folder for everybody's temporary files; a table of customers
    belongs in neither. The name it was sent under is not kept."""

    most: int | None = None  # bytes; None for as many as a table may have
    too_large = False
    out: IO[bytes] | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.out = tempfile.TemporaryFile(dir=folder.root())  # noqa: SIM115  (closed below; it has no name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > (self.most or MOST_BYTES):
            self.too_large = True
            raise StopUpload(connection_reset=False)
        if self.out is not None:
            self.out.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.out is None or self.too_large:
            return None
        self.out.seek(0)
        return UploadedFile(self.out, name="sent", size=file_size)

    def upload_interrupted(self) -> None:
        if self.out is not None:
            self.out.close()
