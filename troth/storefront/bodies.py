"""How much one request may bring along. Django bounds what it keeps in memory, but writes files of any size to the disk,
also for visitors of pages that take none (docs.djangoproject.com, "Unrestricted uploads").
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

OFFICE: Final = "/office/"  # its door turns strangers away before anything of theirs is read (people/office_door.py)
FOR_STAFF: Final = 64 * 1024 * 1024  # bytes; as much as a table may have


class Bounded(FileUploadHandler):
    """The first of the handlers. Refuses a form by the length it says it has, before a byte of it is read."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  (Django's name)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > most(self.request.path if self.request else ""):
            raise RequestDataTooBig("The request brings more than this page takes.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one keep the file."""


def most(path: str) -> int:
    """In bytes."""
    memory: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return FOR_STAFF if path.startswith(OFFICE) else memory
