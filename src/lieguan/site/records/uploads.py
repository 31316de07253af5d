"""How uploads come in: straight to a temporary file, hashed on the way, and no further than the limit."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload, TemporaryFileUploadHandler

# How many files of the largest size one request may hold.
MOST_FILES = 20


class ReceivedFile(TemporaryUploadedFile):
    """An uploaded file on disk.

    sha256     of its bytes, in hexadecimal
    too_large  it passed settings.UPLOAD_LIMIT; what came after the limit was not kept
    """

    sha256: str
    too_large: bool


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Each file goes to a temporary file; a larger one than the limit is emptied and marked, the others go on."""

    def handle_raw_input(self, _input: Any, _meta: Any, content_length: int, *_: Any, **__: Any) -> None:
        """Refuse a request that is larger than any batch of documents, before it is received."""
        if content_length > MOST_FILES * settings.UPLOAD_LIMIT:
            raise StopUpload(connection_reset=True)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        FileUploadHandler.new_file(self, *args, **kwargs)  # not the parent's: it would make a second file
        self.file = ReceivedFile(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)
        self.hash = hashlib.sha256()
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what is within the limit."""
        self.received = start + len(raw_data)
        if self.received > settings.UPLOAD_LIMIT:
            if self.file.file.tell():
                self.file.file.seek(0)
                self.file.file.truncate()
            return
        self.hash.update(raw_data)
        super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> ReceivedFile:
        """The file as it was received."""
        file: ReceivedFile = super().file_complete(file_size)
        file.sha256 = self.hash.hexdigest()
        file.too_large = self.received > settings.UPLOAD_LIMIT
        return file
